/**
 * What a lesson shows. A figure is data alone, so that the page draws it, the terminal prints it, a table and a file are
 * made of it, all from the same numbers. Texts in a figure may come from files: whoever draws them treats them as such.
 */
export type Figure =
  | MatrixFigure
  | CurvesFigure
  | BarsFigure
  | StripFigure
  | DiagramFigure
  | FormulaFigure
  | TableFigure
  | TextFigure
  | TimelineFigure;

interface AnyFigure {
  /** Within its lesson, the same from one look to the next. */
  id: string;
  title: string;
  /** What it says, in a sentence; also for those who cannot see it. */
  caption?: string;
}

/** Numbers as a heat map. */
export interface MatrixFigure extends AnyFigure {
  kind: 'matrix';
  rows: readonly string[];
  columns: readonly string[];
  /** (rows, columns), row-major; null where there is none */
  values: readonly (number | null)[];
  /** Signed ones are drawn red below zero and blue above, positive ones from nothing to full. */
  scale: 'signed' | 'positive';
  /**
   * The parameter that it is, by its name in the lesson: a weight that is pointed at lights up wherever the same
   * parameter is drawn. One weight of it is named by its row and column from 0, 'Whh[0,1]', and belongs to the whole.
   */
  parameter?: string;
  /**
   * Parts side by side, each with the number of its columns: W = [Wxh Whh]. Where the matrix is a parameter, each part
   * is the one that its title names, with columns of its own from 0.
   */
  parts?: readonly { title: string; columns: number }[];
}

/** One curve or many over a common axis. */
export interface CurvesFigure extends AnyFigure {
  kind: 'curves';
  x: Axis;
  y: Axis;
  series: readonly Series[];
}

export interface Axis {
  /** With the unit: 'steps back', 'loss, bits per character'. */
  label: string;
  scale: 'linear' | 'logarithmic';
}

export interface Series {
  name: string;
  /** ascending */
  x: readonly number[];
  /** As many; null where there is no value, or none that the scale can show. */
  y: readonly (number | null)[];
}

/** One number for each of several names: probabilities, norms. */
export interface BarsFigure extends AnyFigure {
  kind: 'bars';
  /** of the values: 'probability', 'F1' */
  unit: string;
  bars: readonly { label: string; value: number; /** what is right, or chosen */ marked?: true }[];
}

/** A text, a number under each of its characters: the red and blue strip. */
export interface StripFigure extends AnyFigure {
  kind: 'strip';
  /** code points, one each; before the first one there may be the initial state, as '' */
  characters: readonly string[];
  /** As many, in the order of the characters; signed ones are red below zero and blue above. */
  rows: readonly { label: string; values: readonly (number | null)[] }[];
  scale: 'signed' | 'positive';
  /** The greatest magnitude that the colours go to; that of the values unless given. */
  most?: number;
  /** The one that is looked at. */
  chosen?: number;
  /** The setting that a character's index becomes when it is chosen. */
  choice?: string;
}

/** Vectors and what leads from one to another: a cell, rolled or unrolled in time. */
export interface DiagramFigure extends AnyFigure {
  kind: 'diagram';
  nodes: readonly DiagramNode[];
  arrows: readonly DiagramArrow[];
}

export interface DiagramNode {
  id: string;
  label: string;
  /** On a grid: columns go to the right, rows down. */
  column: number;
  row: number;
  /** What stands in it now: signed, red below zero and blue above. */
  values?: readonly number[];
  /** Names of the values, such as the symbols of a distribution. */
  names?: readonly string[];
  /** The step that is being made. */
  active?: true;
}

export interface DiagramArrow {
  from: string;
  /** The same node for the loop of a rolled cell. */
  to: string;
  label?: string;
  /** The parameter that it multiplies with: all arrows of one parameter light up together. */
  parameter?: string;
  active?: true;
}

/** A formula in lines, filled with the live numbers. */
export interface FormulaFigure extends AnyFigure {
  kind: 'formula';
  lines: readonly { terms: readonly FormulaTerm[] }[];
}

export interface FormulaTerm {
  /** As it is written: 'tanh(', 'Whh[0,1]', '·'. */
  text: string;
  /** What it is worth now; written beneath. */
  value?: number;
  /** Of a matrix, 'Whh', or one weight of it, 'Whh[0,1]'. */
  parameter?: string;
}

export interface TableFigure extends AnyFigure {
  kind: 'table';
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** A text: a sample, a message. */
export interface TextFigure extends AnyFigure {
  kind: 'text';
  text: string;
  /** Stretches [start, end) of code points that bear a name: predicted speaker, right, wrong. */
  marks?: readonly { start: number; end: number; name: string }[];
}

/** A text that changes along a training: the page has a slider over its moments. */
export interface TimelineFigure extends AnyFigure {
  kind: 'timeline';
  moments: readonly {
    /** What the slider says: 'after 200 steps, 2.31 bits per character'. */
    label: string;
    text: string;
  }[];
}

export type FigureKind = Figure['kind'];
