import { undisturbed } from '../../base/readControl.ts';
import { rankCells } from '../../insight/evidence/rankCells.ts';
import type { Ranking } from '../../insight/evidence/ranking.ts';
import { rankingTexts } from '../../insight/evidence/rankingTexts.ts';
import type { Feature } from '../../insight/labels/features.ts';
import { featuresOf } from '../../insight/labels/labelledSyntaxes.ts';
import { Labeller, TERMINAL_BUDGET } from '../../insight/labels/labeller.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import type { Figure } from '../figures.ts';
import type { Experiment, LabText, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';
import { splitTexts, type TextParts } from '../shapes/splitTexts.ts';
import { type TaggedText, tagText } from '../shapes/taggedTexts.ts';
import { TaggerRun } from '../shapes/taggerRun.ts';
import { languageOfPath, syntaxOfPath } from '../shapes/textSyntax.ts';
import { cellOf, cellSetting } from './cellSetting.ts';
import { withFilesOrSamples } from './filesOrSamples.ts';
import { stepsSetting } from './stepsSetting.ts';
import { EXAMPLES, taggedExample, tagScores, tagCurves } from './tagsFigures.ts';

const HIDDEN_SIZE = 64;
const LENGTH = 128;
const BATCH = 16;
const STEPS = 1500;
const PEAK = 0.01;
/** Characters of text that are learnt from and tried at most: more than is read in the training would only take room. */
const MOST_TRAINING = 3_000_000;
const MOST_HELD_OUT = 600_000;
/** For the single cells, of the same held-out files. */
const RANKING_CHARACTERS = 60_000;

const languageNames = { c: 'C', latex: 'LaTeX' } as const;

/** Many to many, aligned, with a sigmoid for each label, as words are labelled with their parts of speech. */
export const tags: Lesson = {
  name: 'tags',
  title: 'Many to many: a label for every character',
  words: [
    'After every character the network says whether the next place is in a string, in a comment, in an if statement: one sigmoid for each, all from the same hidden state.',
    'It was told the labels and may use all of its cells, so its F1 is what there is to be had: a single cell of a model that only learnt to predict text can be held against it.',
    'Train it and compare the F1 of all cells together with that of the best single cell of your model.',
  ],
  deed: 'Train',
  settings: [
    {
      kind: 'choice',
      name: 'language',
      label: 'Language',
      affects: 'experiment',
      choices: [
        { value: 'auto', label: 'The one of most files' },
        { value: 'c', label: 'C' },
        { value: 'latex', label: 'LaTeX' },
      ],
      initial: 'auto',
    },
    { ...cellSetting, initial: 'lstm' },
    stepsSetting(STEPS),
    {
      kind: 'range',
      name: 'example',
      label: 'Piece of held-out text',
      affects: 'view',
      least: 0,
      most: EXAMPLES - 1,
      step: 1,
      initial: EXAMPLES / 4,
    },
  ],
  begin: async setup => await withFilesOrSamples(setup, texts => beginWith(texts, setup)),
};

async function beginWith(texts: readonly LabText[], setup: Setup): Promise<Experiment> {
  const language = languageOf(textOf(setup.values, 'language'), texts);
  const chosen = texts.filter(({ path }) => languageOfPath(path) === language);
  const parts = splitTexts(chosen, `${languageNames[language]} files`);
  const features = featuresOf(language);
  const labeller = new Labeller({ clock: setup.clock, milliseconds: TERMINAL_BUDGET });
  const cells = await bestCells(setup, parts.heldOut, { language, features, labeller });
  return new TagsExperiment(setup, parts, { features, labeller, cells });
}

type TaggedLanguage = keyof typeof languageNames;

function languageOf(wanted: string, texts: readonly LabText[]): TaggedLanguage {
  if (wanted === 'c' || wanted === 'latex') return wanted;
  const size = (language: TaggedLanguage) =>
    texts.reduce((sum, { path, text }) => sum + (languageOfPath(path) === language ? text.length : 0), 0);
  return size('c') >= size('latex') ? 'c' : 'latex';
}

/** The best single cell of the workspace's model for each feature, where there is a model. */
async function bestCells(
  { material }: Setup,
  texts: readonly LabText[],
  {
    language,
    features,
    labeller,
  }: { language: TaggedLanguage; features: readonly Feature[]; labeller: Labeller },
): Promise<readonly Ranking[] | undefined> {
  const model = await material.model();
  if (!model) return undefined;
  const names = features.map(({ name }) => name);
  return rankCells({
    model,
    texts: rankingTexts({
      language,
      texts: texts.map(({ path, text }) => ({ text, syntax: syntaxOfPath(path) })),
      features: names,
      labeller,
      control: undisturbed,
      maxCharacters: RANKING_CHARACTERS,
      maxOfText: Math.max(RANKING_CHARACTERS / 6, RANKING_CHARACTERS / texts.length),
    }),
    features: names,
    control: undisturbed,
  });
}

class TagsExperiment implements Experiment {
  readonly #setup: Setup;
  readonly #parts: TextParts;
  readonly #vocabulary: Vocabulary;
  readonly #features: readonly Feature[];
  readonly #labeller: Labeller;
  readonly #cells: readonly Ranking[] | undefined;
  #run: TaggerRun | undefined;

  constructor(
    setup: Setup,
    { training, heldOut }: TextParts,
    {
      features,
      labeller,
      cells,
    }: { features: readonly Feature[]; labeller: Labeller; cells: readonly Ranking[] | undefined },
  ) {
    this.#setup = setup;
    this.#parts = { training: upTo(training, MOST_TRAINING), heldOut: upTo(heldOut, MOST_HELD_OUT) };
    this.#vocabulary = Vocabulary.fromTexts(this.#parts.training.map(({ text }) => text));
    this.#features = features;
    this.#labeller = labeller;
    this.#cells = cells;
  }

  *work(): Iterable<Progress> {
    const training: TaggedText[] = [];
    const heldOut: TaggedText[] = [];
    yield* this.#tag(this.#parts.training, training);
    yield* this.#tag(this.#parts.heldOut, heldOut);
    const { values } = this.#setup;
    const cell = cellOf(values);
    const sizes = {
      hiddenSize: HIDDEN_SIZE,
      length: LENGTH,
      batchSize: BATCH,
      peak: PEAK,
      steps: numberOf(values, 'steps'),
    };
    const options = { ...sizes, cell, vocabSize: this.#vocabulary.size, tags: this.#features.length };
    this.#run = new TaggerRun({ training, heldOut }, options, this.#setup);
    yield* this.#run.work();
  }

  *#tag(texts: readonly LabText[], into: TaggedText[]): Iterable<Progress> {
    const names = this.#features.map(({ name }) => name);
    const tools = { labeller: this.#labeller, vocabulary: this.#vocabulary };
    for (const text of texts) {
      into.push(tagText(text, names, tools));
      yield { share: 0, words: `labels ${text.path}` };
    }
  }

  figures(view: Values): readonly Figure[] {
    const run = this.#run ?? { standings: [], said: [] };
    const names = this.#features.map(({ name }) => name);
    return [
      tagScores(run, this.#features, this.#cells),
      ...taggedExample(run, { names, vocabulary: this.#vocabulary, example: numberOf(view, 'example') }),
      tagCurves(run, names),
    ];
  }
}

/** The first texts that come to so many characters, one at least. */
function upTo(texts: readonly LabText[], most: number): LabText[] {
  let size = 0;
  return texts.filter(({ text }) => {
    const isIn = size < most;
    size += text.length;
    return isIn;
  });
}
