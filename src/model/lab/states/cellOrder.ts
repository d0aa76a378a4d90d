/** By how far values spread over a text, or by how long they stay where they are. */
export type CellOrder = 'moving' | 'holding';

export function isOrder(name: string): name is CellOrder {
  return name === 'moving' || name === 'holding';
}

/** A cell with less spread than this, by standard deviation, holds nothing that could be seen. */
const LEAST_SPREAD = 0.2;
/** The zero state and that after the start symbol: what happens there says nothing of the text. */
const STATES_BEFORE = 2;

/** H cells over the states of a passage (rows, H), those first that move most, or that hold a value longest. */
export function inOrder(order: CellOrder, values: Float32Array, hiddenSize: number): number[] {
  const scores = Array.from({ length: hiddenSize }, (_, cell) => {
    const { variance, change } = movementOf(values, hiddenSize, cell);
    if (order === 'moving') return variance;
    return variance < LEAST_SPREAD ** 2 || change === 0 ? 0 : variance / change;
  });
  return [...scores.keys()].toSorted((a, b) => scores[b] - scores[a]);
}

/** Of one cell: the variance of its values, and the mean square of the changes from one to the next. */
function movementOf(
  values: Float32Array,
  hiddenSize: number,
  cell: number,
): { variance: number; change: number } {
  let [count, total, squares, changes] = [0, 0, 0, 0];
  let before = 0;
  for (let at = STATES_BEFORE * hiddenSize + cell; at < values.length; at += hiddenSize) {
    const value = values[at];
    if (count > 0) changes += (value - before) ** 2;
    before = value;
    count++;
    total += value;
    squares += value * value;
  }
  if (count < 2) return { variance: 0, change: 0 };
  return { variance: squares / count - (total / count) ** 2, change: changes / (count - 1) };
}
