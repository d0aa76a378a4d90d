import { checkFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { SequenceGradients } from '../network/training/sequenceGradients.ts';
import type { Influence, Passage } from './passage.ts';

/** Steps that are gone back over in one slice: exact all the same, since the gradient of the state is handed on. */
const CHUNK_STEPS = 16;

/**
 * Influence to first order: the gradient of the prediction's log-probability by the one-hot vector of each symbol, times
 * what sets that vector apart from an average symbol of the passage, g . (e - mean e). It is the gradient times the
 * difference of the input from a reference of A. Shrikumar et al. (arXiv:1704.02685). Unlike the length of the gradient
 * it has a sign; and unlike the gradient times the input itself it does not change when all columns of the input weights
 * are moved by the same, which the biases can make up for (P.-J. Kindermans et al., arXiv:1711.00867). Yields after each
 * slice.
 */
export function* influenceByGradient(
  network: Network,
  { state, lead, symbols, predicted }: Passage,
): Generator<void, Influence, void> {
  const gradients = network.shared(makeGradients);
  const sequence = [lead, ...Array.from(symbols)];
  const last = sequence.length - 1;
  const lastChunk = last - (last % CHUNK_STEPS);
  const states = [state];
  for (let first = 0; first < lastChunk; first += CHUNK_STEPS) {
    read(gradients, sequence.slice(first, first + CHUNK_STEPS), states.at(-1)!);
    const after = new Float32Array(state.length);
    gradients.pass.readState(after);
    states.push(after);
    yield;
  }
  const apart = new InputDifferences(network, symbols);
  const bits = new Float32Array(symbols.length);
  let cost = 0;
  let dState: Float32Array | undefined;
  for (let first = lastChunk; first >= 0; first -= CHUNK_STEPS) {
    const chunk = sequence.slice(first, first + CHUNK_STEPS);
    const loss = read(
      gradients,
      chunk,
      states[first / CHUNK_STEPS],
      first === lastChunk ? predicted : undefined,
    );
    if (first === lastChunk) cost = loss / Math.LN2;
    gradients.backward(dState);
    dState = gradients.gradientTrace.start().slice();
    const gates = gradients.gradientTrace.inputGates();
    for (const [t, symbol] of chunk.entries())
      if (first + t > 0) bits[first + t - 1] = -apart.dot(gates, t, symbol) / Math.LN2;
    yield;
  }
  checkFinite(bits, () => 'in the gradient of the prediction that was asked about');
  return { bits, surpriseBits: cost };
}

function makeGradients(network: Network): SequenceGradients {
  return new SequenceGradients(network, { batchSize: 1, seqLength: CHUNK_STEPS, wishes: ['start'] });
}

/** Gives the loss of what is predicted at the last step, nats. */
function read(
  gradients: SequenceGradients,
  inputs: readonly number[],
  state: Float32Array,
  predicted?: number,
): number {
  const { length } = inputs;
  if (predicted === undefined) return gradients.forward({ inputs, length, targets: {}, state });
  const output = new Int32Array(length).fill(-1);
  output[length - 1] = predicted;
  return gradients.forward({ inputs, length, targets: { output }, state });
}

/** What sets symbols apart from an average one in the sums that make the lowest gates: W_ih (e - mean e). */
class InputDifferences {
  private readonly weights: Float32Array;
  private readonly vocabSize: number;
  /** (G): W_ih mean e */
  private readonly mean: Float64Array;

  constructor(network: Network, symbols: ArrayLike<number>) {
    this.weights = network.parameter('rnn.weight_ih_l0');
    this.vocabSize = network.config.vocabSize;
    this.mean = new Float64Array(this.weights.length / this.vocabSize);
    for (let i = 0; i < symbols.length; i++)
      for (let gate = 0; gate < this.mean.length; gate++)
        this.mean[gate] += this.weights[gate * this.vocabSize + symbols[i]] / symbols.length;
  }

  /** Row t of a gradient (T, G), times what sets a symbol apart. */
  dot(gradient: Float32Array, t: number, symbol: number): number {
    const { mean, weights, vocabSize } = this;
    let sum = 0;
    for (let gate = 0; gate < mean.length; gate++)
      sum += gradient[t * mean.length + gate] * (weights[gate * vocabSize + symbol] - mean[gate]);
    return sum;
  }
}
