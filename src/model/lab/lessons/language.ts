import type { Figure } from '../figures.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Values } from '../settings.ts';
import { ClassifierRun } from '../shapes/classifierRun.ts';
import { classPieces } from '../shapes/pieceClasses.ts';
import { splitClasses } from '../shapes/splitTexts.ts';
import { languageOfPath } from '../shapes/textSyntax.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { withFilesOrSamples } from './filesOrSamples.ts';
import { heldOutPiece, pieceLength } from './pieceSettings.ts';
import { stepsSetting } from './stepsSetting.ts';
import { alongPiece, standingCurves, wrongPieces } from './classifierFigures.ts';

const LENGTH = 100;
const STEPS = 1000;
const MOST_HELD_OUT = 2000;
const NEEDED =
  'There is nothing to tell apart: this needs two files of C and two of LaTeX at least, some longer than the piece. Open a folder that has both, or choose a shorter piece.';

/** Many to one with a sigmoid: a question that has two answers. */
export const language: Lesson = {
  name: 'language',
  title: 'Many to one: C or LaTeX?',
  words: [
    'The network reads a piece of a file character by character and answers once, at the end: a sigmoid says how likely it is LaTeX and not C.',
    'Nothing but the last hidden state goes into the answer, so whatever told the two apart on the way must have been kept there.',
    'Train it, choose a held-out piece, and find the character at which it made up its mind.',
  ],
  deed: 'Train',
  settings: [
    cellSetting,
    stepsSetting(STEPS),
    pieceLength({ least: 5, initial: LENGTH }),
    heldOutPiece(MOST_HELD_OUT),
  ],
  begin: async setup => await withFilesOrSamples(setup, texts => new LanguageExperiment(setup, texts)),
};

class LanguageExperiment implements Experiment {
  readonly #run: ClassifierRun;

  constructor({ values, kernels, random, clock }: Setup, texts: Parameters<typeof splitClasses>[0]) {
    const known = texts.filter(({ path }) => languageOfPath(path) !== 'other');
    const parts = splitClasses(known, ({ path }) => (languageOfPath(path) === 'c' ? 'C' : 'LaTeX'));
    const length = numberOf(values, 'length');
    const classes = classPieces(parts, { length, mostHeldOut: MOST_HELD_OUT, balance: 'alike' }, NEEDED);
    const cell = cellOf(values);
    const options = {
      cell,
      hiddenSize: 32,
      answer: 'sigmoid',
      length,
      batchSize: 64,
      steps: numberOf(values, 'steps'),
      peak: 0.01,
    } as const;
    this.#run = new ClassifierRun(classes, options, { kernels, random, clock });
  }

  work(): Iterable<Progress> {
    return this.#run.work();
  }

  figures(view: Values): readonly Figure[] {
    return [
      ...alongPiece(this.#run, Math.min(numberOf(view, 'example'), this.#run.classes.heldOut.length - 1)),
      standingCurves(this.#run),
      ...wrongPieces(this.#run),
    ];
  }

  most(): Readonly<Record<string, number>> {
    return { example: this.#run.classes.heldOut.length - 1 };
  }
}
