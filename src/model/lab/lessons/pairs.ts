import { UserError } from '../../base/userError.ts';
import type { BarsFigure, CurvesFigure, Figure, TableFigure } from '../figures.ts';
import type { Experiment, LabText, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf } from '../settings.ts';
import {
  commonestTarget,
  isExact,
  PairsRun,
  type PairsRunOptions,
  type SaidPair,
} from '../shapes/pairsRun.ts';
import { spread } from '../shapes/pieces.ts';
import { splitTexts } from '../shapes/splitTexts.ts';
import {
  type FilePair,
  languageOfPairs,
  type PairKind,
  pairKinds,
  pairsOf,
  unlearntPairs,
} from '../shapes/textPairs.ts';
import { languageOfPath } from '../shapes/textSyntax.ts';
import { percent } from './classifierFigures.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { withFilesOrSamples } from './filesOrSamples.ts';
import { stepsSetting } from './stepsSetting.ts';

const LEAST_TRAINING = 20;
const SHOWN = 15;
const STEPS = 1600;

/** What the pairs of each kind are, for people, and how long their targets are in symbols. */
const kinds: Readonly<Record<PairKind, { label: string; things: string; targetLength: number }>> = {
  endings: {
    label: "The last word of a C function's name, from the function",
    things: 'C functions',
    targetLength: 4,
  },
  functions: { label: "A C function's name, from the function", things: 'C functions', targetLength: 12 },
  macros: { label: "A C macro's name, from what it stands for", things: 'C macros', targetLength: 12 },
  sections: {
    label: "A LaTeX section's title, from its first paragraph",
    things: 'LaTeX sections',
    targetLength: 16,
  },
};

/** Many to many, one after the other: an encoder and a decoder, as in translation. */
export const pairs: Lesson = {
  name: 'pairs',
  title: 'Many to many: an encoder, then a decoder',
  words: [
    'An encoder reads a function without its name, or a section without its title; its last state is all that the decoder begins with, which says the name piece by piece, each said piece being what it reads next.',
    'Both learn together: the gradient of what was said goes back through the decoder into the state, and from there through the encoder.',
    'Train them and compare how many held-out names are said exactly with who always gives the commonest answer.',
  ],
  deed: 'Train',
  settings: [
    {
      kind: 'choice',
      name: 'pairs',
      label: 'What is said of what',
      affects: 'experiment',
      choices: pairKinds.map(value => ({ value, label: kinds[value].label })),
      initial: 'endings',
    },
    cellSetting,
    stepsSetting(STEPS),
  ],
  begin: async setup => await withFilesOrSamples(setup, texts => new PairsExperiment(setup, texts)),
};

class PairsExperiment implements Experiment {
  readonly #run: PairsRun;
  readonly #training: readonly FilePair[];
  readonly #heldOut: readonly FilePair[];
  readonly #files: number;

  constructor({ values, kernels, random, clock }: Setup, texts: readonly LabText[]) {
    const kind = pairKinds.find(each => each === textOf(values, 'pairs'))!;
    const { things, targetLength } = kinds[kind];
    const language = languageOfPairs(kind);
    const parts = splitTexts(
      texts.filter(({ path }) => languageOfPath(path) === language),
      `files with ${things}`,
    );
    this.#training = pairsOf(parts.training, kind);
    this.#heldOut = unlearntPairs(pairsOf(parts.heldOut, kind), this.#training);
    this.#files = new Set(this.#heldOut.map(({ path }) => path)).size;
    if (this.#training.length < LEAST_TRAINING || this.#heldOut.length === 0)
      throw new UserError(
        `There are ${this.#training.length} ${things} to learn from and ${this.#heldOut.length} to try: open a folder with more of them, or choose other pairs.`,
      );
    const options: PairsRunOptions = {
      cell: cellOf(values),
      hiddenSize: 96,
      sourceLength: 60,
      targetLength,
      batchSize: 32,
      weightDecay: 0.1,
      leaveOut: 0.2,
      steps: numberOf(values, 'steps'),
      peak: 0.004,
    };
    const shared = { training: this.#training, heldOut: this.#heldOut };
    this.#run = new PairsRun(shared, options, { kernels, random, clock });
  }

  work(): Iterable<Progress> {
    return this.#run.work();
  }

  figures(): readonly Figure[] {
    const { said } = this.#run;
    const right = said.filter(isExact);
    const wrong = said.filter(each => !isExact(each));
    return [
      this.#compared(),
      ...examples(right, { id: 'right', title: 'Held-out pairs said right' }),
      ...examples(wrong, { id: 'wrong', title: 'Held-out pairs said wrong' }),
      this.#curves(),
    ];
  }

  #compared(): BarsFigure {
    const commonest = commonestTarget(this.#training);
    const base = this.#heldOut.filter(({ target }) => target === commonest).length / this.#heldOut.length;
    const last = this.#run.standings.at(-1);
    const bars: BarsFigure['bars'][number][] = [{ label: `always ${commonest}`, value: base }];
    if (last) bars.push({ label: 'encoder and decoder', value: last.exact, marked: true });
    return {
      kind: 'bars',
      id: 'compared',
      title: 'Held-out pairs said exactly',
      caption: last
        ? `${percent(last.exact)} of ${this.#heldOut.length} pairs of ${this.#files} files that nothing was learnt from; the commonest answer is right for ${percent(base)}.`
        : `${this.#training.length} pairs to learn from, ${this.#heldOut.length} held out.`,
      unit: 'share',
      bars,
    };
  }

  #curves(): CurvesFigure {
    const { standings } = this.#run;
    const x = standings.map(({ steps }) => steps);
    return {
      kind: 'curves',
      id: 'exact',
      title: 'Along the training',
      caption: 'On some of the held-out pairs, and at the end on all.',
      x: { label: 'training step', scale: 'linear' },
      y: { label: 'share said exactly, and loss in nats', scale: 'linear' },
      series: [
        { name: 'held-out pairs said exactly', x, y: standings.map(({ exact }) => exact) },
        { name: 'training loss, nats', x, y: standings.map(({ loss }) => loss) },
      ],
    };
  }
}

/** Some pairs, from all over; nothing where there are none. */
function examples(said: readonly SaidPair[], { id, title }: { id: string; title: string }): TableFigure[] {
  if (said.length === 0) return [];
  const shown = spread(said, SHOWN);
  return [
    {
      kind: 'table',
      id,
      title,
      caption: `${shown.length} of ${said.length}.`,
      columns: ['right', 'said', 'from', 'file'],
      rows: shown.map(({ pair, said: answer }) => [
        pair.target,
        answer,
        pair.source.slice(0, 120),
        pair.path,
      ]),
    },
  ];
}
