import { UserError } from '../../base/userError.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import type { BarsFigure, CurvesFigure, Figure, MatrixFigure } from '../figures.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf } from '../settings.ts';
import { Bigrams, bitsPerCharacter } from '../shapes/bigrams.ts';
import { train } from '../shapes/course.ts';
import { NextCharacter } from '../shapes/nextCharacter.ts';
import { splitTexts, type TextParts } from '../shapes/splitTexts.ts';
import { TextStreams } from '../shapes/textStreams.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { withFilesOrSamples } from './filesOrSamples.ts';
import { stepsSetting } from './stepsSetting.ts';

const HIDDEN_SIZE = 64;
const LENGTH = 64;
const BATCH = 16;
const STEPS = 1500;
const PEAK = 0.01;
const LOOKS = 15;
/** Held-out characters that are read at each look. */
const LOOK_CHARACTERS = 30_000;
/** Characters in the picture of what follows what. */
const PICTURED = 24;

/** One to one: the standard network, beside what is to be gained by a state. */
export const oneToOne: Lesson = {
  name: 'one-to-one',
  title: 'One to one: the next character from the present one',
  words: [
    'A plain network sees one character and says which comes next; its state begins at zero at every step, so nothing of what was before is left.',
    'Counting how often each character follows each other one is all that can be known so, and the network comes down to that limit and no further.',
    'Train it and, beside it, the same network with its state carried on: the gap between the two curves is what memory is worth.',
  ],
  deed: 'Train',
  settings: [{ ...cellSetting, label: 'Cell of the one with memory', initial: 'lstm' }, stepsSetting(STEPS)],
  begin: async setup =>
    await withFilesOrSamples(setup, texts => new OneToOneExperiment(setup, splitTexts(texts, 'files'))),
};

interface Contestant {
  name: string;
  net: NextCharacter;
  state: Float32Array;
  /** Of held-out text, bits per character: one a look. */
  bits: number[];
}

class OneToOneExperiment implements Experiment {
  readonly #vocabulary: Vocabulary;
  readonly #training: readonly { ids: Uint16Array }[];
  readonly #tried: readonly { ids: Uint16Array }[];
  readonly #heldOutFiles: number;
  readonly #streams: TextStreams<{ ids: Uint16Array }>;
  readonly #contestants: readonly Contestant[];
  readonly #counted: Bigrams;
  readonly #bounds: { alone: number; bigrams: number; limit: number };
  readonly #clock: () => number;
  readonly #stepCount: number;
  readonly #steps: number[] = [];

  constructor({ values, kernels, random, clock }: Setup, { training, heldOut }: TextParts) {
    this.#clock = clock;
    this.#stepCount = numberOf(values, 'steps');
    this.#vocabulary = Vocabulary.fromTexts(training.map(({ text }) => text));
    const vocabSize = this.#vocabulary.size;
    this.#training = training.map(({ text }) => ({ ids: this.#vocabulary.encode(text) }));
    const each = Math.ceil(LOOK_CHARACTERS / heldOut.length);
    this.#tried = heldOut.map(({ text }) => ({ ids: this.#vocabulary.encode(text).subarray(0, each) }));
    this.#heldOutFiles = heldOut.length;
    checkTexts(this.#training, this.#tried);

    const tried = this.#tried.map(({ ids }) => ids);
    this.#counted = new Bigrams(
      this.#training.map(({ ids }) => ids),
      vocabSize,
    );
    this.#bounds = {
      alone: bitsPerCharacter(tried, (_, next) => this.#counted.alone(next)),
      bigrams: bitsPerCharacter(tried, (present, next) => this.#counted.chance(present, next)),
      limit: new Bigrams(tried, vocabSize).limit(),
    };
    this.#streams = TextStreams.endless(this.#training, { streams: BATCH, random });
    const cell = cellOf(values);
    const size = { hiddenSize: HIDDEN_SIZE, vocabSize, length: LENGTH, batchSize: BATCH };
    this.#contestants = [
      contestant(
        'one to one',
        new NextCharacter({ ...size, cell: 'rnn', state: 'none' }, { kernels, random }),
      ),
      contestant(
        `${cell.toUpperCase()}, state carried`,
        new NextCharacter({ ...size, cell, state: 'carried' }, { kernels, random }),
      ),
    ];
  }

