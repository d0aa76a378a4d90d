import type { CurvesFigure, Figure, StripFigure, TableFigure, TextFigure } from '../figures.ts';
import { type Answers, answerOf, type CellRule, f1Of } from '../texts/bestCell.ts';

/** Of the held-out text that is shown at a time, characters. */
export const SHOWN = 300;

/** What was found at a step of the training. */
export interface Finding {
  step: number;
  best: CellRule;
  /** The next best, by the text that was learnt. */
  others: readonly CellRule[];
  /** Of the best cell, on held-out text. */
  answers: Answers;
  f1: number;
}

/** Held-out text with its labels, and the best cell's value after each character. */
export interface SpokenText {
  characters: readonly string[];
  /** 1 in the name of who speaks */
  labels: readonly number[];
  values: number[];
}

export function findingFigures(findings: readonly Finding[], spoken: SpokenText, place: number): Figure[] {
  const from = place * SHOWN;
  const stretch: SpokenText = {
    characters: spoken.characters.slice(from, from + SHOWN),
    labels: spoken.labels.slice(from, from + SHOWN),
    values: spoken.values.slice(from, from + SHOWN),
  };
  const last = findings.at(-1);
  if (!last) return [labelledText(stretch)];
  return [
    predictedText(stretch, last),
    strip(stretch, last.best),
    ...(findings.length > 1 ? [curve(findings)] : []),
    table(last, spoken),
  ];
}

/** What is right, before anything was learnt. */
function labelledText({ characters, labels }: SpokenText): TextFigure {
  return {
    kind: 'text',
    id: 'scene',
    title: 'A held-out scene',
    caption: 'Marked are the names of those who speak, by how the play is laid out.',
    text: characters.join(''),
    marks: stretchesOf(labels.map(label => (label === 1 ? 'speaker' : undefined))),
  };
}

function predictedText({ characters, labels, values }: SpokenText, { best, step, f1 }: Finding): TextFigure {
  const names = values.map((value, i) => {
    const said = answerOf(best, value);
    const name = said ? 'speaker' : 'speech';
    return said === (labels[i] === 1) ? name : `${name}, wrong`;
  });
  const wrong = names.filter(name => name.endsWith('wrong')).length;
  return {
    kind: 'text',
    id: 'scene',
    title: 'What the best cell says of a held-out scene',
    caption: `Cell ${nameOf(best)} after ${step} steps: ${wrong} of these ${characters.length} characters are wrong; F1 ${f1.toFixed(3)} over all held-out text.`,
    text: characters.join(''),
    marks: stretchesOf(names),
  };
}

function strip({ characters, values }: SpokenText, best: CellRule): StripFigure {
  const side = best.isAbove ? 'above' : 'below';
  return {
    kind: 'strip',
    id: 'cell',
    title: `Cell ${nameOf(best)} along the scene`,
    caption: `It says speaker where it is ${side} ${best.threshold.toFixed(2)}, after each character.`,
    characters,
    rows: [{ label: `h of ${nameOf(best)}`, values }],
    scale: 'signed',
    most: 1,
  };
}

function curve(findings: readonly Finding[]): CurvesFigure {
  return {
    kind: 'curves',
    id: 'f1',
    title: 'The best cell along the training',
    caption: 'At each moment the cell that is best on the text that was learnt, tried on held-out text.',
    x: { label: 'training step', scale: 'linear' },
    y: { label: 'F1 on held-out text', scale: 'linear' },
    series: [{ name: 'best cell', x: findings.map(({ step }) => step), y: findings.map(({ f1 }) => f1) }],
  };
}

function table({ best, others, answers, f1 }: Finding, { labels }: SpokenText): TableFigure {
  const speaker = labels.filter(label => label === 1).length;
  const always = f1Of({ right: speaker, wrong: labels.length - speaker, missed: 0 });
  return {
    kind: 'table',
    id: 'cells',
    title: 'Single cells',
    caption: `On ${labels.length} held-out characters, of which ${speaker} are in the name of who speaks: ${answers.right} found, ${answers.missed} missed, ${answers.wrong} wrong. Saying speaker always has F1 ${always.toFixed(3)}.`,
    columns: ['cell', 'speaker where it is', 'F1, learnt text', 'F1, held-out text'],
    rows: [[...rowOf(best), f1], ...others.map(rule => [...rowOf(rule), null])],
  };
}

function rowOf(rule: CellRule): (string | number)[] {
  return [nameOf(rule), `${rule.isAbove ? 'above' : 'below'} ${rule.threshold.toFixed(2)}`, rule.f1];
}

/** As cells are named everywhere: layer.index. */
function nameOf({ cell }: CellRule): string {
  return `1.${cell}`;
}

/** Neighbours of one name together; those without a name are left out. */
function stretchesOf(names: readonly (string | undefined)[]): { start: number; end: number; name: string }[] {
  const stretches: { start: number; end: number; name: string }[] = [];
  for (const [i, name] of names.entries()) {
    const last = stretches.at(-1);
    if (last && last.end === i && last.name === name) last.end++;
    else if (name !== undefined) stretches.push({ start: i, end: i + 1, name });
  }
  return stretches;
}
