import type { Figure, FigureKind } from '../../../src/protocol/labFigures.ts';

/** One figure of each kind. */
export const figures: { [Kind in FigureKind]: Extract<Figure, { kind: Kind }> } = {
  matrix: {
    kind: 'matrix',
    id: 'w',
    title: 'W',
    caption: 'Weights.',
    rows: ['h[0]', 'h[1]'],
    columns: ['x[a]', 'x[b]', 'h[0]'],
    values: [0.5, -1, 2, null, 0, -0.25],
    scale: 'signed',
    parameter: 'W',
    parts: [
      { title: 'Wxh', columns: 2 },
      { title: 'Whh', columns: 1 },
    ],
  },
  curves: {
    kind: 'curves',
    id: 'loss',
    title: 'Loss',
    x: { label: 'step', scale: 'linear' },
    y: { label: 'nats', scale: 'logarithmic' },
    series: [
      { name: 'training', x: [0, 1, 2], y: [4, 2, 1] },
      { name: 'validation', x: [0, 2], y: [4, null] },
    ],
  },
  bars: {
    kind: 'bars',
    id: 'p',
    title: 'Next',
    unit: 'probability',
    bars: [
      { label: 'e', value: 0.75, marked: true },
      { label: 'l', value: 0.25 },
    ],
  },
  strip: {
    kind: 'strip',
    id: 'h',
    title: 'State',
    characters: ['', 'a', '\n', 'b'],
    rows: [{ label: 'h[0]', values: [0, 0.5, -0.5, null] }],
    scale: 'signed',
    most: 1,
    chosen: 1,
    choice: 'at',
  },
  diagram: {
    kind: 'diagram',
    id: 'unrolled',
    title: 'Unrolled',
    nodes: [
      { id: 'x', label: 'x', column: 0, row: 1, values: [1, 0], names: ['a', 'b'] },
      { id: 'h', label: 'h', column: 0, row: 0, values: [0.5], active: true },
    ],
    arrows: [{ from: 'x', to: 'h', parameter: 'Wxh' }],
  },
  formula: {
    kind: 'formula',
    id: 'sum',
    title: 'Sum',
    lines: [{ terms: [{ text: 'Wxh[0,1]', value: 0.25, parameter: 'Wxh' }, { text: '· x' }] }],
  },
  table: {
    kind: 'table',
    id: 'table',
    title: 'Table',
    columns: ['name', 'value'],
    rows: [
      ['a, "b"', 1e-7],
      ['=1+1', null],
    ],
  },
  text: {
    kind: 'text',
    id: 'text',
    title: 'Text',
    text: 'to 😀 be',
    marks: [{ start: 3, end: 4, name: 'face' }],
  },
  timeline: {
    kind: 'timeline',
    id: 'timeline',
    title: 'Timeline',
    moments: [
      { label: 'at first', text: 'xq' },
      { label: 'at last', text: 'the' },
    ],
  },
};
