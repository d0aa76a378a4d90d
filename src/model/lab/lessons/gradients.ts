import { type CellType, cellTypes } from '../../network/cells/cells.ts';
import type { Corpus } from '../../text/corpus.ts';
import type { Figure } from '../figures.ts';
import { CellGradients, type GradientMoment } from '../gradients/cellGradients.ts';
import { stretchesOf } from '../gradients/gradientDecay.ts';
import { inThousands, labCorpus } from '../labCorpus.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { SmallTraining } from '../texts/smallTraining.ts';
import { chosenTexts, textChoice } from '../textChoice.ts';
import { cellSetting } from './cellSetting.ts';
import { decayFigure, radiusFigure, splitFigures } from './gradientsFigures.ts';

/** That a small network is trained on. */
const LEAST_CHARACTERS = 1000;
/** Steps whose gradients are split by their losses, at most: as many rows as can be seen. */
const MOST_SPLIT = 40;

/** Vanishing and exploding gradients on the reader's own text, after R. Pascanu, T. Mikolov and Y. Bengio (arXiv:1211.5063). */
export const gradients: Lesson = {
  name: 'gradients',
  title: 'Gradients on their way back in time',
  words: [
    'The loss at one character has a gradient by every state before it: here is how much of it is left, step for step back.',
    'At the start it dies away within some ten steps in all three cells; training teaches the gates of LSTM and GRU to let it through.',
    'Train, compare the curves before and after, then look in the split which losses a state learns from.',
  ],
  deed: 'Train and measure',
  settings: [
    textChoice,
    {
      kind: 'range',
      name: 'reach',
      label: 'Steps back',
      affects: 'experiment',
      least: 20,
      most: 200,
      step: 10,
      initial: 100,
    },
    {
      kind: 'range',
      name: 'characters',
      label: 'Characters to train on',
      affects: 'experiment',
      least: 5000,
      most: 200_000,
      step: 5000,
      initial: 40_000,
    },
    { ...cellSetting, label: 'Cell that is split', affects: 'view', initial: 'lstm' },
    {
      kind: 'choice',
      name: 'moment',
      label: 'Moment',
      affects: 'view',
      choices: [
        { value: 'start', label: 'At the start' },
        { value: 'trained', label: 'After training' },
      ],
      initial: 'trained',
    },
  ],
  begin: async setup => {
    const chosen = await chosenTexts(setup.material, setup.values);
    const purpose = 'a small training';
    const corpus = await labCorpus(chosen, { least: LEAST_CHARACTERS, purpose, random: setup.random });
    return new GradientsExperiment(setup, corpus, chosen.name);
  },
};

interface MeasuredCell {
  cell: CellType;
  training: SmallTraining;
  gradients: CellGradients;
  start: GradientMoment;
  trained?: GradientMoment;
}

class GradientsExperiment implements Experiment {
  readonly #cells: readonly MeasuredCell[];
  readonly #characters: readonly string[];
  readonly #clock: () => number;

  constructor(setup: Setup, corpus: Corpus, name: string) {
    const { values, clock } = setup;
    const reach = numberOf(values, 'reach');
    const characters = numberOf(values, 'characters');
    const stretches = stretchesOf(corpus, reach, name);
    const split = Math.min(MOST_SPLIT, reach);
    this.#clock = clock;
    this.#characters = stretches[0].slice(0, split + 1).map(id => corpus.vocabulary.character(id));
    this.#cells = cellTypes.map(cell => {
      const training = new SmallTraining(setup, { corpus, cell, characters });
      const measured = new CellGradients(training.network, stretches, split);
      return { cell, training, gradients: measured, start: measured.look() };
    });
  }

  *work(): Iterable<Progress> {
    for (const [i, one] of this.#cells.entries()) {
      let bits = Number.NaN;
      const training = one.training.train(bitsPerChar => (bits = bitsPerChar));
      for (const share of inSlices(training, this.#clock)) {
        const known = Number.isNaN(bits) ? '' : `, ${bits.toFixed(2)} bits per character`;
        const read = inThousands(one.training.charactersRead);
        const words = `${one.cell.toUpperCase()}: ${read} characters${known}`;
        yield { share: (i + share) / this.#cells.length, words };
      }
      one.trained = one.gradients.look();
    }
  }

  figures(view: Values): readonly Figure[] {
    const one = this.#cells.find(({ cell }) => cell === textOf(view, 'cell'))!;
    const trained = textOf(view, 'moment') === 'trained' ? one.trained : undefined;
    const shown = {
      split: (trained ?? one.start).split,
      characters: this.#characters,
      name: `${one.cell.toUpperCase()} ${trained ? 'after training' : 'at the start'}`,
    };
    return [decayFigure(this.#cells), ...splitFigures(shown), radiusFigure(this.#cells)];
  }
}
