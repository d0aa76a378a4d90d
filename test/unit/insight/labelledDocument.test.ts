import assert from 'node:assert/strict';
import { featuresOf } from '../../../src/model/insight/features.ts';
import type { Labeller } from '../../../src/model/insight/labeller.ts';
import { Random } from '../../../src/model/network/random.ts';
import { undisturbed } from '../../../src/model/sampling/readControl.ts';
import { languageOfPath } from '../../../src/model/text/language.ts';
import { loadLabeller } from './loadLabeller.ts';
import { readMarkedText } from './markedText.ts';

describe('LabelledDocument', () => {
  let labeller: Labeller;
  before(async () => {
    labeller = await loadLabeller();
  });

  for (const fixture of ['statements.c', 'tokens.c', 'document.tex'])
    it(`after edits of ${fixture} and back has the labels of a fresh parse`, async () => {
      const random = new Random(11);
      const language = languageOfPath(fixture);
      const features = featuresOf(language).map(({ name }) => name);
      const { text: original } = readMarkedText(`${fixture}.labels`);
      const document = labeller.open(language)!;
      assert.equal(await document.update(original, undisturbed), true);
      for (let round = 0; round < 25; round++) {
        const at = Math.floor(random.next() * original.length);
        const piece = ['x', '\n', ' a;', '"s"', '/* 😀 */', '$y$'][Math.floor(random.next() * 6)];
        const edited = original.slice(0, at) + piece + original.slice(at);
        await document.update(edited, undisturbed);
        await document.update(original, undisturbed);
      }
      const fresh = labeller.label(original, language, features);
      for (const feature of features) assert.deepEqual(document.labels(feature), fresh.get(feature));
      document.delete();
    });

  it('follows typing that leaves the text whole', async () => {
    const document = labeller.open('c')!;
    let text = 'int a(int b) {\n  return b;\n}\n';
    await document.update(text, undisturbed);
    for (const piece of ['  ', 'if (b) ', '{ b--; }', ' // "c"\n']) {
      const at = text.indexOf('  return');
      text = text.slice(0, at) + piece + text.slice(at);
      await document.update(text, undisturbed);
      for (const [feature, labels] of labeller.label(text, 'c', ['quotes', 'comment', 'if']))
        assert.deepEqual(document.labels(feature), labels);
    }
    document.delete();
  });

  it('parses a large text in slices, keeps the old labels when aborted, and lets a newer parse overtake', async () => {
    const text = 'int a(int b) { if (b) return "s"; }\n'.repeat(3000);
    const document = labeller.open('c')!;
    await document.update('// a', undisturbed);
    const abort = new AbortController();
    let turns = 0;
    const aborting = {
      signal: abort.signal,
      yieldToEvents: () => {
        if (++turns === 3) abort.abort();
        return Promise.resolve();
      },
    };
    assert.equal(await document.update(text, aborting), false);
    assert.equal(turns, 3);
    assert.deepEqual([...document.labels('comment').labels], [1, 1, 1, 1]);
    const [overtaken, last] = await Promise.all([
      document.update(text, undisturbed),
      document.update(`//\n${text}`, undisturbed),
    ]);
    assert.deepEqual([overtaken, last], [false, true]);
    assert.deepEqual(document.labels('if'), labeller.label(`//\n${text}`, 'c', ['if']).get('if'));
    document.delete();
  });

  it('has no labels of what its language lacks', async () => {
    const document = labeller.open('latex')!;
    assert.throws(() => document.labels('math'), RangeError);
    await document.update('$a$', undisturbed);
    assert.equal(document.labels('math').labels.length, 3);
    assert.throws(() => document.labels('quotes'), RangeError);
    document.delete();
  });
});
