import assert from 'node:assert/strict';
import type { CellScore, RankedCell, Ranking } from '../../../src/protocol/cells.ts';
import { cellLabel } from '../../../src/webview/inspector/cellName.ts';
import { scoresBy, signalOf, tellsMore } from '../../../src/webview/inspector/cellScores.ts';
import {
  describeMeasured,
  describeRanking,
  describeScore,
  describeSecond,
  shortTitle,
} from '../../../src/webview/inspector/scoreWords.ts';

const score = (f1: number, change: Partial<CellScore> = {}): CellScore => ({
  f1,
  gain: f1,
  precision: f1,
  recall: f1,
  threshold: 0,
  direction: 1,
  auroc: 0.9,
  correlation: 0.5,
  ...change,
});
/** Its memory is better than its output, and the other way round. */
const byMemory: RankedCell = { layer: 1, index: 3, quantity: 'c', ...score(0.9), other: score(0.2) };
const byOutput: RankedCell = { layer: 1, index: 7, quantity: 'h', ...score(0.6), other: score(0.5) };
const ranking: Ranking = {
  revision: 1,
  feature: 'quotes',
  origin: 'document',
  cells: [byMemory, byOutput],
  files: 12,
  characters: 240_000,
  baseRate: 0.014,
  stretches: 500,
  maskedShare: 0.021,
  chosenOn: 'otherFiles',
};
const features = [
  { name: 'quotes', title: 'Inside quotes', description: '' },
  { name: 'comment', title: 'Inside a comment', description: '' },
];

const order = (choice: 'better' | 'h' | 'c') =>
  scoresBy(ranking, choice).map(one => `${cellLabel(one)} ${one.quantity} ${one.f1}`);

const words = (change: Partial<CellScore>, measured: Partial<Ranking> = {}) =>
  describeScore({ ...byMemory, ...change }, { ...ranking, ...measured }, 'Inside quotes');

describe('the scores of the cells', () => {
  it('are by what follows better of each, or by the same of all, best first', () => {
    assert.deepEqual(order('better'), ['1.3 c 0.9', '1.7 h 0.6']);
    assert.deepEqual(order('c'), ['1.3 c 0.9', '1.7 c 0.5']);
    assert.deepEqual(order('h'), ['1.7 h 0.6', '1.3 h 0.2']);
  });

  it('are those of the output where a net has nothing else', () => {
    const cells: RankedCell[] = [{ layer: 1, index: 0, quantity: 'h', ...score(0.4) }];
    assert.deepEqual(scoresBy({ ...ranking, cells }, 'c'), cells);
  });

  it('tell more when they were kept with the model, where a text has too little of a feature', () => {
    const kept: Ranking = { ...ranking, origin: 'model' };
    const little = { ...ranking, stretches: 3 };
    assert.equal(tellsMore(kept, little), true);
    assert.equal(tellsMore(kept, { ...ranking, chosenOn: 'sameText' }), true);
    assert.equal(tellsMore(kept, ranking), false);
    assert.equal(tellsMore({ ...kept, stretches: 3 }, little), false);
    // That it does not occur at all is clear.
    assert.equal(tellsMore(kept, { ...little, cells: [] }), false);
    assert.equal(tellsMore({ ...kept, revision: 2 }, little), false);
    assert.equal(tellsMore({ ...kept, feature: 'comment' }, little), false);
    assert.equal(tellsMore(undefined, little), false);
  });

  it('say what to show of a cell', () => {
    const quantities = ['h', 'c'] as const;
    const shown = (cell: RankedCell, choice: 'better' | 'h' | 'c') =>
      signalOf(cell, choice, { ranking, quantities }).quantity;
    assert.deepEqual([shown(byMemory, 'better'), shown(byOutput, 'better')], ['c', 'h']);
    assert.deepEqual([shown(byMemory, 'h'), shown(byOutput, 'c')], ['h', 'c']);
    const unknown = { layer: 2, index: 1 };
    assert.equal(signalOf(unknown, 'better', { ranking: undefined, quantities }).quantity, 'c');
    assert.equal(signalOf(unknown, 'c', { ranking: undefined, quantities: ['h'] }).quantity, 'h');
  });
});

describe('the words for how well a cell follows', () => {
  it('have F1, AUROC and the base rate behind them', () => {
    assert.equal(words({}), 'follows “inside quotes”: F1 0.90, AUROC 0.90, 1.4 % inside');
    assert.match(words({ gain: 0.3 }), /^weakly follows “inside quotes”: /);
    assert.match(words({ gain: 0.1 }), /^does not follow “inside quotes”: /);
    assert.match(words({}, { stretches: 2 }), /^may follow “inside quotes” \(too little text to tell\): /);
  });

  it('say of a good AUROC at a low base rate that no cell follows', () => {
    const weak = { ...byMemory, ...score(0.18, { auroc: 0.9 }) };
    assert.equal(describeRanking(ranking, weak), 'No cell follows this. The best has F1 0.18.');
  });

  it('say that there is nothing to follow', () => {
    assert.equal(describeRanking({ ...ranking, baseRate: 0 }, undefined), 'It does not occur in this text.');
    assert.equal(describeRanking({ ...ranking, baseRate: 1 }, undefined), 'All of this text is inside.');
  });

  it('name the second feature, also where it is hardly followed', () => {
    const second = (gain: number) => ({
      ...byMemory,
      second: { feature: 'comment', f1: 0.62, gain, direction: 1 as const, baseRate: 0.1 },
    });
    assert.equal(describeSecond(second(0.6), features), 'also comment 0.62');
    assert.equal(describeSecond(second(0.3), features), 'also weakly comment 0.62');
    assert.equal(describeSecond(second(0.05), features), 'hardly comment 0.62');
    assert.equal(describeSecond(byMemory, features), undefined);
  });

  it('say what was measured', () => {
    assert.equal(describeMeasured(ranking), '12 files, 240,000 characters, 1.4 % inside, 2.1 % not counted');
    assert.match(
      describeMeasured({ ...ranking, origin: 'model' }),
      /^Measured at the end of training: 12 files/,
    );
    assert.match(describeMeasured({ ...ranking, chosenOn: 'sameText', files: 1 }), /^1 file, .*chosen on$/);
  });

  it('are short where there is little room', () => {
    assert.deepEqual(['Inside quotes', 'Inside an if statement', 'Inside a comment'].map(shortTitle), [
      'quotes',
      'if statement',
      'comment',
    ]);
  });
});
