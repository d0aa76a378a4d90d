import { sum } from '../../base/sum.ts';
import { UserError } from '../../base/userError.ts';
import { type InfluenceMeasure, influenceOn } from '../../insight/influence.ts';
import type { Influence } from '../../insight/passage.ts';
import { ForwardPass } from '../../network/pass/forwardPass.ts';
import type { Figure } from '../figures.ts';
import { labCorpus } from '../labCorpus.ts';
import type { Experiment, LabModel, LabText, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { SmallTraining } from '../texts/smallTraining.ts';
import { type ChosenTexts, chosenTexts, textChoice } from '../textChoice.ts';
import { influenceFigures } from './influenceFigures.ts';

/** That a small network is trained on, where the workspace has no model. */
const LEAST_CHARACTERS = 1000;
const TRAINED_ON = 60_000;
/** Of the work, where a network is trained first. */
const TRAINING_SHARE = 0.7;

/** Which earlier characters moved a prediction, after A. Madsen, "Visualizing memorization in RNNs" (Distill, 2019). */
export const influence: Lesson = {
  name: 'influence',
  title: 'What moved this prediction?',
  words: [
    'Before each character the network says how likely it is, from all that it has read: here you see which earlier characters made it likelier or less likely.',
    'A character is taken out and the text read again, or the gradient tells without a change what each one did.',
    'Measure, then choose characters: a closing bracket, the end of a name, a quote.',
  ],
  deed: 'Measure',
  settings: [
    { ...textChoice, initial: 'selection' },
    {
      kind: 'choice',
      name: 'measure',
      label: 'Measured by',
      affects: 'experiment',
      choices: [
        { value: 'takenOut', label: 'Taking a character out' },
        { value: 'replaced', label: 'Putting an unknown one in its place' },
        { value: 'gradient', label: 'The gradient' },
      ],
      initial: 'takenOut',
    },
    {
      kind: 'range',
      name: 'length',
      label: 'Characters of the text',
      affects: 'experiment',
      least: 10,
      most: 200,
      step: 10,
      initial: 100,
    },
    {
      kind: 'range',
      name: 'character',
      label: 'Predicted character',
      affects: 'view',
      least: 1,
      most: 199,
      step: 1,
      initial: 60,
    },
  ],
  begin: async setup => {
    const chosen = await chosenTexts(setup.material, setup.values);
    const text = longestOf(chosen.texts);
    const length = numberOf(setup.values, 'length');
    const characters = Array.from(text.text.slice(0, 2 * length)).slice(0, length);
    if (characters.length < 2)
      throw new UserError(
        `There is one character in ${text.path}, and nothing before it that could have moved its prediction. Select more, or choose another text.`,
      );
    const model = await setup.material.model();
    if (model) return new InfluenceExperiment(setup, { model, text, characters });
    const corpus = await labCorpus(await enoughToLearn(setup, chosen), {
      least: LEAST_CHARACTERS,
      purpose: 'a small training',
      random: setup.random,
    });
    const training = new SmallTraining(setup, { corpus, cell: 'lstm', characters: TRAINED_ON });
    const small = { network: training.network, vocabulary: corpus.vocabulary };
    return new InfluenceExperiment(setup, { model: small, text, characters, training });
  },
};

/** What was chosen; where that is too little to learn from, all files. */
async function enoughToLearn({ material, values }: Setup, chosen: ChosenTexts): Promise<ChosenTexts> {
  const characters = sum(chosen.texts.map(({ text }) => text.length));
  if (characters >= LEAST_CHARACTERS) return chosen;
  return await chosenTexts(material, { ...values, [textChoice.name]: 'workspace' });
}

interface Asked {
  model: LabModel;
  text: LabText;
  characters: readonly string[];
  /** The model is to be trained first. */
  training?: SmallTraining;
}

class InfluenceExperiment implements Experiment {
  readonly #asked: Asked;
  readonly #measure: InfluenceMeasure;
  readonly #clock: () => number;
  /** by predicted character, from the second one on */
  readonly #found: Influence[] = [];

  constructor({ values, clock }: Setup, asked: Asked) {
    this.#asked = asked;
    this.#measure = textOf(values, 'measure') as InfluenceMeasure;
    this.#clock = clock;
  }

  *work(): Iterable<Progress> {
    yield* inSlices(this.#pieces(), this.#clock);
  }

  *#pieces(): Iterable<Progress> {
    const { training, model, characters, text } = this.#asked;
    const before = training ? TRAINING_SHARE : 0;
    if (training)
      for (const share of training.train(() => {}))
        yield { share: share * before, words: 'no model yet: a small network is trained' };
    const { network, vocabulary } = model;
    const ids = vocabulary.encode(characters.join(''));
    const pass = new ForwardPass(network, { batchSize: 1, seqLength: 1 });
    const start = {
      state: new Float32Array(pass.stateLength),
      lead: vocabulary.startOf(text.language ?? 'other'),
    };
    for (let index = 1; index < ids.length; index++) {
      const passage = { ...start, symbols: ids.subarray(0, index), predicted: ids[index] };
      const work = influenceOn(network, passage, this.#measure);
      // The cost grows with the square of what is read.
      const share = before + (1 - before) * (index / ids.length) ** 2;
      let piece = work.next();
      for (; !piece.done; piece = work.next())
        yield { share, words: `character ${index} of ${ids.length - 1}` };
      this.#found.push(piece.value);
    }
    yield { share: 1, words: `${this.#found.length} characters` };
  }

  figures(view: Values): readonly Figure[] {
    const { characters, training } = this.#asked;
    const last = Math.max(1, this.#found.length);
    const chosen = Math.min(Math.max(1, numberOf(view, 'character')), last);
    const name = training
      ? 'a small network, since there is no model of your files yet'
      : 'the model of your files';
    return influenceFigures({ characters, found: this.#found, chosen, measure: this.#measure, name });
  }

  most(): Readonly<Record<string, number>> {
    return { character: Math.max(1, this.#found.length) };
  }
}

function longestOf(texts: readonly LabText[]): LabText {
  return texts.reduce((best, each) => (each.text.length > best.text.length ? each : best));
}
