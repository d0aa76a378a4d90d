import assert from 'node:assert/strict';
import { checkExplanationEvent, checkExplanationPageEvent } from '../../../src/protocol/explanation.ts';
import {
  checkStatisticsEvent,
  checkStatisticsPageEvent,
  nothingCounted,
} from '../../../src/protocol/statistics.ts';

const place = { name: 'src/book.c', line: 7 };
const character = { character: '😀', bits: 0.5, net: 0.4, contexts: 0.6 };
const tally = { ...nothingCounted, manner: 'quiet', language: 'c' };

function isTaken(checked: { message: unknown } | { problem: string }): boolean {
  return 'message' in checked;
}

describe('what the pages of suggestions are told', () => {
  it('is taken where it is what it must be', () => {
    for (const source of [undefined, place]) {
      const event = { kind: 'explanation', place, characters: [character], source };
      assert.ok(isTaken(checkExplanationEvent(event)));
    }
    assert.ok(isTaken(checkExplanationEvent({ kind: 'noExplanation', message: 'None.' })));
    assert.ok(isTaken(checkStatisticsEvent({ kind: 'statistics', tallies: [tally], since: 1 })));
    assert.ok(isTaken(checkStatisticsEvent({ kind: 'statistics', tallies: [] })));
  });

  it('is left out where it is not', () => {
    for (const wrong of [{ net: 2 }, { bits: -1 }, { character: 'abc' }, { contexts: 'much' }]) {
      const characters = [{ ...character, ...wrong }];
      assert.ok(!isTaken(checkExplanationEvent({ kind: 'explanation', place, characters })));
    }
    for (const wrong of [{ shown: -1 }, { manner: 'loud' }, { language: 'd' }, { seconds: NaN }])
      assert.ok(!isTaken(checkStatisticsEvent({ kind: 'statistics', tallies: [{ ...tally, ...wrong }] })));
  });

  it('is answered with known kinds only', () => {
    for (const kind of ['ready', 'showPlace', 'showSource'])
      assert.ok(isTaken(checkExplanationPageEvent({ kind })));
    for (const kind of ['ready', 'reset']) assert.ok(isTaken(checkStatisticsPageEvent({ kind })));
    for (const check of [checkExplanationPageEvent, checkStatisticsPageEvent])
      assert.ok(!isTaken(check({ kind: 'train' })));
  });
});