  *work(): Iterable<Progress> {
    yield* train({
      steps: this.#stepCount,
      peak: PEAK,
      looks: LOOKS,
      step: learningRate => {
        const parts = this.#streams.next(LENGTH);
        for (const { net, state } of this.#contestants) net.step(parts, state, learningRate);
      },
      look: done => this.#look(done),
      clock: this.#clock,
    });
  }

  *#look(steps: number): Generator<void, string> {
    for (const { net, bits } of this.#contestants) {
      const state = net.newState();
      let [nats, characters] = [0, 0];
      for (const parts of TextStreams.once(this.#tried, { streams: BATCH }).all(LENGTH)) {
        const read = net.losses(parts, state);
        nats += read.nats;
        characters += read.characters;
        yield;
      }
      bits.push(nats / characters / Math.LN2);
    }
    this.#steps.push(steps);
    return (
      this.#contestants.map(({ name, bits }) => `${name} ${bits.at(-1)!.toFixed(3)}`).join(', ') +
      ' bits per character'
    );
  }

  figures(): readonly Figure[] {
    return [this.#compared(), this.#curves(), this.#pictureOfCounts(), this.#pictureOfNet()];
  }

  #compared(): BarsFigure {
    const { alone, bigrams, limit } = this.#bounds;
    const bars: BarsFigure['bars'][number][] = [
      { label: 'counts of characters', value: alone },
      { label: 'counts of pairs (bigrams)', value: bigrams },
      { label: 'pairs counted on this very text: the limit', value: limit },
    ];
    for (const { name, bits } of this.#contestants)
      if (bits.length > 0) bars.push({ label: name, value: bits.at(-1)!, marked: true });
    return {
      kind: 'bars',
      id: 'compared',
      title: 'Held-out text, bits per character',
      caption: `The beginnings of ${this.#heldOutFiles} files that nothing was learnt from. Who sees only the present character cannot be below the limit.`,
      unit: 'bits per character',
      bars,
    };
  }

  #curves(): CurvesFigure {
    const x = this.#steps;
    return {
      kind: 'curves',
      id: 'bits',
      title: 'Along the training',
      caption: 'Both read the same text; the only difference is whether a state is carried on.',
      x: { label: 'training step', scale: 'linear' },
      y: { label: 'bits per character', scale: 'linear' },
      series: [
        ...this.#contestants.map(({ name, bits }) => ({ name, x, y: bits })),
        { name: 'bigrams', x, y: x.map(() => this.#bounds.bigrams) },
      ],
    };
  }

  #pictureOfCounts(): MatrixFigure {
    const picture = this.#picture((present, next) => this.#counted.chance(present, next));
    return { ...picture, id: 'counted', title: 'What follows what, as counted' };
  }

  #pictureOfNet(): MatrixFigure {
    const { net } = this.#contestants[0];
    const after = new Map<number, number[]>();
    const picture = this.#picture((present, next) => {
      if (!after.has(present)) after.set(present, net.after(present));
      return after.get(present)![next];
    });
    return { ...picture, id: 'learnt', title: 'What follows what, as the plain network has it' };
  }

  #picture(chance: (present: number, next: number) => number): Omit<MatrixFigure, 'id' | 'title'> {
    const symbols = this.#counted.commonest(PICTURED);
    const names = symbols.map(symbol => this.#vocabulary.character(symbol));
    return {
      kind: 'matrix',
      caption: 'Rows are the present character, columns the next: the probability of each of the commonest.',
      rows: names,
      columns: names,
      values: symbols.flatMap(present => symbols.map(next => chance(present, next))),
      scale: 'positive',
    };
  }
}

function contestant(name: string, net: NextCharacter): Contestant {
  return { name, net, state: net.newState(), bits: [] };
}

function checkTexts(training: readonly { ids: Uint16Array }[], tried: readonly { ids: Uint16Array }[]): void {
  const symbols = new Set<number>();
  for (const { ids } of training) for (const id of ids) symbols.add(id);
  if (symbols.size < 2)
    throw new UserError(
      'The text has only one character, so there is nothing to predict: open a folder with real files.',
    );
  if (!tried.some(({ ids }) => ids.length > 1))
    throw new UserError(
      'The files that are kept to try what was learnt have one character at most: open a folder with longer files.',
    );
}
