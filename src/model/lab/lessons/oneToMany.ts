import { UserError } from '../../base/userError.ts';
import type { Random } from '../../base/random.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import type { CurvesFigure, Figure, TableFigure } from '../figures.ts';
import type { Experiment, LabText, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';
import { train } from '../shapes/course.ts';
import { folderOf } from '../shapes/folders.ts';
import { type ClassParts, splitClasses } from '../shapes/splitTexts.ts';
import { languageOfPath } from '../shapes/textSyntax.ts';
import { type SymbolText, Writer } from '../shapes/writer.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { withFilesOrSamples } from './filesOrSamples.ts';
import { stepsSetting } from './stepsSetting.ts';

const HIDDEN_SIZE = 96;
const LENGTH = 60;
const BATCH = 32;
const STEPS = 1200;
const PEAK = 0.01;
const LOOKS = 16;
/** Symbols at most: those with the most files. */
const MOST_SYMBOLS = 12;

const languageNames = { c: 'C', latex: 'LaTeX', other: 'other' } as const;

/** One to many, as pictures are given captions: one input, a text. */
export const oneToMany: Lesson = {
  name: 'one-to-many',
  title: 'One to many: a text from one symbol',
  words: [
    'The network reads one symbol, the folder or the language of a file, then only zeros, and is to write how such a file begins.',
    'It does not hear what it has written: after the first step the state alone goes on, so it must count its own way through the text.',
    'Train it and move through the moments: at first all symbols give the same, then each its own beginning.',
  ],
  deed: 'Train',
  settings: [
    {
      kind: 'choice',
      name: 'symbol',
      label: 'The one symbol',
      affects: 'experiment',
      choices: [
        { value: 'folder', label: 'The folder of a file' },
        { value: 'language', label: 'The language of a file' },
      ],
      initial: 'folder',
    },
    { ...cellSetting, initial: 'lstm' },
    stepsSetting(STEPS),
    {
      kind: 'range',
      name: 'length',
      label: 'Characters to write',
      affects: 'experiment',
      least: 10,
      most: 200,
      step: 1,
      initial: LENGTH,
    },
  ],
  begin: async setup => await withFilesOrSamples(setup, texts => new OneToManyExperiment(setup, texts)),
};

/** What it writes from each symbol after so many steps. */
interface Moment {
  steps: number;
  /** Of held-out beginnings, bits per character. */
  bits: number;
  written: readonly string[];
}

class OneToManyExperiment implements Experiment {
  readonly #parts: readonly ClassParts[];
  readonly #vocabulary: Vocabulary;
  readonly #training: readonly SymbolText[];
  readonly #heldOut: readonly SymbolText[];
  readonly #writer: Writer;
  readonly #random: Random;
  readonly #clock: () => number;
  readonly #steps: number;
  readonly #moments: Moment[] = [];

  constructor({ values, kernels, random, clock }: Setup, texts: readonly LabText[]) {
    const isByFolder = textOf(values, 'symbol') === 'folder';
    const classOf = (text: LabText) =>
      isByFolder ? folderOf(text) : languageNames[languageOfPath(text.path)];
    this.#parts = splitClasses(texts, classOf)
      .toSorted((a, b) => b.training.length - a.training.length)
      .slice(0, MOST_SYMBOLS);
    if (this.#parts.length < 2)
      throw new UserError(
        `All files are of one ${isByFolder ? 'folder' : 'language'}, so there is nothing to begin with: choose ${
          isByFolder ? 'the language' : 'the folder'
        } as the symbol, or open a folder that has two of them with two files each.`,
      );
    const length = numberOf(values, 'length');
    const all = this.#parts.flatMap(({ training }) => training.map(({ text }) => text.slice(0, 2 * length)));
    this.#vocabulary = Vocabulary.fromTexts(all);
    const beginnings = (members: readonly LabText[], symbol: number) =>
      members.map(({ text }) => ({ symbol, ids: this.#vocabulary.encode(text.slice(0, 2 * length)) }));
    this.#training = this.#parts.flatMap(({ training }, symbol) => beginnings(training, symbol));
    this.#heldOut = this.#parts.flatMap(({ heldOut }, symbol) => beginnings(heldOut, symbol));
    const cell = cellOf(values);
    const sizes = { hiddenSize: HIDDEN_SIZE, vocabSize: this.#vocabulary.size, length, batchSize: BATCH };
    this.#writer = new Writer({ ...sizes, cell, symbols: this.#parts.length }, { kernels, random });
    this.#random = random;
    this.#clock = clock;
    this.#steps = numberOf(values, 'steps');
  }

  *work(): Iterable<Progress> {
    yield* train({
      steps: this.#steps,
      peak: PEAK,
      looks: LOOKS,
      step: learningRate => {
        const texts = Array.from({ length: BATCH }, () => this.#draw());
        this.#writer.step(texts, learningRate);
      },
      look: done => this.#look(done),
      clock: this.#clock,
    });
  }

  #draw(): SymbolText {
    return this.#training[Math.floor(this.#random.next() * this.#training.length)];
  }

  *#look(steps: number): Generator<void, string> {
    let [nats, characters] = [0, 0];
    for (let from = 0; from < this.#heldOut.length; from += BATCH) {
      const read = this.#writer.losses(this.#heldOut.slice(from, from + BATCH));
      nats += read.nats;
      characters += read.characters;
      yield;
    }
    const bits = nats / characters / Math.LN2;
    const written: string[] = [];
    for (const symbol of this.#parts.keys()) {
      written.push(this.#vocabulary.decode(this.#writer.write(symbol)));
      yield;
    }
    this.#moments.push({ steps, bits, written });
    return `${bits.toFixed(3)} bits per character`;
  }

  figures(_view: Values): readonly Figure[] {
    if (this.#moments.length === 0) return [this.#table()];
    return [
      {
        kind: 'timeline',
        id: 'written',
        title: 'What it writes from each symbol',
        caption: 'At each step the likeliest character.',
        moments: this.#moments.map(({ steps, bits, written }) => ({
          label: `after ${steps} steps, ${bits.toFixed(2)} bits per character`,
          text: written.map((text, symbol) => `${this.#parts[symbol].name}:\n${text}`).join('\n\n'),
        })),
      },
      this.#table(),
      this.#curves(),
    ];
  }

  #table(): TableFigure {
    const last = this.#moments.at(-1);
    return {
      kind: 'table',
      id: 'symbols',
      title: 'The symbols',
      columns: ['symbol', 'files learnt from', 'held out', 'writes'],
      rows: this.#parts.map(({ name, training, heldOut }, symbol) => [
        name,
        training.length,
        heldOut.length,
        last?.written[symbol] ?? null,
      ]),
    };
  }

  #curves(): CurvesFigure {
    return {
      kind: 'curves',
      id: 'bits',
      title: 'Beginnings of held-out files',
      caption: 'How well they are said from their symbol alone; files that nothing was learnt from.',
      x: { label: 'training step', scale: 'linear' },
      y: { label: 'bits per character', scale: 'linear' },
      series: [
        {
          name: 'held-out beginnings',
          x: this.#moments.map(({ steps }) => steps),
          y: this.#moments.map(({ bits }) => bits),
        },
      ],
    };
  }
}
