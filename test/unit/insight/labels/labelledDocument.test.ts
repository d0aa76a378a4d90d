import assert from 'node:assert/strict';
import { featuresOf } from '../../../../src/model/insight/labels/labelledSyntaxes.ts';
import { Labeller } from '../../../../src/model/insight/labels/labeller.ts';
import { Random } from '../../../../src/model/base/random.ts';
import { undisturbed } from '../../../../src/model/base/readControl.ts';
import { languageOfPath } from '../../../../src/protocol/languages.ts';
import { readMarkedText } from '../markedText.ts';
import { newLabeller } from '../newLabeller.ts';

describe('LabelledDocument', () => {
  const labeller = newLabeller();

  for (const fixture of ['statements.c', 'tokens.c', 'broken.c', 'document.tex'])
    it(`after any edits of ${fixture} has the labels of a fresh scan`, async () => {
      const random = new Random(11);
      const below = (count: number) => Math.floor(random.next() * count);
      const language = languageOfPath(fixture);
      const document = labeller.open(language)!;
      let { text } = readMarkedText(`${fixture}.labels`);
      const pieces = [
        'x',
        '\n',
        ' a;',
        '"s"',
        '/* 😀 */',
        '$y$',
        '{',
        '}',
        '#else\n',
        '\\verb|',
        '\\begin{a}',
        '\n\n',
      ];
      for (let round = 0; round < 200; round++) {
        const at = below(text.length + 1);
        const piece = pieces[below(pieces.length)];
        text = text.slice(0, at) + piece + text.slice(at + below(4));
        await document.update(text, undisturbed);
        for (const { name } of featuresOf(language))
          assert.deepEqual(
            document.labels(name),
            labeller.label(text, language, [name]).get(name),
            `round ${round}: ${JSON.stringify(text)}`,
          );
      }
    });

  it('has the same labels in whatever slices a text is scanned', async () => {
    const line = 'int a(int b) { if (b) return "s"; } /* c */\n';
    const text = line.repeat(3000);
    const document = labeller.open('c')!;
    await document.update(text, undisturbed);
    const { labels } = document.labels('if');
    const first = labeller.label(line, 'c', ['if']).get('if')!.labels;
    for (let at = 0; at < text.length; at += line.length)
      assert.deepEqual(labels.subarray(at, at + line.length), first);
  });

  it('counts as not labelled when its time is used up, and is told so', async () => {
    let ticks = 0;
    const slow = new Labeller({ clock: () => ++ticks, milliseconds: 3 });
    const text = '// a\n'.repeat(40_000);
    const document = slow.open('c')!;
    // Each slice takes one tick of its clock, and this text has seven.
    assert.equal(await document.update(text, undisturbed), true);
    assert.ok(document.isUnlabelled);
    assert.equal(document.spans, undefined);
    const { labels, masked } = document.labels('comment');
    assert.deepEqual([labels.indexOf(1), masked.indexOf(0), masked.length], [-1, -1, text.length]);
    document.scan(text);
    assert.ok(document.isUnlabelled);
    document.scan('// a\n');
    assert.ok(!document.isUnlabelled);
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
  });

  it('parses a large text in slices, keeps the old labels when aborted, and lets a newer parse overtake', async () => {
    const text = 'int a(int b) { if (b) return "s"; }\n'.repeat(6000);
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
  });

  it('has no labels of what its language lacks', async () => {
    const document = labeller.open('latex')!;
    assert.throws(() => document.labels('math'), RangeError);
    await document.update('$a$', undisturbed);
    assert.equal(document.labels('math').labels.length, 3);
    assert.throws(() => document.labels('quotes'), RangeError);
  });
});
