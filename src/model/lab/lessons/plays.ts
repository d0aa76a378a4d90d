import { UserError } from '../../base/userError.ts';
import type { Corpus, EncodedFile } from '../../text/corpus.ts';
import type { Figure } from '../figures.ts';
import { labCorpus } from '../labCorpus.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { type Answers, answerOf, CellTally, f1Of } from '../texts/bestCell.ts';
import { chosenTexts, textChoice } from '../textChoice.ts';
import { type LabelledIds, readLabelled } from '../texts/labelledRead.ts';
import { speakerLabels } from '../texts/speakerLines.ts';
import { TextRun } from '../texts/textRun.ts';
import { stepsSetting } from './stepsSetting.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { type Finding, findingFigures, SHOWN, type SpokenText } from './playsFigures.ts';

const HIDDEN_SIZE = 96;
const STEPS = 800;
/** Characters that cells are chosen by, and that they are tried on. */
const CHOSEN_BY = 24_000;
const TRIED_ON = 8000;
/** Findings along the training, the one before it not counted. */
const FINDINGS = 5;
const LEAST_CHARACTERS = 4000;
/** Most places that the setting can go to. */
const MOST_PLACES = 100;

/** A model of plays that was told nothing but the text, and has a cell that tells who speaks from what is said. */
export const plays: Lesson = {
  name: 'plays',
  title: 'Speaker or speech?',
  words: [
    'The network only learns to predict the next character of a play, and nobody tells it what is the name of a speaker and what is speech.',
    'Names are spelled and followed by other characters than speech is, so it pays to remember being in one: a single cell of its state comes to do so, which is found on the text that was learnt and tried on scenes that were not.',
    'Train it, look at what the best cell says of a held-out scene, and where it is wrong.',
  ],
  deed: 'Train and look for the cell',
  settings: [
    { ...textChoice, initial: 'plays' },
    { ...cellSetting, initial: 'lstm' },
    stepsSetting(STEPS),
    {
      kind: 'range',
      name: 'place',
      label: 'Place in the held-out scenes',
      affects: 'view',
      least: 0,
      most: MOST_PLACES,
      step: 1,
      initial: 0,
      playable: true,
    },
  ],
  begin: async setup => {
    const { material, values, random } = setup;
    const chosen = await chosenTexts(material, values);
    const corpus = await labCorpus(chosen, { least: LEAST_CHARACTERS, purpose: 'this training', random });
    const parts = {
      training: labelled(corpus, corpus.training, CHOSEN_BY),
      heldOut: labelled(corpus, corpus.validation, TRIED_ON),
    };
    for (const part of Object.values(parts)) if (!part.some(hasBoth)) throw noSpeakers(chosen.name);
    const cell = cellOf(values);
    const steps = numberOf(values, 'steps');
    const run = new TextRun(corpus, { ...setup, cell, hiddenSize: HIDDEN_SIZE, steps });
    return new PlaysExperiment(setup, run, parts);
  },
};

/** The first characters of each file, so many together, each labelled. */
function labelled({ vocabulary }: Corpus, files: readonly EncodedFile[], characters: number): LabelledIds[] {
  const each = Math.ceil(characters / files.length);
  return files.map(file => {
    const ids = file.ids.subarray(0, each + 1);
    return { ids, labels: speakerLabels(vocabulary.decode(ids.subarray(1))) };
  });
}

function hasBoth({ labels }: LabelledIds): boolean {
  return labels.includes(1) && labels.includes(0);
}

function noSpeakers(name: string): UserError {
  return new UserError(
    `There is no speaker, such as ROMEO: on a line of its own after an empty line, in ${name}. Choose the sample of plays, or a play of your own.`,
  );
}

class PlaysExperiment implements Experiment {
  readonly #run: TextRun;
  readonly #parts: { training: readonly LabelledIds[]; heldOut: readonly LabelledIds[] };
  readonly #clock: () => number;
  readonly #findings: Finding[] = [];
  /** The held-out text, with what the best cell of the last finding makes of it. */
  readonly #spoken: SpokenText;

  constructor(
    { clock }: Setup,
    run: TextRun,
    parts: { training: readonly LabelledIds[]; heldOut: readonly LabelledIds[] },
  ) {
    this.#run = run;
    this.#parts = parts;
    this.#clock = clock;
    const characters = parts.heldOut.flatMap(({ ids }) =>
      Array.from(ids.subarray(1), id => run.corpus.vocabulary.decode([id])),
    );
    const labels = parts.heldOut.flatMap(text => Array.from(text.labels));
    this.#spoken = { characters, labels, values: characters.map(() => 0) };
  }

  *work(): Iterable<Progress> {
    const { steps } = this.#run;
    for (const words of inSlices(this.#train(), this.#clock))
      yield { share: this.#run.stepCount / steps, words };
  }

  *#train(): Iterable<string> {
    const run = this.#run;
    for (let i = 0; i <= FINDINGS; i++) {
      const until = Math.round((run.steps * i) / FINDINGS);
      while (run.stepCount < until) {
        const loss = run.step();
        yield `step ${run.stepCount}, ${loss.toFixed(2)} bits per character`;
      }
      for (const _ of this.#find()) yield `step ${run.stepCount}, looking for the cell`;
    }
  }

  /** Chooses each cell's threshold on learnt text, and tries the best cell on held-out text. */
  *#find(): Iterable<void> {
    const { network, stepCount: step } = this.#run;
    const tally = new CellTally(network.config.hiddenSize);
    yield* readLabelled(network, this.#parts.training, (values, { text, index }) =>
      tally.add(values, text.labels[index]),
    );
    const [best, ...others] = tally.rules();
    const starts = startsOf(this.#parts.heldOut);
    yield* readLabelled(network, this.#parts.heldOut, (values, { text, index }) => {
      this.#spoken.values[starts.get(text)! + index] = values[best.cell];
    });
    const answers: Answers = { right: 0, wrong: 0, missed: 0 };
    for (const [i, value] of this.#spoken.values.entries()) {
      const [said, is] = [answerOf(best, value), this.#spoken.labels[i] === 1];
      if (said && is) answers.right++;
      else if (said) answers.wrong++;
      else if (is) answers.missed++;
    }
    this.#findings.push({ step, best, others: others.slice(0, 4), answers, f1: f1Of(answers) });
  }

  figures(view: Values): readonly Figure[] {
    return findingFigures(this.#findings, this.#spoken, numberOf(view, 'place'));
  }

  most(): Readonly<Record<string, number>> {
    return {
      place: Math.min(MOST_PLACES, Math.max(0, Math.ceil(this.#spoken.characters.length / SHOWN) - 1)),
    };
  }
}

/** Where each text begins when they stand one after the other. */
function startsOf(texts: readonly LabelledIds[]): ReadonlyMap<LabelledIds, number> {
  let start = 0;
  return new Map(
    texts.map(text => {
      const entry = [text, start] as const;
      start += text.labels.length;
      return entry;
    }),
  );
}
