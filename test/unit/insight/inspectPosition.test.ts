import assert from 'node:assert/strict';
import { cellsAt, type QuantityValues } from '../../../src/model/insight/cellsAt.ts';
import { inspectPosition } from '../../../src/model/insight/inspectPosition.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import { assertClose } from '../network/networks.ts';
import { readerModel, readerOf, vocabulary } from '../predict/readerWorkbench.ts';

describe('inspectPosition', () => {
  const model = readerModel('lstm');
  const text = 'a😀\n€b';
  const reader = readerOf(model, text);

  /** Probabilities (n + 1, V) after the start symbol and each character, from one run. */
  function predictions(): Float32Array[] {
    const symbols = [vocabulary.startOf('c'), ...vocabulary.encode(text)];
    const pass = new ForwardPass(model.network, { batchSize: 1, seqLength: symbols.length });
    pass.run(symbols, symbols.length);
    const all = pass.trace.probabilities();
    return symbols.map((_, t) => all.slice(t * vocabulary.size, (t + 1) * vocabulary.size));
  }

  it('tells of each character its surprise, its cells, and what may come next', async () => {
    const expected = predictions();
    const states: QuantityValues[] = [];
    for (const [index, offset] of [0, 1, 3, 4, 5].entries()) {
      const insight = await inspectPosition(reader, offset, undisturbed);
      assert.ok(insight);
      const symbol = vocabulary.encode(text)[index];
      const sharers = symbol === 0 ? vocabulary.unknownCharacters : 1;
      assertClose([insight.surpriseBits], [-Math.log2(expected[index][symbol] / sharers)], 1e-6, 'surprise');
      const ranked = [...expected[index + 1].entries()]
        .filter(([id]) => !vocabulary.isStart(id))
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, 5);
      assert.deepEqual(
        insight.next.map(({ character }) => character),
        ranked.map(([id]) => vocabulary.character(id)),
      );
      const cells = await cellsAt(reader, index, [{ layer: 2, index: 3 }], undisturbed);
      assert.ok(cells);
      states.push(...cells);
    }
    const values: QuantityValues[] = [];
    await reader.readRange({ from: 0, to: 5 }, undisturbed, ({ length, run }) => {
      for (let t = 0; t < length; t++)
        values.push({ h: run.hidden(1)[t * 6 + 3], c: run.memoryOutput(1)[t * 6 + 3] });
    });
    assert.deepEqual(states, values);
  });

  it('names the character at an offset, from the middle of it too', async () => {
    const middle = await inspectPosition(reader, 2, undisturbed);
    assert.deepEqual([middle?.offset, middle?.character], [1, '😀']);
    const unknown = await inspectPosition(reader, 4, undisturbed);
    assert.equal(unknown?.character, '€');
    assert.equal(await inspectPosition(reader, 6, undisturbed), undefined);
  });
});
