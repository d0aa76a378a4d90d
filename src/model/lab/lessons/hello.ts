import { TextTraining } from '../cell/textTraining.ts';
import { weightFigures } from '../cell/weightFigures.ts';
import type { Figure } from '../figures.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Values } from '../settings.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { helloFigures } from './helloFigures.ts';

const SYMBOLS = ['h', 'e', 'l', 'o'];
const TEXT = Array.from('hello', symbol => SYMBOLS.indexOf(symbol));
const HIDDEN_SIZE = 4;
const MOST_STEPS = 600;
const LEARNING_RATE = 0.02;

/** The character-level language model in its smallest form, after A. Karpathy, "The Unreasonable Effectiveness of RNNs". */
export const hello: Lesson = {
  name: 'hello',
  title: 'A language model of four letters',
  words: [
    'The network reads h, e, l, l as one-hot vectors and is to say at each step which letter comes next: e, l, l, o.',
    'The two l are followed by different letters, so it can only be right by what its hidden state remembers.',
    'Train it, then move through the steps of the training and watch the probabilities of the right letters grow.',
  ],
  deed: 'Train',
  settings: [
    { ...cellSetting, initial: 'rnn' },
    {
      kind: 'range',
      name: 'step',
      label: 'Training step',
      affects: 'view',
      least: 0,
      most: MOST_STEPS,
      step: 1,
      initial: MOST_STEPS,
      playable: true,
    },
  ],
  begin: setup => Promise.resolve(new HelloExperiment(setup)),
};

class HelloExperiment implements Experiment {
  readonly #training: TextTraining;

  constructor(setup: Setup) {
    this.#training = new TextTraining(setup, {
      cell: cellOf(setup.values),
      vocabSize: SYMBOLS.length,
      hiddenSize: HIDDEN_SIZE,
      text: TEXT,
      learningRate: LEARNING_RATE,
      mostSteps: MOST_STEPS,
    });
  }

  work(): Iterable<Progress> {
    return this.#training.train();
  }

  figures(view: Values): readonly Figure[] {
    const step = Math.min(numberOf(view, 'step'), this.#training.stepCount);
    const moment = this.#training.moments[step];
    return [
      ...helloFigures(moment, SYMBOLS),
      ...weightFigures(moment.weights, SYMBOLS),
      this.#training.lossCurve(step),
    ];
  }

  most(): Readonly<Record<string, number>> {
    return { step: this.#training.stepCount };
  }
}
