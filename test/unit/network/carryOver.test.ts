import assert from 'node:assert/strict';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { carryOver } from '../../../src/model/network/carryOver.ts';
import { Network } from '../../../src/model/network/network.ts';
import { Random } from '../../../src/model/base/random.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';

describe('carryOver', () => {
  for (const cell of cellTypes)
    it(`takes columns and rows of symbols from where they were, and all else as it is (${cell})`, async () => {
      const { create } = await loadNodeKernels('media/kernels');
      const config = { cell, hiddenSize: 3, numLayers: 2 };
      const from = new Network({ ...config, vocabSize: 4 }, create);
      const to = new Network({ ...config, vocabSize: 5 }, create);
      from.initialise(new Random(1));
      const sources = Int32Array.of(0, 3, 1, 0, 3);
      carryOver({ from, to }, sources, { values: from.parameters, into: to.parameters });

      for (const { name, shape } of to.layout.views) {
        const [values, carried] = [from.parameter(name), to.parameter(name)];
        if (name === 'rnn.weight_ih_l0')
          for (let row = 0; row < shape[0]; row++)
            for (const [symbol, source] of sources.entries())
              assert.equal(carried[row * 5 + symbol], values[row * 4 + source], `${name} ${row} ${symbol}`);
        else if (name === 'output.weight')
          for (const [symbol, source] of sources.entries())
            assert.deepEqual(
              carried.subarray(symbol * 3, symbol * 3 + 3),
              values.subarray(source * 3, source * 3 + 3),
            );
        else if (name === 'output.bias')
          assert.deepEqual(
            [...carried],
            Array.from(sources, source => values[source]),
          );
        else assert.deepEqual(carried, values, name);
      }
    });
});
