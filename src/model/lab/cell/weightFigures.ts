import type { MatrixFigure } from '../figures.ts';
import { biasOf, type CellWeights, gateLetters, keepsBiasesApart } from './cellWeights.ts';

/** All parameters of a cell and of what it says, as heat maps. `symbols` are those of the vocabulary. */
export function weightFigures(weights: CellWeights, symbols: readonly string[]): MatrixFigure[] {
  return [inputAndState(weights, symbols), output(weights, symbols), biases(weights)];
}

/** The names of the rows of Wxh, Whh and b. */
export function gateRows({ cell, hiddenSize }: CellWeights): string[] {
  return gateLetters(cell).flatMap(gate => unitNames(gate, hiddenSize));
}

function unitNames(of: string, hiddenSize: number): string[] {
  return Array.from({ length: hiddenSize }, (_, unit) => `${of}[${unit}]`);
}

function inputAndState(weights: CellWeights, symbols: readonly string[]): MatrixFigure {
  const { hiddenSize, vocabSize, Wxh, Whh, cell } = weights;
  const rows = gateRows(weights);
  const gates = gateLetters(cell);
  const perGate =
    gates.length === 1
      ? ''
      : ` Its rows are the gates ${gates.join(', ')}, one below the other: Wx${gates[0]} is the first ${hiddenSize} rows of Wxh.`;
  return {
    kind: 'matrix',
    id: 'W',
    title: `W, ${rows.length} x ${vocabSize + hiddenSize}, split into Wxh and Whh`,
    caption: `Wxh takes what is read into the state, Whh the state before; x and h one below the other times W is the same as Wxh x + Whh h.${perGate}`,
    rows,
    columns: [...symbols.map(symbol => `x[${symbol}]`), ...unitNames('h', hiddenSize)],
    values: sideBySide(rows.length, [
      { values: Wxh, columns: vocabSize },
      { values: Whh, columns: hiddenSize },
    ]),
    scale: 'signed',
    parameter: 'W',
    parts: [
      { title: 'Wxh', columns: vocabSize },
      { title: 'Whh', columns: hiddenSize },
    ],
  };
}

function output({ hiddenSize, Why, by }: CellWeights, symbols: readonly string[]): MatrixFigure {
  return {
    kind: 'matrix',
    id: 'Why',
    title: `Why, ${symbols.length} x ${hiddenSize}, and its bias by`,
    caption: 'What the state says of the symbol that comes next: y = Why h + by.',
    rows: symbols.map(symbol => `y[${symbol}]`),
    columns: [...unitNames('h', hiddenSize), '1'],
    values: sideBySide(symbols.length, [
      { values: Why, columns: hiddenSize },
      { values: by, columns: 1 },
    ]),
    scale: 'signed',
    parameter: 'Why',
    parts: [
      { title: 'Why', columns: hiddenSize },
      { title: 'by', columns: 1 },
    ],
  };
}

function biases(weights: CellWeights): MatrixFigure {
  const { bx, bh } = weights;
  const rows = gateRows(weights);
  const shared = { kind: 'matrix', id: 'b', rows, scale: 'signed' } as const;
  if (!keepsBiasesApart(weights))
    return {
      ...shared,
      title: 'b, the bias',
      caption: 'Added to each sum, whatever is read. It is the sum of the two that PyTorch keeps.',
      columns: ['b'],
      values: rows.map((_, row) => biasOf(weights, row)),
      parameter: 'b',
    };
  return {
    ...shared,
    title: 'bx and bh, the biases',
    caption:
      'Added to Wxh x and to Whh h. They stay apart, since the reset gate works on the second sum alone.',
    columns: ['1', '1'],
    values: sideBySide(rows.length, [
      { values: bx, columns: 1 },
      { values: bh, columns: 1 },
    ]),
    parameter: 'b',
    parts: [
      { title: 'bx', columns: 1 },
      { title: 'bh', columns: 1 },
    ],
  };
}

/** Matrices of as many rows, row-major, as one. */
function sideBySide(
  rows: number,
  parts: readonly { values: Float32Array; columns: number }[],
): readonly number[] {
  return Array.from({ length: rows }, (_, row) =>
    parts.flatMap(({ values, columns }) => [...values.subarray(row * columns, (row + 1) * columns)]),
  ).flat();
}
