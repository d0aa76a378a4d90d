import assert from 'node:assert/strict';
import {
  type CodedText,
  codeLabels,
  INSIDE,
  labelIn,
  NOT_COUNTED,
  OUTSIDE,
} from '../../../../src/model/insight/evidence/labelCodes.ts';
import type { FeatureName } from '../../../../src/model/insight/labels/features.ts';
import { LabelClasses } from '../../../../src/model/insight/evidence/labelClasses.ts';
import { halveTexts } from '../../../../src/model/insight/evidence/textHalves.ts';

/** A text whose labels are written out for each feature: '.' outside, 'i' inside, '?' masked. */
function coded(marks: Partial<Record<FeatureName, string>>, features: readonly FeatureName[]): CodedText {
  const labels = new Map(
    Object.entries(marks).map(([feature, text]) => {
      const of = (mark: string) => Uint8Array.from(text, one => (one === mark ? 1 : 0));
      return [feature as FeatureName, { labels: of('i'), masked: of('?') }] as const;
    }),
  );
  return codeLabels({ text: '', language: 'c', labels }, features);
}

function part(length: number, inside: number): string {
  return 'i'.repeat(inside) + '.'.repeat(length - inside);
}

describe('codeLabels', () => {
  it('keeps the labels of all features in a byte a character, and counts them', () => {
    const features = ['quotes', 'math', 'if'] as const;
    const text = coded({ quotes: '.ii?i', if: 'ii..i' }, features);
    const labels = features.map((_, feature) => [...text.codes].map(code => labelIn(code, feature)));
    assert.deepEqual(labels, [
      [OUTSIDE, INSIDE, INSIDE, NOT_COUNTED, INSIDE],
      Array(5).fill(NOT_COUNTED),
      [INSIDE, INSIDE, OUTSIDE, OUTSIDE, INSIDE],
    ]);
    assert.deepEqual(text.counts[0], { labels: [1, 3, 1], stretches: 2 });
    assert.deepEqual(text.counts[2], { labels: [2, 3, 0], stretches: 2 });
    assert.deepEqual(text.has, [true, false, true]);
  });
});

describe('halveTexts', () => {
  const features = ['quotes', 'if'] as const;

  it('puts whole files into either half, with as much of each feature as may be', () => {
    const texts = [
      coded({ quotes: part(900, 90), if: part(900, 300) }, features),
      coded({ quotes: part(500, 60), if: part(500, 100) }, features),
      coded({ quotes: part(500, 50), if: part(500, 120) }, features),
      coded({ quotes: part(100, 10), if: part(100, 60) }, features),
    ];
    const halves = halveTexts(texts, 2);
    assert.deepEqual(halves.chosenOn, ['otherFiles', 'otherFiles']);
    for (const feature of [0, 1]) {
      const inside = [0, 1].map(half =>
        texts
          .filter(text => halves.fileHalf(text) === half)
          .reduce((sum, { counts }) => sum + counts[feature].labels[INSIDE], 0),
      );
      assert.ok(Math.min(...inside) > 0.3 * (inside[0] + inside[1]), inside.join());
    }
  });

  it('takes alternate parts of the files for a feature that one file alone has', () => {
    const texts = [
      coded({ quotes: part(300, 30).repeat(40), if: part(300, 90).repeat(40) }, features),
      coded({ quotes: part(9000, 0), if: part(300, 90).repeat(30) }, features),
    ];
    const halves = halveTexts(texts, 2);
    assert.deepEqual(halves.chosenOn, ['otherParts', 'otherFiles']);
    const classes = new LabelClasses(texts, halves);
    const [quotes, ifs] = [classes.select(0), classes.select(1)];
    assert.ok(quotes.isHalved && ifs.isHalved);
    assert.equal(quotes.characters[1] + quotes.characters[3], 30 * 40);
    assert.ok(Math.min(quotes.characters[1], quotes.characters[3]) > 30 * 40 * 0.2);
    assert.deepEqual(
      ifs.characters.toSorted((a, b) => a - b),
      [90 * 30, 90 * 40, 210 * 30, 210 * 40],
    );
  });

  it('parts one file', () => {
    const halves = halveTexts(
      [coded({ quotes: part(300, 30).repeat(40), if: part(300, 90).repeat(40) }, features)],
      2,
    );
    assert.deepEqual(halves.chosenOn, ['otherParts', 'otherParts']);
  });

  it('cannot part what is in one place only', () => {
    const texts = [coded({ quotes: part(3000, 30), if: part(300, 90).repeat(10) }, features)];
    const halves = halveTexts(texts, 2);
    assert.deepEqual(halves.chosenOn, ['sameText', 'otherParts']);
    assert.equal(new LabelClasses(texts, halves).select(0).isHalved, false);
  });

  it('has nothing to part without texts', () => {
    assert.deepEqual(halveTexts([], 2).chosenOn, ['sameText', 'sameText']);
  });
});

describe('LabelClasses', () => {
  it('selects the places of a feature, all or where another is not', () => {
    const features = ['comment', 'quotes', 'if'] as const;
    const text = coded({ comment: '..iii..?', quotes: '.i.i..i.', if: '?.......' }, features);
    const classes = new LabelClasses([text], halveTexts([text], 3));
    assert.deepEqual(classes.select(0).characters, [4, 3, 0, 0]);
    assert.deepEqual(classes.select(1).characters, [5, 3, 0, 0]);
    // Outside of comments, of which the last character is not known.
    assert.deepEqual(classes.select(1, 0).characters, [2, 2, 0, 0]);
    assert.deepEqual(classes.select(2).characters, [7, 0, 0, 0]);
  });
});
