import assert from 'node:assert/strict';
import path from 'node:path';
import { useTemporaryFolder } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, jsonLines, outputOf } from './runCli.ts';

describe('cellscope with a model of words', () => {
  const folder = useTemporaryFolder();
  const [project, model] = ['project', 'model'].map(name => () => path.join(folder.path, name));
  beforeEach(async () => {
    await writeProject(project());
    const train = ['train', project(), '--out', model(), '--tokens', 'word', '--epochs', '3', ...tinyNetwork];
    await outputOf([...train, '--json']);
  });

  it('measures it in bits per character and perplexity per word, and draws so many characters', async () => {
    const [figures] = jsonLines(await outputOf(['eval', model(), project(), '--json']));
    const { chars, words, rnnBitsPerChar, rnnWordPerplexity } = figures as Record<string, number>;
    assert.equal(figures['bitsPerChar'], rnnBitsPerChar);
    assert.equal(figures['contextBitsPerChar'], undefined);
    assert.ok(rnnBitsPerChar > 0 && rnnBitsPerChar < 4 && words > 100 && words < chars / 2);
    const expected = (rnnBitsPerChar * chars) / words;
    assert.ok(Math.abs(Math.log2(rnnWordPerplexity) - expected) < 1e-9 * expected);
    assert.match(
      await outputOf(['eval', model(), project()]),
      /perplexity per word of the network alone: [\d,]+ \(/,
    );

    const sample = ['sample', model(), '--length', '77', '--prime', 'int get_'];
    assert.equal((await outputOf(sample)).length, 'int get_'.length + 77 + 1);
    const several = jsonLines(await outputOf([...sample, '--count', '3', '--json']));
    assert.deepEqual(
      several.map(({ text }) => (text as string).length),
      [77, 77, 77],
    );
  });

  it('says in a sentence what it cannot do with it', async () => {
    const file = path.join(project(), 'src', 'file0.c');
    for (const args of [
      ['complete', model(), file, '--offset', '3'],
      ['cells', model(), project()],
      ['activations', model(), file, '--cell', '1.1'],
      ['replay', model(), project()],
      ['compress', model(), file, '--out', path.join(folder.path, 'small')],
      ['lab', 'states', '--model', model()],
    ])
      assert.match(
        await failureOf(args, 1),
        /reads words, .* train one that reads characters \(--tokens char\)/,
      );
  });

  it('refuses other tokens than there are, and another kind for a model that is gone on from', async () => {
    const train = ['train', project(), '--out', model()];
    assert.match(
      await failureOf([...train, '--tokens', 'byte'], 2),
      /--tokens is "byte"; choose char or word/,
    );
    assert.match(
      await failureOf([...train, '--update', '--tokens', 'char'], 1),
      /--tokens is char, but the model in .* has word/,
    );
  });
});
