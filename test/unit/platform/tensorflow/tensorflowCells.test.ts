import assert from 'node:assert/strict';
import { UserError } from '../../../../src/model/base/userError.ts';
import type { CellType } from '../../../../src/model/network/cells/cells.ts';
import { tensorflowCell } from '../../../../src/platform/node/tensorflow/tensorflowCells.ts';

describe('tensorflowCell', () => {
  it('names a kind of cell that TensorFlow does not train', () => {
    assert.equal(tensorflowCell('lstm').stateCount, 2);
    assert.throws(
      () => tensorflowCell('other' as CellType),
      (error: Error) => error instanceof UserError && error.message.includes('other cells'),
    );
  });
});
