import type { Network } from './network.ts';
import type { ParameterView } from './parameters.ts';

/** For each symbol of a network the one of another network that its weights come from. */
type SymbolSources = Int32Array;

/**
 * Copies an array that is laid out as the parameters of `from` (they themselves, or Adam's means of them) into one laid
 * out as those of `to`: a network that differs in nothing but its vocabulary. What belongs to a symbol, its column of
 * the input weights and its rows of the output, comes from the symbol that `sources` names.
 */
export function carryOver(
  { from, to }: { from: Pick<Network, 'layout'>; to: Pick<Network, 'layout'> },
  sources: SymbolSources,
  { values, into }: { values: Float32Array; into: Float32Array },
): void {
  for (const [index, view] of to.layout.views.entries()) {
    const source = within(values, from.layout.views[index]);
    const target = within(into, view);
    if (view.name === 'rnn.weight_ih_l0') copyColumns(source, target, sources);
    else if (view.name.startsWith('output.')) copyRows(source, target, sources);
    else target.set(source);
  }
}

function within(values: Float32Array, { offset, length }: ParameterView): Float32Array {
  return values.subarray(offset, offset + length);
}

/** Of matrices that have as many columns as there are symbols. */
function copyColumns(source: Float32Array, target: Float32Array, sources: SymbolSources): void {
  const columns = sources.length;
  const rows = target.length / columns;
  const sourceColumns = source.length / rows;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      target[row * columns + column] = source[row * sourceColumns + sources[column]];
}

function copyRows(source: Float32Array, target: Float32Array, sources: SymbolSources): void {
  const length = target.length / sources.length;
  for (const [row, from] of sources.entries())
    target.set(source.subarray(from * length, (from + 1) * length), row * length);
}
