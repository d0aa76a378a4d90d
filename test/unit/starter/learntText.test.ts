import assert from 'node:assert/strict';
import { LearntText } from '../../bench/learntText.ts';

/** Characters of which no ten stand there twice. */
const textOf = (seed: number, length: number) => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(97 + ((state >>> 16) % 26));
  }).join('');
};
const [one, two, other] = [1, 2, 3].map(seed => textOf(seed, 1000));
const learnt = new LearntText(
  [
    { path: 'one.c', text: one },
    { path: 'two.c', text: two },
  ],
  60,
);

describe('what a sample has of the text that was learnt', () => {
  it('is found wherever it begins, with its whole length', () => {
    for (let place = 300; place < 340; place++)
      assert.deepEqual(learnt.longestRun(`${other.slice(0, 50)}.${two.slice(place, place + 60)}.`), {
        start: 51,
        text: two.slice(place, place + 60),
        file: 'two.c',
      });
  });

  it('is the longest run of several', () => {
    const sample = `${one.slice(100, 170)}. ${two.slice(500, 633)}. ${one.slice(0, 80)}`;
    assert.equal(learnt.longestRun(sample)?.text, two.slice(500, 633));
  });

  it('is nothing where it is a rule or an indent', () => {
    for (const rule of [
      `/* ${'-'.repeat(75)} */\n${' '.repeat(70)}`,
      '% '.repeat(60),
      `{ ${'0, '.repeat(40)}}`,
    ])
      assert.equal(new LearntText([{ path: 'rule.c', text: rule }], 60).longestRun(rule), undefined);
  });

  it('is nothing below the least length', () => {
    assert.equal(learnt.longestRun(`${one.slice(101, 159)}!`), undefined);
    assert.equal(learnt.longestRun(other), undefined);
    assert.equal(learnt.longestRun(''), undefined);
  });
});
