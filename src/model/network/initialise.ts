import type { NetworkShape } from './networkConfig.ts';
import type { ParameterView } from './parameters.ts';
import type { Random } from '../base/random.ts';

/**
 * Half-width of the uniform distribution of the input weights. A one-hot input selects a single column, so its sum
 * does not grow with the size of the input as PyTorch's 1/sqrt(H) supposes; with such small weights all symbols look
 * alike at first, and much of a short training goes into telling them apart. Measured in docs/decisions.
 */
const INPUT_WEIGHT_RANGE = 2;

/** Writes the starting value of one parameter, `values` being its view. */
export function initialiseParameter(
  { input, hiddenSize }: NetworkShape,
  view: ParameterView,
  values: Float32Array,
  random: Random,
): void {
  if (view.shape.length === 1) {
    // What a random offset would add, the input weights have already. The LSTM's forget bias too: 1, the advice for
    // long trainings, lets the memory pile up before the gates have learnt what to keep, and costs a training of
    // minutes 0.1 to 0.25 bits per character. Measured in docs/decisions.
    values.fill(0);
    return;
  }
  // As in PyTorch: each sum over H cells then starts with about the same variance, whatever H is.
  const isOfSymbols = input.kind === 'symbols' && view.name === 'rnn.weight_ih_l0';
  const range = isOfSymbols ? INPUT_WEIGHT_RANGE : 1 / Math.sqrt(hiddenSize);
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.next() - 1) * range;
}
