import { type Quantity, quantitiesOf } from '../../insight/quantity.ts';
import type { Corpus } from '../../text/corpus.ts';
import type { Figure } from '../figures.ts';
import { inThousands, labCorpus } from '../labCorpus.ts';
import type { Experiment, LabModel, LabText, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { SmallTraining } from '../texts/smallTraining.ts';
import { nextFigure, stateFigures } from '../states/stateFigures.ts';
import { isOrder } from '../states/cellOrder.ts';
import { type Passage, type PassageStates, readStates } from '../states/stateReader.ts';
import { chosenTexts, textChoice } from '../textChoice.ts';
import { cellOf } from './cellSetting.ts';
import { statesSettings } from './statesSettings.ts';

/** Shown where the start symbol was read. */
const START = '⊢';
/** That a small network is trained on. */
const LEAST_CHARACTERS = 1000;

/** Hidden states over time, as in A. Karpathy, J. Johnson and L. Fei-Fei, "Visualizing and Understanding Recurrent Networks". */
export const states: Lesson = {
  name: 'states',
  title: 'Hidden states over time',
  words: [
    'The hidden state holds all that the network knows of the text so far: here are some of its cells after each character.',
    'It begins with zeros and is changed by every character, so following a cell shows what it has come to remember.',
    'Train, choose those that keep a value longest, and look for one that stays blue or red within quotes, comments or a line.',
  ],
  deed: 'Train',
  settings: statesSettings,
  begin: async setup => {
    const chosen = await chosenTexts(setup.material, setup.values);
    const length = numberOf(setup.values, 'length');
    const model = textOf(setup.values, 'model') === 'workspace' ? await setup.material.model() : undefined;
    if (model) {
      const from = textOf(setup.values, textChoice.name) === 'selection' ? 'start' : 'within';
      const passage = passageOf(model, longestOf(chosen.texts), { length, from });
      return new StatesExperiment({ model, passage, name: 'the model of your files' });
    }
    const purpose = 'a small training';
    const corpus = await labCorpus(chosen, { least: LEAST_CHARACTERS, purpose, random: setup.random });
    return new SmallExperiment(setup, { corpus, length, name: chosen.name });
  },
};

/** The network at one moment of its training. */
interface Moment {
  states: PassageStates;
  /** whose they are, for captions */
  name: string;
}

/** Looks at a network that is there. */
class StatesExperiment implements Experiment {
  protected readonly model: LabModel;
  protected readonly passage: Passage;
  protected readonly moments: Moment[];

  constructor({ model, passage, name }: { model: LabModel; passage: Passage; name: string }) {
    this.model = model;
    this.passage = passage;
    this.moments = [{ states: readStates(model.network, passage), name }];
  }

  figures(view: Values): readonly Figure[] {
    const { config } = this.model.network;
    const asked = textOf(view, 'quantity') as Quantity;
    const { states: found, name } = this.moments[this.momentOf(view)];
    const most = this.most();
    const by = textOf(view, 'cells');
    const shown = {
      passage: this.passage,
      states: found,
      layer: Math.min(numberOf(view, 'layer'), most['layer']),
      // A cell without a memory has nothing but h.
      quantity: quantitiesOf(config).includes(asked) ? asked : 'h',
      cells: isOrder(by) ? by : { from: Math.min(numberOf(view, 'first'), most['first']) },
      chosen: Math.min(numberOf(view, 'character'), most['character']),
    };
    const next = nextFigure(shown, id => this.model.vocabulary.character(id));
    return [...stateFigures(shown, name), ...(next ? [next] : [])];
  }

  most(): Readonly<Record<string, number>> {
    const { numLayers, hiddenSize } = this.model.network.config;
    return {
      layer: numLayers,
      first: hiddenSize - 1,
      character: this.passage.ids.length,
      moment: this.moments.length - 1,
    };
  }

  protected momentOf(view: Values): number {
    return Math.min(numberOf(view, 'moment'), this.moments.length - 1);
  }
}

/** Trains a small network and looks at it on the way. */
class SmallExperiment extends StatesExperiment {
  readonly #training: SmallTraining;
  readonly #clock: () => number;
  /** by moment: characters read, and held-out bits per character */
  readonly #curve: { charactersRead: number; bitsPerChar: number }[];

  constructor(setup: Setup, { corpus, length, name }: { corpus: Corpus; length: number; name: string }) {
    const { values } = setup;
    const cell = cellOf(values);
    const characters = numberOf(values, 'characters');
    const training = new SmallTraining(setup, { corpus, cell, characters });
    const model = { network: training.network, vocabulary: corpus.vocabulary };
    super({
      model,
      passage: heldOutPassage(corpus, length),
      name: `a small network before its training on ${name}`,
    });
    this.#training = training;
    this.#clock = setup.clock;
    this.#curve = [{ charactersRead: 0, bitsPerChar: training.measure() }];
  }

  *work(): Iterable<Progress> {
    const look = (bitsPerChar: number) => {
      const { charactersRead } = this.#training;
      this.#curve.push({ charactersRead, bitsPerChar });
      const name = `a small network that has read ${inThousands(charactersRead)} characters (${bitsPerChar.toFixed(2)} bits per character on others)`;
      this.moments.push({ states: readStates(this.#training.network, this.passage), name });
    };
    for (const share of inSlices(this.#training.train(look), this.#clock)) {
      const bits = this.#curve.at(-1)!.bitsPerChar.toFixed(2);
      yield {
        share,
        words: `${inThousands(this.#training.charactersRead)} characters, ${bits} bits per character`,
      };
    }
  }

  override figures(view: Values): readonly Figure[] {
    const at = this.#curve[this.momentOf(view)];
    return [
      ...super.figures(view),
      {
        kind: 'curves',
        id: 'heldOut',
        title: 'Held-out text along the training',
        caption: `${at.bitsPerChar.toFixed(2)} bits per character at the moment that is shown, after ${inThousands(at.charactersRead)} characters.`,
        x: { label: 'characters read', scale: 'linear' },
        y: { label: 'bits per character', scale: 'linear' },
        series: [
          {
            name: 'held out',
            x: this.#curve.map(({ charactersRead }) => charactersRead),
            y: this.#curve.map(({ bitsPerChar }) => bitsPerChar),
          },
        ],
      },
    ];
  }
}

function longestOf(texts: readonly LabText[]): LabText {
  return texts.reduce((best, each) => (each.text.length > best.text.length ? each : best));
}

/** A stretch of a text, read as the beginning of a file. */
function passageOf(
  { vocabulary }: LabModel,
  { text, language = 'other' }: LabText,
  { length, from }: { length: number; from: 'start' | 'within' },
): Passage {
  const all = Array.from(text);
  const first = from === 'start' ? 0 : startWithin(all, '\n', length);
  const characters = all.slice(first, first + length);
  const ids = vocabulary.encode(characters.join(''));
  return { ids: [vocabulary.startOf(language), ...ids], characters: [START, ...characters] };
}

/** A stretch of what is held out and longest. */
function heldOutPassage({ validation, vocabulary }: Corpus, length: number): Passage {
  const { ids: all } = validation.reduce((best, file) => (file.ids.length > best.ids.length ? file : best));
  const characters = Array.from(all.subarray(1));
  const first = startWithin(characters, vocabulary.encode('\n')[0], length);
  const ids = characters.slice(first, first + length);
  return { ids: [all[0], ...ids], characters: [START, ...ids.map(id => vocabulary.character(id))] };
}

/** A line's start a third into a text that is long enough, since many files begin with the same notice; else 0. */
function startWithin<Unit>(units: readonly Unit[], lineEnd: Unit, length: number): number {
  const start = units.indexOf(lineEnd, Math.floor(units.length / 3)) + 1;
  return start > 0 && start + length <= units.length ? start : 0;
}
