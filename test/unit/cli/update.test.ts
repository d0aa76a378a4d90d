import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useTemporaryFolder } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, outputOf } from './runCli.ts';

describe('cellscope train --update', () => {
  const folder = useTemporaryFolder();
  let project: string;
  let model: string;
  const train = (...more: string[]) => ['train', project, '--out', model, ...more];

  beforeEach(async () => {
    [project, model] = ['project', 'model'].map(name => path.join(folder.path, name));
    await writeProject(project);
    await outputOf(train(...tinyNetwork, '--epochs', '2'));
  });

  interface Json {
    vocabulary: { characters: string[] };
    training: { finished: boolean; before: { steps: number }; settings: { batchSize: number } };
  }

  async function readJson(): Promise<Json> {
    return JSON.parse(await readFile(path.join(model, 'model.json'), 'utf8'));
  }

  it('is what --resume names when files have changed, and learns them', async () => {
    await writeFile(path.join(project, 'src', 'new.c'), 'int at = "@@@@@@";\n'.repeat(20));
    const failure = await failureOf(train('--resume', '--epochs', '4'), 1);
    assert.match(failure, /files have changed since/);
    const command = /To update it: cellscope (train .* --update)\n/.exec(failure)?.[1];
    assert.deepEqual(command?.split(' '), train('--update'));

    const output = await outputOf(train('--update', '--epochs', '1'));
    assert.match(output, /^13 files, /);
    assert.match(
      output,
      /Updated after .* predicts .* \(\d\.\d+ bits per character on held-out text, .* before the update\)/,
    );
    const { vocabulary, training } = await readJson();
    assert.ok(vocabulary.characters.includes('@'));
    assert.ok(training.finished && training.before.steps > 0);
    assert.equal(training.settings.batchSize, 4);
    assert.equal((await readdir(model)).length, 7);
  });

  it('keeps to the globs of the model unless others are given', async () => {
    await writeFile(path.join(project, 'notes.txt'), 'a note of some length\n'.repeat(9));
    await outputOf(train(...tinyNetwork, '--epochs', '1', '--glob', '*.txt'));
    assert.match(await outputOf(train('--update', '--epochs', '1')), /^13 files, /);
    assert.match(await outputOf(train('--update', '--epochs', '1', '--glob', '*.md')), /^12 files, /);
    assert.match(await outputOf(train('--update', '--epochs', '1')), /^12 files, /);
  });

  it('refuses what cannot be, each with a remedy', async () => {
    assert.match(
      await failureOf(train('--update', '--units', '13'), 1),
      /--units is 13, but the model in .*model has 12\. Set it to 12 to update that model, or train anew/,
    );
    assert.match(await failureOf(train('--update', '--cell', 'gru'), 1), /--cell is gru, but .* has lstm/);
    assert.match(await failureOf(train('--update', '--resume'), 2), /exclude each other/);
    model = path.join(folder.path, 'none');
    assert.match(await failureOf(train('--update'), 1), /There is no model in .*none/);
  });
});
