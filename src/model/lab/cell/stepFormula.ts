import type { CellType } from '../../network/cells/cells.ts';
import type { FormulaFigure, FormulaTerm } from '../figures.ts';
import { type FormulaStep, FormulaTerms } from './formulaTerms.ts';

export const levels = ['character', 'gate', 'weight'] as const;
/** How closely a step is looked at: as vectors, as the numbers of one cell, or down to each product. */
export type Level = (typeof levels)[number];

type Line = readonly FormulaTerm[];

/** What happens in one step, filled with the numbers of one cell of it. */
export function stepFormula(
  step: FormulaStep,
  { level, unit }: { level: Level; unit: number },
): FormulaFigure {
  const terms = new FormulaTerms(step, unit);
  const lines = level === 'character' ? vectorLines(terms) : cellLines(terms, level);
  return {
    kind: 'formula',
    id: 'formula',
    title: `Step ${step.t}, ${titles[level]}`,
    caption: captions[level],
    lines: [...lines, lossLine(terms)].map(line => ({ terms: line })),
  };
}

const titles: Readonly<Record<Level, string>> = {
  character: 'as vectors',
  gate: 'gate by gate',
  weight: 'weight by weight',
};

const captions: Readonly<Record<Level, string>> = {
  character: 'Each letter is a vector: σ(x) is 1 / (1 + exp(−x)), and ⊙ multiplies number by number.',
  gate: 'The chosen cell of the state, and what is made of the state: under each term is what it is worth now.',
  weight: 'Every product of the chosen cell: point at a weight to see where else it works.',
};

/** As vectors, without numbers. */
function vectorLines(terms: FormulaTerms): Line[] {
  const { now, before } = terms;
  const gates = terms.gates.map(gate => [
    text(now(gate)),
    text(`= ${squash(gate)}(`),
    ...terms.vectorSum(gate),
    text(')'),
  ]);
  const state: Readonly<Record<CellType, readonly string[]>> = {
    rnn: [],
    lstm: [
      `${now('c')} = ${now('f')} ⊙ ${before('c')} + ${now('i')} ⊙ ${now('g')}`,
      `${now('h')} = ${now('o')} ⊙ tanh( ${now('c')} )`,
    ],
    gru: [`${now('h')} = ( 1 − ${now('z')} ) ⊙ ${now('n')} + ${now('z')} ⊙ ${before('h')}`],
  };
  return [
    ...gates,
    ...state[terms.cell].map(line => [text(line)]),
    [text(`${now('y')} =`), whole('Why', ` ${now('h')}`), text('+'), whole('by')],
    [text(`${now('p')} = softmax( ${now('y')} )`)],
  ];
}

/** What keeps a gate between 0 and 1, or what is written to the state between -1 and 1. */
function squash(gate: string): string {
  return ['h', 'g', 'n'].includes(gate) ? 'tanh' : 'σ';
}

/** One cell, and the logits and chances of all symbols. */
function cellLines(terms: FormulaTerms, level: 'gate' | 'weight'): Line[] {
  const sum = (kind: number) => (level === 'gate' ? terms.partialSums(kind) : terms.products(kind));
  const gates = terms.gates.map((gate, kind) => [
    terms.gate(kind),
    text(`= ${squash(gate)}(`),
    ...sum(kind),
    text(')'),
  ]);
  return [...gates, ...stateLines(terms), ...outputLines(terms, level)];
}

function stateLines(terms: FormulaTerms): Line[] {
  const gate = (letter: string) => terms.gate(terms.gates.indexOf(letter));
  const { h, hBefore } = terms;
  if (terms.cell === 'rnn') return [];
  if (terms.cell === 'gru')
    return [
      [h, text('= ( 1 −'), gate('z'), text(') ·'), gate('n'), text('+'), gate('z'), text('·'), hBefore],
    ];
  const { c, cBefore } = terms;
  return [
    [c, text('='), gate('f'), text('·'), cBefore, text('+'), gate('i'), text('·'), gate('g')],
    [h, text('='), gate('o'), text('· tanh('), c, text(')')],
  ];
}

function outputLines(terms: FormulaTerms, level: 'gate' | 'weight'): Line[] {
  const sum = (symbol: number) =>
    level === 'gate' ? terms.outputSums(symbol) : terms.outputProducts(symbol);
  return terms.symbols.flatMap((_, symbol) => [
    [terms.logit(symbol), text('='), ...sum(symbol)],
    [terms.chance(symbol), text('= exp('), terms.logit(symbol), text(') / Σ exp( y )')],
  ]);
}

function lossLine(terms: FormulaTerms): Line {
  return [terms.loss, text('= −ln'), terms.chance(terms.target)];
}

function text(written: string): FormulaTerm {
  return { text: written };
}

function whole(parameter: string, times = ''): FormulaTerm {
  return { text: parameter + times, parameter };
}
