import { Random } from '../../base/random.ts';
import { tokenKinds } from '../../text/alphabet.ts';
import type { Figure } from '../figures.ts';
import { labCorpus } from '../labCorpus.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { chosenTexts, textChoice } from '../textChoice.ts';
import { BATCH_SIZE, SEQ_LENGTH, TextRun } from '../texts/textRun.ts';
import { stepsSetting } from './stepsSetting.ts';
import {
  charactersPerWord,
  type TokenCurve,
  tokenFigure,
  tokenCurves,
  tokenTable,
  writtenFigure,
} from './wordsFigures.ts';

const HIDDEN_SIZE = 128;
const STEPS = 800;
/** Of the text that is shown in symbols, and of each text that is drawn, characters. */
const SHOWN = 160;
const DRAWN = 300;
/** Of each curve, the start not counted. */
const MEASUREMENTS = 16;
const LEAST_CHARACTERS = 40 * SEQ_LENGTH;

/** The same text read in characters and in words, side by side. */
export const words: Lesson = {
  name: 'words',
  title: 'Characters or words',
  words: [
    'One network reads the text character by character, the other word by word, where every punctuation mark, space and line end is a symbol, too, and a rare word is spelled.',
    'Words make the text shorter and the choice at each step larger, so their losses can only be compared by the bits for each character of the text.',
    'Train both on the same amount of text and see which predicts text that neither has seen with fewer bits.',
  ],
  deed: 'Train both',
  settings: [{ ...textChoice, initial: 'plays' }, stepsSetting(STEPS)],
  begin: async setup => {
    const { material, values, random } = setup;
    const chosen = await chosenTexts(material, values);
    const purpose = 'a vocabulary of words';
    const state = random.state;
    const runs: TextRun[] = [];
    for (const tokens of tokenKinds) {
      // The same seed of the split and of the weights for both.
      const same = Random.restore(state);
      const corpus = await labCorpus(chosen, { least: LEAST_CHARACTERS, purpose, random: same, tokens });
      const steps = stepsOf(numberOf(values, 'steps'), corpus.charactersPerSymbol);
      const network = { cell: 'lstm', hiddenSize: HIDDEN_SIZE, steps } as const;
      runs.push(new TextRun(corpus, { ...setup, ...network, random: same }));
    }
    return new WordsExperiment(setup, runs, chosen.name);
  },
};

/** As many characters are read in fewer steps where a symbol stands for several of them. */
function stepsOf(steps: number, charactersPerSymbol: number): number {
  return Math.max(MEASUREMENTS, Math.round(steps / charactersPerSymbol));
}

class WordsExperiment implements Experiment {
  readonly #runs: readonly TextRun[];
  readonly #curves: readonly TokenCurve[];
  readonly #name: string;
  readonly #clock: () => number;
  readonly #numbers: readonly number[];
  /** What each writes at the end. */
  readonly #written: string[] = [];

  constructor({ random, clock }: Setup, runs: readonly TextRun[], name: string) {
    this.#runs = runs;
    this.#curves = runs.map(run => ({
      run,
      charactersRead: [],
      bitsPerChar: [],
      charactersPerWord: charactersPerWord(run),
    }));
    this.#name = name;
    this.#clock = clock;
    this.#numbers = random.state;
  }

  *work(): Iterable<Progress> {
    for (const share of inSlices(this.#train(), this.#clock)) yield { share, words: this.#standing };
    for (const run of this.#runs) this.#written.push(run.write('', DRAWN, Random.restore(this.#numbers)));
  }

  /** Trains both in turns, so that their curves grow together; yields the share that is done. */
  *#train(): Iterable<number> {
    for (let part = 0; part <= MEASUREMENTS; part++)
      for (const [i, run] of this.#runs.entries()) {
        const until = Math.round((run.steps * part) / MEASUREMENTS);
        while (run.stepCount < until) {
          run.step();
          yield this.#share;
        }
        const measuring = run.measure();
        let slice = measuring.next();
        for (; !slice.done; slice = measuring.next()) yield this.#share;
        this.#curves[i].charactersRead.push(run.charactersRead);
        this.#curves[i].bitsPerChar.push(slice.value);
      }
    yield 1;
  }

  get #share(): number {
    const done = this.#runs.reduce((sum, { stepCount }) => sum + stepCount, 0);
    return Math.min(1, done / this.#runs.reduce((sum, { steps }) => sum + steps, 0));
  }

  get #standing(): string {
    const standing = this.#curves.map(({ run, bitsPerChar }) => {
      const kind = run.corpus.vocabulary.tokens === 'char' ? 'characters' : 'words';
      return `${kind} ${bitsPerChar.at(-1)?.toFixed(2) ?? 'not measured'}`;
    });
    return `bits per character: ${standing.join(', ')}`;
  }

  figures(_view: Values): readonly Figure[] {
    const [{ vocabulary, validation }] = this.#runs.map(({ corpus }) => corpus);
    const text = vocabulary.decode(validation[0].ids.subarray(1, SHOWN + 1));
    const isMeasured = this.#curves.every(({ bitsPerChar }) => bitsPerChar.length > 0);
    return [
      ...this.#runs.map(({ corpus }) => tokenFigure(text, corpus.vocabulary)),
      tokenTable(this.#curves, { name: this.#name, symbolsPerStep: BATCH_SIZE * SEQ_LENGTH }),
      ...(isMeasured ? [tokenCurves(this.#curves)] : []),
      ...this.#written.map((each, i) => writtenFigure(each, this.#runs[i].corpus.vocabulary)),
    ];
  }
}
