import { formatCell } from '../../insight/cellName.ts';
import type { Quantity } from '../../insight/quantity.ts';
import { visibleSymbol } from '../cell/visibleSymbol.ts';
import type { BarsFigure, CurvesFigure, StripFigure } from '../figures.ts';
import { type CellOrder, inOrder } from './cellOrder.ts';
import type { Passage, PassageStates } from './stateReader.ts';

/** Cells that are shown at once. */
const SHOWN_CELLS = 6;
/** More of them cannot be told apart. */
const SHOWN_CURVES = 3;

/** What of the states of a passage is looked at. */
export interface StatesView {
  passage: Passage;
  states: PassageStates;
  /** from 1 */
  layer: number;
  quantity: Quantity;
  /** The first ones of an order, or those from a number on. */
  cells: CellOrder | { from: number };
  /** The index of the state that is looked at: 0 is that before all. */
  chosen: number;
}

const orderWords: Readonly<Record<CellOrder, string>> = {
  moving: 'whose values spread most over this text',
  holding: 'whose values change least from character to character for how far they spread',
};

interface ShownCell {
  label: string;
  values: number[];
}

/** The cells as a strip under the text, and as curves. */
export function stateFigures(view: StatesView, of: string): [StripFigure, CurvesFigure] {
  const cells = shownCells(view);
  const curves = cells.slice(0, SHOWN_CURVES);
  const name = view.quantity === 'h' ? 'h' : 'tanh(c)';
  const which =
    typeof view.cells === 'string'
      ? `The ${cells.length} cells of layer ${view.layer} ${orderWords[view.cells]}`
      : `${cells.length} cells of layer ${view.layer}, by number`;
  return [
    {
      kind: 'strip',
      id: 'strip',
      title: `${name} along the text`,
      caption: `${which}, of ${of}: red below zero, blue above, from the zero state on; ⊢ is the start of a file. To follow a cell through a whole file and see what it stands for, run Cellscope: Inspect Cells.`,
      characters: ['', ...view.passage.characters],
      rows: cells,
      scale: 'signed',
      most: 1,
      chosen: view.chosen,
      choice: 'character',
    },
    {
      kind: 'curves',
      id: 'curves',
      title: `${name} as curves`,
      caption: `The first ${curves.length} of them. A cell that stays far from zero over a stretch remembers something; one that jumps at each character says what was just read.`,
      x: { label: 'characters read, the start of the file counted', scale: 'linear' },
      y: { label: name, scale: 'linear' },
      series: curves.map(({ label, values }) => ({ name: label, x: values.map((_, i) => i), y: values })),
    },
  ];
}

/** What is expected after the state that is looked at; undefined for the one before all, from which nothing is said. */
export function nextFigure(
  { passage, states, chosen }: StatesView,
  characterOf: (id: number) => string,
): BarsFigure | undefined {
  if (chosen === 0) return undefined;
  const actual = passage.ids.at(chosen);
  const read = visibleSymbol(passage.characters[chosen - 1]);
  return {
    kind: 'bars',
    id: 'next',
    title: `What it expects after ${read}`,
    caption:
      actual === undefined
        ? 'The likeliest next characters, at the end of the stretch.'
        : `The likeliest next characters; what comes is ${visibleSymbol(passage.characters[chosen])}.`,
    unit: 'probability',
    bars: states.next[chosen - 1].map(({ id, probability }) => ({
      label: visibleSymbol(characterOf(id)) || 'start of a file',
      value: probability,
      ...(id === actual && { marked: true as const }),
    })),
  };
}

function shownCells({ states, layer, quantity, cells }: StatesView): ShownCell[] {
  const { hiddenSize } = states;
  const values = states.values(layer - 1, quantity);
  const rows = values.length / hiddenSize;
  const indices =
    typeof cells === 'string'
      ? inOrder(cells, values, hiddenSize).slice(0, SHOWN_CELLS)
      : Array.from({ length: Math.min(SHOWN_CELLS, hiddenSize - cells.from) }, (_, i) => cells.from + i);
  return indices.map(index => ({
    label: formatCell({ layer, index }),
    values: Array.from({ length: rows }, (_, row) => values[row * hiddenSize + index]),
  }));
}
