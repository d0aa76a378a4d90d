import assert from 'node:assert/strict';
import { UserError } from '../../../../src/model/base/userError.ts';
import { type CellType, cellTypes } from '../../../../src/model/network/cells/cells.ts';
import { tensorflowCell } from '../../../../src/platform/node/tensorflow/tensorflowCells.ts';

describe('tensorflowCell', () => {
  it('is another for each kind of cell', () => {
    assert.equal(new Set(cellTypes.map(tensorflowCell)).size, cellTypes.length);
  });

  it('says so where TensorFlow has none', () => {
    assert.throws(
      () => tensorflowCell('transformer' as CellType),
      error => error instanceof UserError && /no transformer cells/.test(error.message),
    );
  });
});
