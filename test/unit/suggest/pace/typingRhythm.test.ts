import assert from 'node:assert/strict';
import { TypingRhythm } from '../../../../src/model/suggest/pace/typingRhythm.ts';

/** One who strikes a key every so many milliseconds. */
function typist(...gaps: number[]): TypingRhythm {
  const rhythm = new TypingRhythm();
  let time = 1000;
  rhythm.key(time);
  for (const gap of gaps) rhythm.key((time += gap));
  return rhythm;
}

describe('the pause before a suggestion', () => {
  it('begins with 200 ms', () => {
    assert.equal(new TypingRhythm().pause, 200);
    assert.equal(typist().pause, 200);
  });

  it('is a little longer than the usual gap between keys', () => {
    for (const gap of [100, 150, 240]) {
      const { pause } = typist(...Array<number>(20).fill(gap));
      assert.ok(pause > gap && pause < 1.5 * gap, `${gap}: ${pause}`);
    }
  });

  it('is no longer for some thoughtful gaps, and does not count breaks', () => {
    const steady = Array<number>(20).fill(120);
    assert.equal(typist(...steady, 1500, 1900).pause, typist(...steady).pause);
    assert.equal(typist(60_000, 5000, 2001).pause, 200);
  });

  it('does not count what was written otherwise', () => {
    const rhythm = typist(...Array<number>(20).fill(120));
    const { pause } = rhythm;
    for (let time = 10_000; time < 40_000; time += 1000) {
      rhythm.wrote(time);
      rhythm.key(time + 900);
    }
    assert.equal(rhythm.pause, pause);
    assert.equal(rhythm.lastWritten, 39_900);
  });

  it('follows the last keys, not those of long ago', () => {
    assert.ok(typist(...Array<number>(100).fill(300), ...Array<number>(30).fill(90)).pause < 130);
  });

  it('is longer after refusals, shorter after takes, and has bounds', () => {
    const rhythm = new TypingRhythm();
    rhythm.refused();
    const longer = rhythm.pause;
    assert.ok(longer > 200);
    rhythm.taken();
    assert.ok(rhythm.pause < longer);
    for (let i = 0; i < 100; i++) rhythm.taken();
    assert.equal(rhythm.pause, 105);
    for (let i = 0; i < 100; i++) rhythm.refused();
    assert.equal(rhythm.pause, 400);
    assert.equal(typist(...Array<number>(20).fill(20)).pause, 100);
    assert.equal(typist(...Array<number>(20).fill(1900)).pause, 400);
  });
});
