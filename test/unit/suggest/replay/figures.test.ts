import assert from 'node:assert/strict';
import { figuresOf, quantile } from '../../../../src/model/suggest/replay/figures.ts';
import { calibrationError, reliabilityOf } from '../../../../src/model/suggest/replay/reliability.ts';
import { editSimilarity, likenessToLineEnd } from '../../../../src/model/suggest/replay/similarity.ts';
import { type Look, Tally } from '../../../../src/model/suggest/replay/tally.ts';

function look(
  probability: number,
  isRight: boolean,
  { characters = 10, similarity = isRight ? 1 : 0 } = {},
): Look {
  return { characters, probability, isRight, isOtherRight: false, similarity };
}

describe('the figures of a replay', () => {
  const tally = new Tally();
  tally.characters = 1000;
  tally.keys = 800;
  tally.keysWithText = 200;
  tally.looks.push(look(0.9, true), look(0.9, true, { characters: 30 }), look(0.5, false), look(0.5, true));
  tally.milliseconds.push(...Array.from({ length: 100 }, (_, i) => 100 - i));
  tally.refused('unsure');
  const figures = figuresOf(tally);

  it('are shares of keys and of what was shown', () => {
    const { savedPercent, shown, shownPer100Keys, onScreenPercent, rightPercent, medianCharacters } = figures;
    assert.deepEqual(
      [savedPercent, shown, shownPer100Keys, onScreenPercent, rightPercent, medianCharacters],
      [20, 4, 0.5, 25, 75, 10],
    );
    assert.deepEqual([figures.exactPercent, figures.similarityPercent], [75, 75]);
    assert.deepEqual(figures.milliseconds, { p50: 50, p95: 95 });
    assert.deepEqual(figures.reasons, { unsure: 1 });
  });

  it('have seconds for nine prices', () => {
    assert.equal(figures.netSeconds.length, 9);
    const at = (seconds: number, key: number) => {
      const found = figures.netSeconds.find(each => each.look === seconds && each.key === key)!;
      return [found.allLooks, found.looksInVain];
    };
    assert.deepEqual(at(0.5, 0.2), [38, 39.5]);
    assert.deepEqual(at(1, 0.12), [20, 23]);
  });

  it('are null where there is nothing to share', () => {
    const none = figuresOf(new Tally());
    assert.deepEqual(
      [none.savedPercent, none.rightPercent, none.medianCharacters, none.calibrationErrorPercent],
      [null, null, null, null],
    );
    assert.deepEqual(none.netSeconds[0], { look: 0.2, key: 0.12, allLooks: 0, looksInVain: 0 });
  });

  it('take the least value that is not exceeded', () => {
    assert.deepEqual(
      [0, 0.5, 0.95, 1].map(share => quantile([4, 1, 3, 2], share)),
      [1, 2, 4, 4],
    );
    assert.equal(quantile([], 0.5), null);
  });
});

describe('the reliability of what is foretold', () => {
  it('is counted in bins, the last of which holds what is sure', () => {
    const looks = [
      look(0.42, true),
      look(0.48, false),
      look(0.9, true),
      look(1, true),
      look(Number.NaN, true),
    ];
    const bins = reliabilityOf(looks).map(bin => ({
      ...bin,
      foretoldPercent: Math.round(bin.foretoldPercent),
    }));
    assert.deepEqual(bins, [
      { from: 0.4, to: 0.5, shown: 2, foretoldPercent: 45, rightPercent: 50 },
      { from: 0.9, to: 1, shown: 2, foretoldPercent: 95, rightPercent: 100 },
    ]);
    assert.equal(calibrationError(bins), 5);
  });
});

describe('likeness of texts', () => {
  it('goes by the edits from one to the other', () => {
    assert.equal(editSimilarity('kitten', 'sitting'), 1 - 3 / 7);
    assert.equal(editSimilarity('', ''), 1);
    assert.equal(editSimilarity('abc', ''), 0);
    assert.equal(editSimilarity('abcd', 'bcd'), 0.75);
    assert.equal(editSimilarity('ac', 'abc'), 1 - 1 / 3);
  });

  it('looks at one line alone', () => {
    assert.equal(likenessToLineEnd('foo;\nbar', 'foo;\nbaz'), 1);
    assert.equal(likenessToLineEnd('foo', '\nfoo'), undefined);
    assert.equal(likenessToLineEnd('', 'foo'), 0);
  });
});
