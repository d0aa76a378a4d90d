import type { CellStep } from '../cell/stepReader.ts';
import { subscript } from '../cell/subscript.ts';
import type { Moment } from '../cell/textTraining.ts';
import type { DiagramArrow, DiagramNode, Figure } from '../figures.ts';

/** The network unrolled over the text, what it says at each step, and what it writes by itself. */
export function helloFigures(moment: Moment, symbols: readonly string[]): Figure[] {
  return [unrolled(moment, symbols), outputs(moment, symbols), inference(moment, symbols)];
}

function unrolled({ steps }: Moment, symbols: readonly string[]): Figure {
  return {
    kind: 'diagram',
    id: 'unrolled',
    title: 'Unrolled over the text',
    caption:
      'Every column is one step with the same three matrices; from left to right goes the hidden state.',
    nodes: steps.flatMap((step, t) => nodesOf(step, t, symbols)),
    arrows: steps.flatMap((_, t) => arrowsOf(t)),
  };
}

function nodesOf(step: CellStep, t: number, symbols: readonly string[]): DiagramNode[] {
  const oneHot = symbols.map((_, symbol) => (symbol === step.input ? 1 : 0));
  return [
    {
      id: `y${t}`,
      label: `next: ${symbols[step.target]}`,
      column: t,
      row: 0,
      values: step.probabilities,
      names: symbols,
    },
    { id: `h${t}`, label: `h${subscript(t + 1)}`, column: t, row: 1, values: step.hidden },
    { id: `x${t}`, label: symbols[step.input], column: t, row: 2, values: oneHot, names: symbols },
  ];
}

function arrowsOf(t: number): DiagramArrow[] {
  const before = t === 0 ? [] : [{ from: `h${t - 1}`, to: `h${t}`, label: 'Whh', parameter: 'Whh' }];
  return [
    { from: `x${t}`, to: `h${t}`, label: 'Wxh', parameter: 'Wxh' },
    ...before,
    { from: `h${t}`, to: `y${t}`, label: 'Why', parameter: 'Why' },
  ];
}

function outputs({ steps }: Moment, symbols: readonly string[]): Figure {
  return {
    kind: 'table',
    id: 'outputs',
    title: 'Logits, softmax and loss at each step',
    caption: 'The loss of a step is -ln of the probability of the letter that comes next.',
    columns: [
      'reads',
      'next',
      ...symbols.map(symbol => `logit ${symbol}`),
      ...symbols.map(symbol => `p(${symbol})`),
      'loss, nats',
    ],
    rows: steps.map(({ input, target, logits, probabilities, loss }) => [
      symbols[input],
      symbols[target],
      ...logits,
      ...probabilities,
      loss,
    ]),
  };
}

/** What it is given in the lowest row, what it makes of it above; each likeliest letter goes on to be the next input. */
function inference({ written }: Moment, symbols: readonly string[]): Figure {
  const steps = written.slice(1);
  return {
    kind: 'diagram',
    id: 'inference',
    title: 'By itself, from h',
    caption: `Each letter that it finds most likely is its next input: it writes ${written.map(({ symbol }) => symbols[symbol]).join('')}.`,
    nodes: steps.flatMap(({ symbol, probabilities }, t) => [
      {
        id: `y${t}`,
        label: symbols[symbol],
        column: t,
        row: 0,
        values: probabilities!,
        names: symbols,
      },
      { id: `x${t}`, label: symbols[written[t].symbol], column: t, row: 1 },
    ]),
    arrows: steps.flatMap((_, t) => [
      { from: `x${t}`, to: `y${t}` },
      ...(t + 1 < steps.length ? [{ from: `y${t}`, to: `x${t + 1}`, label: 'fed back' }] : []),
    ]),
  };
}
