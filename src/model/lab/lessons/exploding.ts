import type { Corpus } from '../../text/corpus.ts';
import type { Figure, Series } from '../figures.ts';
import { ExplodingRun } from '../gradients/explodingRun.ts';
import { labCorpus } from '../labCorpus.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { chosenTexts, textChoice } from '../textChoice.ts';
import { clipNorm, explodingWords, type NamedRun, SLOWER } from './explodingWords.ts';

const STEPS = 150;
/** Characters of a step for each of the window: streams side by side. */
const STREAMS = 8;

/** A training that explodes, is caught, and is saved by clipping or by a lower learning rate. */
export const exploding: Lesson = {
  name: 'exploding',
  title: 'A training that explodes',
  words: [
    'Plain gradient descent goes along the gradient times the learning rate, so one gradient that has exploded throws all weights away.',
    'The greater the spectral radius of Whh and the longer the window, the more the gradient can grow on its way back.',
    'Train and see the run caught, then compare the same run with its gradients clipped and with a tenth of the rate.',
  ],
  deed: 'Train',
  settings: [
    textChoice,
    {
      kind: 'range',
      name: 'radius',
      label: 'Spectral radius of Whh at the start',
      affects: 'experiment',
      least: 0.5,
      most: 4,
      step: 0.1,
      initial: 2,
    },
    {
      kind: 'range',
      name: 'rate',
      label: 'Learning rate',
      affects: 'experiment',
      least: 0.1,
      most: 10,
      step: 0.1,
      initial: 3,
    },
    {
      kind: 'range',
      name: 'window',
      label: 'Window, characters',
      affects: 'experiment',
      least: 10,
      most: 200,
      step: 10,
      initial: 50,
    },
    {
      kind: 'range',
      name: 'clip',
      label: 'Clipped at',
      affects: 'experiment',
      least: 0.05,
      most: 2,
      step: 0.05,
      initial: 0.25,
    },
  ],
  begin: async setup => {
    const chosen = await chosenTexts(setup.material, setup.values);
    const window = numberOf(setup.values, 'window');
    const purpose = `a step of windows of ${window}`;
    const least = Math.max(1000, 2 * STREAMS * window);
    const corpus = await labCorpus(chosen, { least, purpose, random: setup.random });
    return new ExplodingExperiment(setup, corpus);
  },
};

class ExplodingExperiment implements Experiment {
  readonly #runs: readonly NamedRun[];
  readonly #clock: () => number;

  constructor({ values, kernels, random, clock }: Setup, corpus: Corpus) {
    const learningRate = numberOf(values, 'rate');
    const gradClip = numberOf(values, 'clip');
    const common = {
      corpus,
      kernels,
      seed: Math.floor(random.next() * 2 ** 32),
      window: numberOf(values, 'window'),
      radius: numberOf(values, 'radius'),
      streams: STREAMS,
    };
    const off = Infinity;
    this.#clock = clock;
    this.#runs = [
      { name: 'as set, not clipped', run: new ExplodingRun({ ...common, learningRate, gradClip: off }) },
      { name: `clipped at ${gradClip}`, run: new ExplodingRun({ ...common, learningRate, gradClip }) },
      {
        name: `a tenth of the rate, not clipped`,
        run: new ExplodingRun({ ...common, learningRate: learningRate * SLOWER, gradClip: off }),
      },
    ];
  }

  *work(): Iterable<Progress> {
    yield* inSlices(this.#steps(), this.#clock);
  }

  *#steps(): Iterable<Progress> {
    for (const [i, { name, run }] of this.#runs.entries())
      for (let step = 1; step <= STEPS && !run.explosion; step++) {
        run.step();
        const share = (i + step / STEPS) / this.#runs.length;
        yield { share, words: `${name}: step ${step}, ${run.losses.at(-1)!.toFixed(2)} nats` };
      }
  }

  figures(_view: Values): readonly Figure[] {
    return [
      { kind: 'text', id: 'message', title: 'What became of it', text: explodingWords(this.#runs) },
      {
        kind: 'curves',
        id: 'loss',
        title: 'Loss',
        x: { label: 'training step', scale: 'linear' },
        y: { label: 'loss, nats per character', scale: 'linear' },
        series: this.#series(run => run.losses),
      },
      {
        kind: 'curves',
        id: 'norm',
        title: 'Length of the gradient',
        caption: 'All gradients together, before clipping.',
        x: { label: 'training step', scale: 'linear' },
        y: { label: 'norm, nats', scale: 'logarithmic' },
        series: this.#series(run => run.norms),
      },
      {
        kind: 'curves',
        id: 'used',
        title: 'What the step was made of',
        caption: 'The length of the gradient after clipping.',
        x: { label: 'training step', scale: 'linear' },
        y: { label: 'norm, nats', scale: 'logarithmic' },
        series: this.#series(run => run.norms.map(norm => clipNorm(norm, run.gradClip))),
      },
    ];
  }

  #series(of: (run: ExplodingRun) => readonly number[]): Series[] {
    return this.#runs.map(({ name, run }) => {
      const values = of(run);
      return {
        name,
        x: values.map((_, i) => i + 1),
        y: values.map(value => (Number.isFinite(value) ? value : null)),
      };
    });
  }
}
