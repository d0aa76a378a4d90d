import { recurrentCell } from '../../network/cells/cells.ts';
import type { DiagramArrow, DiagramFigure, DiagramNode } from '../figures.ts';
import { type CellWeights, gateLetters } from './cellWeights.ts';
import type { CellStep } from './stepReader.ts';
import { subscript } from './subscript.ts';
import { visibleSymbol } from './visibleSymbol.ts';

/** A text that was read, to be drawn. */
export interface DrawnText {
  weights: Pick<CellWeights, 'cell' | 'hiddenSize'>;
  symbols: readonly string[];
  steps: readonly CellStep[];
  /** The step that is looked at, counted from 1; 0 for the state before all. */
  t: number;
  /** The gates, too. */
  withGates: boolean;
}

type Row = 'y' | 'h' | 'c' | 'gates' | 'x';

/** One copy of the cell, whose state comes back to it. */
export function rolledCell(drawn: DrawnText): DiagramFigure {
  const { t, steps } = drawn;
  const step = steps[t - 1];
  const parts = new Parts(drawn);
  return {
    kind: 'diagram',
    id: 'cell',
    title: 'Rolled',
    caption:
      t === 0
        ? 'One cell, whose state comes back to it: before the first step the state is zero.'
        : `One cell, whose state comes back to it, after step ${t} of ${steps.length}: it has read ${visibleSymbol(drawn.symbols[step.input])}.`,
    nodes: parts.stepNodes(step, { t, column: 0 }),
    arrows: parts.arrows({ from: t, to: t }),
  };
}

/** A copy of the cell for each step, all with the same weights. */
export function unrolledCell(drawn: DrawnText): DiagramFigure {
  const { t, steps } = drawn;
  const parts = new Parts(drawn);
  const active = (at: number) => (at === t ? ({ active: true } as const) : {});
  const columns = parts.width + (parts.width > 1 ? 1 : 0);
  const nodes = steps.flatMap((step, i) =>
    parts.stepNodes(step, { t: i + 1, column: 1 + i * columns }).map(node => ({ ...node, ...active(i + 1) })),
  );
  const arrows = steps.flatMap((_, i) =>
    parts.arrows({ from: i, to: i + 1 }).map(each => ({ ...each, ...active(i + 1) })),
  );
  return {
    kind: 'diagram',
    id: 'cell',
    title: 'Unrolled over the text',
    caption:
      'A copy of the cell for each step: what differs is what it reads and its state, the weights are the same.',
    nodes: [...parts.zeroNodes(0).map(node => ({ ...node, ...active(0) })), ...nodes],
    arrows,
  };
}

/** Nodes and arrows of one step, in either picture. */
class Parts {
  /** columns of a step */
  readonly width: number;
  readonly #drawn: DrawnText;
  readonly #hasMemory: boolean;
  /** letters; none where the gates are not drawn, or the only one is h itself */
  readonly #gates: readonly string[];
  /** those that something stands in, from the top */
  readonly #rows: readonly Row[];

