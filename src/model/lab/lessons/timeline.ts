import { Random } from '../../base/random.ts';
import type { CurvesFigure, Figure, TimelineFigure } from '../figures.ts';
import { inThousands, labCorpus } from '../labCorpus.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { chosenTexts, textChoice } from '../textChoice.ts';
import { momentsUpTo } from '../texts/moments.ts';
import { SEQ_LENGTH, TextRun } from '../texts/textRun.ts';
import { stepsSetting } from './stepsSetting.ts';
import { cellOf, cellSetting } from './cellSetting.ts';

const HIDDEN_SIZE = 128;
const STEPS = 800;
/** Of each text that is drawn, characters. */
const DRAWN = 400;
const LEAST_CHARACTERS = 10 * SEQ_LENGTH;

/** Text that grows natural along a training: Shakespeare's plays, LaTeX, C, or one's own. */
export const timeline: Lesson = {
  name: 'timeline',
  title: 'From noise to text',
  words: [
    'At moments of its training the network is stopped and writes a text from the same beginning with the same random numbers, so that all that differs is what it has learnt.',
    'First it finds how often each character comes, then words and line ends, then the forms that a text of this kind has, since what is most frequent lowers the loss most.',
    'Choose plays, LaTeX, C or your own files, train, and move along the timeline.',
  ],
  deed: 'Train and write',
  settings: [
    { ...textChoice, initial: 'plays' },
    { ...cellSetting, initial: 'lstm' },
    stepsSetting(STEPS),
    {
      kind: 'text',
      name: 'prime',
      label: 'Beginning of each text',
      affects: 'experiment',
      initial: '',
      longest: 200,
    },
  ],
  begin: async setup => {
    const { material, values, random } = setup;
    const chosen = await chosenTexts(material, values);
    const corpus = await labCorpus(chosen, { least: LEAST_CHARACTERS, purpose: 'this training', random });
    const cell = cellOf(values);
    const steps = numberOf(values, 'steps');
    const run = new TextRun(corpus, { ...setup, cell, hiddenSize: HIDDEN_SIZE, steps });
    return new TimelineExperiment(setup, run, chosen.name);
  },
};

interface Moment {
  step: number;
  bitsPerChar: number;
  text: string;
}

class TimelineExperiment implements Experiment {
  readonly #run: TextRun;
  readonly #name: string;
  readonly #prime: string;
  readonly #clock: () => number;
  /** Each text is drawn with the numbers that begin here. */
  readonly #numbers: readonly number[];
  readonly #moments: Moment[] = [];
  /** Of the training text, by step, bits per character. */
  readonly #losses: number[] = [];

  constructor({ values, random, clock }: Setup, run: TextRun, name: string) {
    this.#run = run;
    this.#name = name;
    this.#prime = textOf(values, 'prime');
    this.#clock = clock;
    this.#numbers = random.state;
  }

  *work(): Iterable<Progress> {
    const { steps } = this.#run;
    for (const words of inSlices(this.#train(), this.#clock))
      yield { share: this.#losses.length / steps, words };
  }

  *#train(): Iterable<string> {
    const run = this.#run;
    for (const moment of momentsUpTo(run.steps)) {
      while (run.stepCount < moment) {
        this.#losses.push(run.step());
        yield this.#standing;
      }
      const measuring = run.measure();
      let slice = measuring.next();
      for (; !slice.done; slice = measuring.next()) yield this.#standing;
      const text = run.write(this.#prime, DRAWN, Random.restore(this.#numbers));
      this.#moments.push({ step: moment, bitsPerChar: slice.value, text: this.#prime + text });
      yield this.#standing;
    }
  }

  get #standing(): string {
    const last = this.#moments.at(-1);
    const measured = last ? `, ${last.bitsPerChar.toFixed(2)} bits per character` : '';
    return `step ${this.#losses.length}${measured}`;
  }

  figures(): readonly Figure[] {
    return this.#moments.length === 0 ? [this.#before()] : [this.#timeline(), this.#curves()];
  }

  #before(): Figure {
    return {
      kind: 'text',
      id: 'text',
      title: 'The text that is learnt',
      caption: `The beginning of ${this.#name}.`,
      text: this.#run.corpus.vocabulary.decode(this.#run.corpus.training[0].ids.subarray(1, DRAWN)),
    };
  }

  #timeline(): TimelineFigure {
    const steps = inThousands(this.#run.steps);
    return {
      kind: 'timeline',
      id: 'timeline',
      title: 'What it writes',
      caption: `The same network after more and more of ${steps} steps on ${this.#name}, from the same beginning with the same random numbers.`,
      moments: this.#moments.map(({ step, bitsPerChar, text }) => ({
        label: `after ${inThousands(step)} ${step === 1 ? 'step' : 'steps'}, ${bitsPerChar.toFixed(2)} bits per character`,
        text,
      })),
    };
  }

  #curves(): CurvesFigure {
    return {
      kind: 'curves',
      id: 'loss',
      title: 'Loss along the training',
      caption:
        'Of the text that is learnt, window by window, and of held-out text at the moments of the timeline.',
      x: { label: 'training step, from 1', scale: 'logarithmic' },
      y: { label: 'loss, bits per character', scale: 'linear' },
      series: [
        { name: 'learnt text', x: this.#losses.map((_, i) => i + 1), y: this.#losses },
        {
          name: 'held-out text',
          x: this.#moments.map(({ step }) => step + 1),
          y: this.#moments.map(({ bitsPerChar }) => bitsPerChar),
        },
      ],
    };
  }
}
