import assert from 'node:assert/strict';
import {
  isLabState,
  isValues,
  type LabState,
  longestLabState,
  parseLabState,
  readLabState,
  writeLabState,
} from '../../../src/protocol/labState.ts';

const state: LabState = {
  version: 1,
  lesson: 'one-to-many',
  values: { cell: 'lstm', windowLength: 50, text: 'a "text"\n😀' },
  seed: 4_294_967_295,
};

describe('the state of the lab', () => {
  it('is the same after it was written and read', () => {
    assert.deepEqual(parseLabState(writeLabState(state)), { state });
  });

  it('has the usual seed and settings where it says nothing of them', () => {
    assert.deepEqual(parseLabState('{"version":1,"lesson":"cell"}'), {
      state: { version: 1, lesson: 'cell', values: {}, seed: 1 },
    });
  });

  it('leaves out what is not known', () => {
    const read = readLabState({ ...state, more: 'x', constructor: 'y' });
    assert.deepEqual(read, { state });
  });

  for (const [what, value] of Object.entries({
    'no object': [],
    nothing: null,
    'another version': { ...state, version: 2 },
    'a lesson that is no name': { ...state, lesson: '../../etc' },
    'a lesson that is long': { ...state, lesson: 'a'.repeat(65) },
    'no lesson': { ...state, lesson: undefined },
    'a seed below zero': { ...state, seed: -1 },
    'a seed that is no whole number': { ...state, seed: 1.5 },
    'a seed beyond 32 bits': { ...state, seed: 2 ** 32 },
    'a value that is an object': { ...state, values: { cell: {} } },
    'a value that is not finite': { ...state, values: { step: Number.NaN } },
    'a name with more than letters': { ...state, values: { __proto__x: 1 } },
    'a long text': { ...state, values: { text: 'x'.repeat(50_001) } },
    'many values': {
      ...state,
      values: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`a${i}`, 1])),
    },
    'a list for values': { ...state, values: [] },
  }))
    it(`is not ${what}`, () => {
      const read = readLabState(value);
      assert.ok('problem' in read, JSON.stringify(read));
      assert.match(read.problem, /^This state of the lab .+\. Open one that the lab has saved or copied\.$/);
      assert.ok(!isLabState(value));
    });

  it('is not read from what is no JSON, or too long', () => {
    for (const text of ['', '{', 'x'.repeat(longestLabState + 1), '['.repeat(90_000)])
      assert.ok('problem' in parseLabState(text));
  });

  it('does not touch the prototype of objects', () => {
    parseLabState('{"version":1,"lesson":"cell","values":{"__proto__":{"polluted":1}}}');
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.ok(!isValues(JSON.parse('{"__proto__":1}')));
  });
});