  constructor(drawn: DrawnText) {
    const { cell } = drawn.weights;
    const gates = gateLetters(cell);
    this.#drawn = drawn;
    this.#hasMemory = recurrentCell(cell).hasMemory;
    this.#gates = drawn.withGates && gates.length > 1 ? gates : [];
    this.#rows = [
      'y',
      // Above h, so that what goes from h to the gates does not cross it.
      ...(this.#hasMemory ? (['c'] as const) : []),
      'h',
      ...(this.#gates.length > 0 ? (['gates'] as const) : []),
      'x',
    ];
    this.width = Math.max(this.#hasMemory ? 2 : 1, this.#gates.length);
  }

  /** Before the first step there is nothing but the state, which is zero. */
  stepNodes(step: CellStep | undefined, { t, column }: { t: number; column: number }): DiagramNode[] {
    const { symbols } = this.#drawn;
    const middle = column + Math.floor((this.width - 1) / 2);
    // Above the last gate, so that what goes into it does not cross what goes into c.
    const last = column + this.width - 1;
    const name = (letter: string) => letter + (step ? subscript(t) : '');
    const oneHot = step && symbols.map((_, symbol) => (symbol === step.input ? 1 : 0));
    const gates = this.#gates.map((gate, k) =>
      this.#node(
        `${gate}${t}`,
        name(gate),
        { column: column + columnOfGate(gate, k), row: 'gates' },
        step?.gates[k],
      ),
    );
    const said = step ? `next: ${visibleSymbol(symbols[step.target])}` : 'y';
    const read = step ? visibleSymbol(symbols[step.input]) : 'x';
    return [
      { ...this.#node(`y${t}`, said, { column: last, row: 'y' }, step?.probabilities), names: symbols },
      ...this.#states(t, { h: last, c: middle }, step),
      ...gates,
      { ...this.#node(`x${t}`, read, { column: middle, row: 'x' }, oneHot), names: symbols },
    ];
  }

  /** The state before the first step. */
  zeroNodes(column: number): DiagramNode[] {
    return this.#states(0, { h: column, c: column });
  }

  /** Of the step that ends in state `to`; the same as `from` where the cell is rolled. */
  arrows({ from, to }: { from: number; to: number }): DiagramArrow[] {
    return [
      ...this.#inputArrows(to),
      ...this.#stateArrows(from, to),
      { from: `h${to}`, to: `y${to}`, label: 'Why', parameter: 'Why' },
    ];
  }

  #inputArrows(t: number): DiagramArrow[] {
    return this.#summed(t).map(to => ({ from: `x${t}`, to, label: 'Wxh', parameter: 'Wxh' }));
  }

  #stateArrows(from: number, to: number): DiagramArrow[] {
    const recurrent = this.#summed(to).map(target => ({
      from: `h${from}`,
      to: target,
      label: 'Whh',
      parameter: 'Whh',
    }));
    return [...recurrent, ...this.#insideArrows(from, to)];
  }

  /** Where the sums go that the matrices make. */
  #summed(t: number): string[] {
    if (this.#gates.length > 0) return this.#gates.map(gate => `${gate}${t}`);
    return this.#hasMemory ? [`c${t}`, `h${t}`] : [`h${t}`];
  }

  /** What has no weights. */
  #insideArrows(from: number, to: number): DiagramArrow[] {
    const gates = this.#gates;
    const keep = this.#hasMemory
      ? [arrow(`c${from}`, `c${to}`, gates.length > 0 ? '· f' : ''), arrow(`c${to}`, `h${to}`, 'tanh')]
      : gates.length > 0
        ? [arrow(`h${from}`, `h${to}`, '· z')]
        : [];
    const ends: Readonly<Record<string, readonly [string, string]>> = {
      i: ['c', '· g'],
      f: ['c', ''],
      g: ['c', '· i'],
      o: ['h', '·'],
      r: ['n', '·'],
      z: ['h', ''],
      n: ['h', '· ( 1 − z )'],
    };
    return [...keep, ...gates.map(gate => arrow(`${gate}${to}`, `${ends[gate][0]}${to}`, ends[gate][1]))];
  }

  #states(t: number, columns: { h: number; c: number }, step?: CellStep): DiagramNode[] {
    const zeros = Array.from({ length: this.#drawn.weights.hiddenSize }, () => 0);
    const h = this.#node(`h${t}`, `h${subscript(t)}`, { column: columns.h, row: 'h' }, step?.hidden ?? zeros);
    if (!this.#hasMemory) return [h];
    return [
      h,
      this.#node(`c${t}`, `c${subscript(t)}`, { column: columns.c, row: 'c' }, step?.memory ?? zeros),
    ];
  }

  #node(
    id: string,
    label: string,
    { column, row }: { column: number; row: Row },
    values: readonly number[] | undefined,
  ): DiagramNode {
    const place = { column, row: this.#rows.indexOf(row) };
    return values ? { id, label, ...place, values } : { id, label, ...place };
  }
}

function arrow(from: string, to: string, label: string): DiagramArrow {
  return label ? { from, to, label } : { from, to };
}

/** As the rows are, but for a GRU, whose reset gate stands beside the new state that it works on. */
function columnOfGate(gate: string, row: number): number {
  return { r: 1, z: 0 }[gate] ?? row;
}
