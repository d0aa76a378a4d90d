import assert from 'node:assert/strict';
import { cellLabel, parseCell, signed } from '../../../src/webview/inspector/cellName.ts';
import { filterRows, orderCells, rowOfCell, stepCell } from '../../../src/webview/inspector/cellOrder.ts';
import type { ListRow } from '../../../src/webview/inspector/cellOrder.ts';
import type { ScoredSignal } from '../../../src/webview/inspector/cellScores.ts';

const shape = { layers: 2, units: 2 };
const scored = (layer: number, index: number, f1: number): ScoredSignal => ({
  layer,
  index,
  quantity: 'c',
  f1,
  gain: f1,
  precision: f1,
  recall: f1,
  threshold: 0,
  direction: 1,
  auroc: 0.9,
  correlation: 0.5,
});
const scores = [scored(2, 1, 0.9), scored(1, 0, 0.8), scored(2, 0, 0.6), scored(1, 1, 0.5)];
const names = (rows: ListRow[]) =>
  rows.map(row => (row.kind === 'layer' ? `layer ${row.layer}` : cellLabel(row.cell)));

describe('order of the cells', () => {
  it('is by number before there is a ranking', () => {
    assert.deepEqual(names(orderCells(shape, undefined, 'best')), ['1.0', '1.1', '2.0', '2.1']);
  });

  it('is best first, or best first in each layer', () => {
    assert.deepEqual(names(orderCells(shape, scores, 'best')), ['2.1', '1.0', '2.0', '1.1']);
    assert.deepEqual(names(orderCells(shape, scores, 'layers')), [
      'layer 1',
      '1.0',
      '1.1',
      'layer 2',
      '2.1',
      '2.0',
    ]);
  });

  it('can be stepped through without stopping at headings', () => {
    const rows = orderCells(shape, scores, 'layers');
    const at = rowOfCell(rows, { layer: 1, index: 1 });
    assert.deepEqual(stepCell(rows, at, 1), { layer: 2, index: 1 });
    assert.deepEqual(stepCell(rows, at, 99), { layer: 2, index: 0 });
    assert.deepEqual(stepCell(rows, at, -2), { layer: 1, index: 0 });
    assert.equal(stepCell(rows, rows.length - 1, 1), undefined);
  });

  it('can be searched by the start of a number, the exact one first', () => {
    const rows = orderCells({ layers: 2, units: 30 }, undefined, 'best');
    assert.deepEqual(names(filterRows(rows, ' 2,1 ')).slice(0, 3), ['2.1', '2.10', '2.11']);
    assert.deepEqual(filterRows(rows, '9.9'), []);
  });
});

describe('names of cells', () => {
  it('are read as they are written', () => {
    assert.deepEqual(parseCell('2.137'), { layer: 2, index: 137 });
    assert.equal(parseCell('2'), undefined);
    assert.equal(parseCell('two.three'), undefined);
  });

  it('values carry their sign', () => {
    assert.deepEqual(
      [0.826, -0.4, 0.001, -0.001].map(value => signed(value)),
      ['+0.83', '−0.40', '0.00', '0.00'],
    );
  });
});
