import assert from 'node:assert/strict';
import {
  counted,
  readStatistics,
  type Statistics,
} from '../../../../src/extension/completion/suggestionTally.ts';
import { manners } from '../../../../src/model/suggest/manner.ts';
import { mannerWords } from '../../../../src/protocol/manners.ts';
import { nothingCounted, sumOf } from '../../../../src/protocol/statistics.ts';

const quietC = { manner: 'quiet', language: 'c' } as const;
const eagerC = { manner: 'eager', language: 'c' } as const;

describe('what is counted of suggestions', () => {
  it('is counted by manner and language, from the first one on', () => {
    let statistics: Statistics = { tallies: [] };
    statistics = counted(statistics, quietC, { shown: 1 }, 100);
    statistics = counted(statistics, eagerC, { shown: 1 }, 200);
    statistics = counted(statistics, quietC, { taken: 1, characters: 12, seconds: 1.5 }, 300);
    assert.equal(statistics.since, 100);
    assert.deepEqual(statistics.tallies, [
      { ...nothingCounted, ...eagerC, shown: 1 },
      { ...nothingCounted, ...quietC, shown: 1, taken: 1, characters: 12, seconds: 1.5 },
    ]);
    assert.equal(sumOf(statistics.tallies).shown, 2);
  });

  it('is read again as it was kept, without what it should not be', () => {
    const statistics = counted({ tallies: [] }, quietC, { shown: 3 }, 7);
    const stored: unknown = JSON.parse(JSON.stringify(statistics));
    assert.deepEqual(readStatistics(stored), statistics);
    const [tally] = statistics.tallies;
    const damaged = [
      { ...tally, shown: -1 },
      { ...tally, shown: '3' },
      { ...tally, manner: 'loud' },
      { ...tally, language: 'c#' },
      null,
      7,
    ];
    assert.deepEqual(readStatistics({ tallies: [...damaged, tally], since: 'now' }), { tallies: [tally] });
    for (const other of [undefined, null, 7, 'x', [], { tallies: 'x' }])
      assert.deepEqual(readStatistics(other), { tallies: [] });
  });
});

describe('the manners', () => {
  it('have words, each', () => {
    assert.deepEqual(Object.keys(mannerWords), [...manners]);
  });
});
