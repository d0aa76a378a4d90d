import { sum } from '../../../model/base/sum.ts';
import type { Network } from '../../../model/network/network.ts';
import { Tape, type Value } from './tape.ts';
import type { TensorId, Tensors } from './tensors.ts';
import { type LayerInput, tensorflowCell } from './tensorflowCells.ts';

interface WindowRun {
  /** mean over the targets that count, nats per character */
  loss: number;
  /** of all parameters, in their order */
  gradient: TensorId;
  /** after the window, laid out as the one before it */
  state: TensorId;
}

/**
 * One window through all layers, and the way back. `parameters` are all in their order; `state` is h, and c where the
 * cell has a memory, of one layer after another, (rows, H); inputs and targets are (T, B), and a negative target does not
 * count.
 */
export function forwardAndBack(
  tensors: Tensors,
  { config, layout }: Pick<Network, 'config' | 'layout'>,
  { parameters, state, batchSize }: { parameters: TensorId; state: TensorId; batchSize: number },
  { inputs, targets }: { inputs: Int32Array; targets: Int32Array },
): WindowRun {
  const sizes = { T: inputs.length / batchSize, B: batchSize, H: config.hiddenSize, V: config.vocabSize };
  const cell = tensorflowCell(config.cell);
  const { stateCount } = cell;
  const tape = new Tape(tensors);
  const all: Value = { id: parameters };
  const lengths = layout.views.map(view => view.length);
  const byName = new Map(
    tape.split(all, lengths, 0).map((part, index) => {
      const { name, shape, length } = layout.views[index];
      return [name, shape.length === 1 ? part : tape.reshape(part, { from: [length], to: shape })];
    }),
  );
  const parameter = (name: string) => byName.get(name)!;

  const before = tensors.split(state, Array<number>(config.numLayers * stateCount).fill(batchSize), 0);
  const after: TensorId[] = [];
  let input: LayerInput = { symbols: tensors.integers(inputs) };
  for (let layer = 0; layer < config.numLayers; layer++) {
    const weights = {
      inputWeight: parameter(`rnn.weight_ih_l${layer}`),
      recurrentWeight: parameter(`rnn.weight_hh_l${layer}`),
      inputBias: parameter(`rnn.bias_ih_l${layer}`),
      recurrentBias: parameter(`rnn.bias_hh_l${layer}`),
    };
    const ofLayer = before.slice(layer * stateCount, (layer + 1) * stateCount);
    const layerRun = cell.run(tape, weights, input, ofLayer, sizes);
    after.push(...layerRun.state);
    input = layerRun;
  }

  const output = tape.linear(parameter('output.weight'), parameter('output.bias'));
  const logits = output((input as { h: Value }).h);
  const { loss, gradient } = crossEntropy(tensors, logits.id, targets);
  tape.backward(logits, gradient);
  return { loss, gradient: all.gradient!, state: tensors.join(after, 0) };
}

/** The mean loss, and its gradient with respect to the logits (T*B, V). */
function crossEntropy(
  tensors: Tensors,
  logits: TensorId,
  targets: Int32Array,
): { loss: number; gradient: TensorId } {
  const counts = targets.map(target => Number(target >= 0));
  const counted = Math.max(1, sum(counts));
  // No negative label is taken; the gradient of those in their place is multiplied by 0.
  const labels = tensors.integers(targets.map(target => Math.max(0, target)));
  const [losses, gradients] = tensors.many(2, 'SparseSoftmaxCrossEntropyWithLogits', [logits, labels]);
  const scales = tensors.floats(
    Float32Array.from(counts, count => count / counted),
    [targets.length, 1],
  );
  return {
    loss: sum(tensors.read(losses).map((loss, row) => (counts[row] ? loss : 0))) / counted,
    gradient: tensors.one('Mul', [gradients, scales]),
  };
}
