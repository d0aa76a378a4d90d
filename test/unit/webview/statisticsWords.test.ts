import assert from 'node:assert/strict';
import { nothingCounted } from '../../../src/protocol/statistics.ts';
import { figuresOf, sinceWords, titleOf } from '../../../src/webview/statistics/statisticsWords.ts';

describe('the words about statistics', () => {
  const totals = {
    shown: 200,
    taken: 50,
    checked: 45,
    kept: 36,
    characters: 900,
    checkedCharacters: 800,
    keptCharacters: 760,
    seconds: 160,
  };

  it('give each figure with what it is a share of', () => {
    const figures = Object.fromEntries(
      figuresOf(totals).map(({ name, value, detail }) => [name, { value, detail }]),
    );
    assert.equal(figures.Shown.value, '200');
    assert.match(figures.Taken.detail, /^25 % /);
    assert.match(figures.Kept.detail, /80 % of those taken$/);
    assert.match(figures['Characters saved'].detail, /^95 % /);
    assert.deepEqual(figures['Time saved'], {
      value: '1 min 0 s',
      detail: '2 min 40 s of typing at your speed, less 0.5 s for each look',
    });
  });

  it('say it where looking cost more than was saved, and where nothing was', () => {
    const times = [30, 7300].map(seconds => figuresOf({ ...totals, seconds }).at(-1)?.value);
    assert.deepEqual(times, ['−1 min 10 s', '2 h 0 min']);
    assert.match(figuresOf(nothingCounted)[1].detail, /^– % /);
  });

  it('name manner and language, and since when', () => {
    assert.equal(titleOf({ manner: 'onRequest', language: 'latex' }), 'On Request, LaTeX');
    assert.equal(titleOf({ manner: 'quiet', language: 'other' }), 'Quiet, other languages');
    assert.match(sinceWords(0), /^Since .*sent nowhere\.$/);
    assert.match(sinceWords(undefined), /^Counted/);
  });
});
