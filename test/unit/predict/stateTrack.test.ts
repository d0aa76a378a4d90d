import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { SNAPSHOT_GAP, StateTrack } from '../../../src/model/predict/stateTrack.ts';

/** Characters after which this stand-in for a network has forgotten, to the last bit. */
const MEMORY = 20;

function stateOf(text: readonly number[], index: number): Float32Array {
  return Float32Array.from([text.slice(Math.max(0, index - MEMORY), index).reduce((sum, x) => sum + x, 0)]);
}

/** Reads to an index as DocumentReader does, and returns how many characters it took. */
function readTo(track: StateTrack, text: readonly number[], index: number): number {
  const start = track.nearest(index);
  assert.deepEqual(start.state, stateOf(text, start.index), `trusted state at ${start.index}`);
  for (let at = start.index; at < index;) {
    at = Math.min(at + SNAPSHOT_GAP, index, track.nextDoubtful(at));
    track.arrive(at, stateOf(text, at));
  }
  assert.equal(track.nearest(index).index, index);
  return index - start.index;
}

function randomLetters(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => Math.floor(random.next() * 100));
}

function filledTrack(text: readonly number[], capacity: number): StateTrack {
  const track = new StateTrack({ index: 0, state: stateOf(text, 0) }, capacity);
  readTo(track, text, text.length);
  return track;
}

describe('StateTrack', () => {
  for (const capacity of [16, 40, 1000])
    it(`trusts only right states through random edits and reads, with room for ${capacity}`, () => {
      const random = new Random(capacity);
      const text = randomLetters(3000, random);
      const track = filledTrack(text, capacity);
      for (let round = 0; round < 400; round++) {
        const from = Math.floor(random.next() * (text.length + 1));
        const removed = Math.min(text.length - from, Math.floor(random.next() * random.next() * 300));
        const added = randomLetters(Math.floor(random.next() * random.next() * 300), random);
        text.splice(from, removed, ...added);
        assert.equal(track.edit({ from, removed, inserted: added.length }), true);
        if (random.next() < 0.5) continue;
        for (let read = 0; read < 3; read++) readTo(track, text, Math.floor(random.next() * text.length));
        assert.ok(track.size <= capacity);
      }
    });

  it('gets over an edit where the state is the same as before', () => {
    const text = randomLetters(5000, new Random(1));
    const track = filledTrack(text, 1000);
    text.splice(100, 0, 7, 7, 7);
    track.edit({ from: 100, removed: 0, inserted: 3 });
    const first = readTo(track, text, 400);
    assert.ok(first <= 300 + SNAPSHOT_GAP);
    assert.ok(readTo(track, text, text.length) <= SNAPSHOT_GAP);
  });

  it('keeps few snapshots while one types and deletes in one place', () => {
    const text = randomLetters(300, new Random(2));
    const track = filledTrack(text, 1000);
    const size = track.size;
    for (let key = 0; key < 50; key++) {
      text.splice(150 + key, 0, key);
      track.edit({ from: 150 + key, removed: 0, inserted: 1 });
      assert.ok(readTo(track, text, 151 + key) <= 2 * SNAPSHOT_GAP);
    }
    for (let key = 49; key >= 0; key--) {
      text.splice(150 + key, 1);
      track.edit({ from: 150 + key, removed: 1, inserted: 0 });
      readTo(track, text, 150 + key);
    }
    assert.ok(track.size <= size + 3);
  });

  it('keeps the places near the one read last when room is short', () => {
    const text = randomLetters(20_000, new Random(3));
    const track = filledTrack(text, 64);
    assert.ok(readTo(track, text, text.length - SNAPSHOT_GAP * 5) < SNAPSHOT_GAP);
    assert.ok(readTo(track, text, 10_000) < 20_000 / 16);
  });

  it('moves with edits before its start, and ends when an edit takes the start away', () => {
    const text = randomLetters(500, new Random(4));
    const track = new StateTrack({ index: 200, state: stateOf(text, 200) }, 100);
    readTo(track, text, 500);
    text.splice(50, 10, 1, 2, 3);
    assert.equal(track.edit({ from: 50, removed: 10, inserted: 3 }), true);
    assert.equal(track.start, 193);
    assert.equal(track.nearest(493).index, 493);
    assert.equal(track.edit({ from: 190, removed: 10, inserted: 0 }), false);
  });
});
