import type { BarsFigure, Figure, MatrixFigure } from '../figures.ts';
import type { Experiment, LabText, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Values } from '../settings.ts';
import { CharacterCounts } from '../shapes/characterCounts.ts';
import { ClassifierRun, likeliest } from '../shapes/classifierRun.ts';
import { folderOf } from '../shapes/folders.ts';
import { classPieces } from '../shapes/pieceClasses.ts';
import { type ClassParts, splitClasses } from '../shapes/splitTexts.ts';
import { alongPiece, percent, standingCurves, wrongPieces } from './classifierFigures.ts';
import { inSlices } from '../slices.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { withFilesOrSamples } from './filesOrSamples.ts';
import { heldOutPiece, pieceLength } from './pieceSettings.ts';
import { stepsSetting } from './stepsSetting.ts';

const LENGTH = 200;
const MOST_HELD_OUT = 2000;
/** Folders at most: those with the most text to learn from. */
const MOST_FOLDERS = 24;
const STEPS = 2000;
/** Steps of the counts for one of the network: they are cheap, and learn slowly. */
const COUNT_STEPS = 3;
/** Share of the progress that goes to the counts, which are learnt first. */
const COUNT_SHARE = 0.15;
const NEEDED =
  'There are no folders to tell apart: this needs two folders with two files each at least, some longer than the piece. Open a folder with several of them, or choose a shorter piece.';

/** Many to one with a softmax: a question that has many answers. */
export const folder: Lesson = {
  name: 'folder',
  title: 'Many to one: which folder?',
  words: [
    'The network reads a piece of a file and answers once, at the end: a softmax says how likely each folder of the workspace is.',
    'Beside it stands what can be said without any order: logistic regression on how often each character occurs.',
    'Train both and see by how much reading in order is better, and which folders are taken for one another.',
  ],
  deed: 'Train',
  settings: [
    cellSetting,
    stepsSetting(STEPS),
    pieceLength({ least: 20, initial: LENGTH }),
    heldOutPiece(MOST_HELD_OUT),
  ],
  begin: async setup => await withFilesOrSamples(setup, texts => new FolderExperiment(setup, texts)),
};

class FolderExperiment implements Experiment {
  readonly #run: ClassifierRun;
  readonly #counts: CharacterCounts;
  readonly #setup: Setup;
  #countAccuracy: number | undefined;

  constructor(setup: Setup, texts: readonly LabText[]) {
    const { values } = setup;
    const length = numberOf(values, 'length');
    const parts = largest(splitClasses(texts, folderOf));
    const classes = classPieces(parts, { length, mostHeldOut: MOST_HELD_OUT, balance: 'by size' }, NEEDED);
    const cell = cellOf(values);
    const options = {
      cell,
      hiddenSize: 64,
      answer: 'softmax',
      length,
      batchSize: 32,
      steps: numberOf(values, 'steps'),
      peak: 0.01,
    } as const;
    this.#setup = setup;
    this.#run = new ClassifierRun(classes, options, setup);
    this.#counts = new CharacterCounts(classes, length);
  }

  *work(): Iterable<Progress> {
    yield* inSlices(this.#count(), this.#setup.clock);
    this.#countAccuracy = this.#counts.accuracy();
    for (const { share, words } of this.#run.work())
      yield { share: COUNT_SHARE + (1 - COUNT_SHARE) * share, words };
  }

  *#count(): Iterable<Progress> {
    const { random, values } = this.#setup;
    const steps = COUNT_STEPS * numberOf(values, 'steps');
    for (let i = 0; i < steps; i++) {
      this.#counts.step(random, i, steps);
      yield { share: (COUNT_SHARE * i) / steps, words: `counts characters, step ${i}` };
    }
  }

  figures(view: Values): readonly Figure[] {
    const example = Math.min(numberOf(view, 'example'), this.#run.classes.heldOut.length - 1);
    return [
      this.#compared(),
      ...alongPiece(this.#run, example),
      standingCurves(this.#run),
      this.#confusions(),
      ...wrongPieces(this.#run),
    ];
  }

  most(): Readonly<Record<string, number>> {
    return { example: this.#run.classes.heldOut.length - 1 };
  }

  #compared(): BarsFigure {
    const { heldOut, names, heldOutFiles } = this.#run.classes;
    const sizes = names.map((_, one) => heldOut.filter(piece => piece.class === one).length);
    const commonest = Math.max(...sizes) / heldOut.length;
    const bars: BarsFigure['bars'][number][] = [
      { label: `always ${names[sizes.indexOf(Math.max(...sizes))]}`, value: commonest },
    ];
    if (this.#countAccuracy !== undefined)
      bars.push({ label: 'logistic regression', value: this.#countAccuracy });
    if (this.#run.standings.length > 0)
      bars.push({ label: 'the network', value: this.#run.accuracy, marked: true });
    return {
      kind: 'bars',
      id: 'compared',
      title: 'Held-out pieces answered right',
      caption: `${heldOut.length} pieces of ${heldOutFiles} files that nothing was learnt from, in ${names.length} folders${
        this.#countAccuracy === undefined
          ? ''
          : `: the network ${percent(this.#run.accuracy)}, logistic regression on counts of characters ${percent(this.#countAccuracy)}`
      }.`,
      unit: 'share',
      bars,
    };
  }

  #confusions(): MatrixFigure {
    const { heldOut, names } = this.#run.classes;
    const values = names.flatMap(() => names.map(() => 0));
    for (const [i, { class: one }] of heldOut.entries()) {
      const chances = this.#run.said[i];
      if (chances) values[one * names.length + likeliest(chances)]++;
    }
    return {
      kind: 'matrix',
      id: 'confusions',
      title: 'What was taken for what',
      caption:
        'Rows are the folders that held-out pieces are of, columns what the network says; numbers are pieces.',
      rows: names,
      columns: names,
      values,
      scale: 'positive',
    };
  }
}

/** The folders with the most text, in the order of their names. */
function largest(parts: readonly ClassParts[]): ClassParts[] {
  const chosen = new Set(parts.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, MOST_FOLDERS));
  return parts.filter(part => chosen.has(part));
}

/** In UTF-16 units of what is learnt from. */
function sizeOf({ training }: ClassParts): number {
  return training.reduce((sum, { text }) => sum + text.length, 0);
}
