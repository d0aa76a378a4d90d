import type { Network } from '../../network/network.ts';
import type { Corpus } from '../../text/corpus.ts';
import { visibleSymbol } from '../cell/visibleSymbol.ts';
import type { Figure } from '../figures.ts';
import { inThousands, labCorpus } from '../labCorpus.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, type Setting, textOf, type Values } from '../settings.ts';
import { inSlices } from '../slices.ts';
import { type ChosenTexts, chosenTexts, textChoice } from '../textChoice.ts';
import { HeldOut } from '../windows/heldOut.ts';
import { Reach } from '../windows/reach.ts';
import { LONGEST_WINDOW, WindowComparison } from '../windows/windowComparison.ts';
import { heldOutCurves, reachFigure, resultTable, windowsFigure } from '../windows/windowFigures.ts';
import type { StateFate } from '../windows/windowRun.ts';
import { cellOf, cellSetting } from './cellSetting.ts';

const HIDDEN_SIZE = 64;
/** Of the stretch that windows are shown on. */
const SHOWN_STEPS = 40;
/** A window of 200 is to be trained on more than a few, and tested on others. */
const LEAST_CHARACTERS = 20 * LONGEST_WINDOW;

const settings: readonly Setting[] = [
  textChoice,
  { ...cellSetting, initial: 'lstm' },
  {
    kind: 'choice',
    name: 'state',
    label: 'State at the end of a window',
    affects: 'experiment',
    choices: [
      { value: 'carried', label: 'Carried on' },
      { value: 'reset', label: 'Set to zero' },
    ],
    initial: 'carried',
  },
  {
    kind: 'range',
    name: 'characters',
    label: 'Characters that each network reads',
    affects: 'experiment',
    least: 20_000,
    most: 4_000_000,
    step: 20_000,
    initial: 1_600_000,
  },
  {
    kind: 'range',
    name: 'window',
    label: 'Window of the picture',
    affects: 'view',
    least: 1,
    most: SHOWN_STEPS,
    step: 1,
    initial: 10,
    playable: true,
  },
];

/** Back-propagation through time, cut off at windows, as every training of Cellscope does it. */
export const truncated: Lesson = {
  name: 'truncated',
  title: 'Truncated back-propagation',
  words: [
    'A text is too long to learn from in one piece, so it is cut into windows, and a loss reaches back to the start of its window only.',
    'With windows of 1 nothing teaches the state to remember; with long ones a loss fades on its way, and a step learns from fewer places of the text.',
    'Move the window and see what is cut off, then train the same network with windows of 1, 10, 50 and 200 on the same text.',
  ],
  deed: 'Train',
  settings,
  begin: async setup => {
    const chosen = await chosenTexts(setup.material, setup.values);
    const purpose = `a comparison with windows of ${LONGEST_WINDOW}`;
    const corpus = await labCorpus(chosen, { least: LEAST_CHARACTERS, purpose, random: setup.random });
    return new TruncatedExperiment(setup, chosen, corpus);
  },
};

class TruncatedExperiment implements Experiment {
  readonly #text: string;
  readonly #state: StateFate;
  readonly #clock: () => number;
  readonly #heldOut: HeldOut;
  readonly #comparison: WindowComparison;
  /** Symbols of the stretch that windows are shown on, and the characters of it. */
  readonly #shown: { ids: readonly number[]; characters: readonly string[] };
  #pictured: { network: Network; name: string; reach: Reach };
  /** By window, of the pictured network. */
  readonly #norms = new Map<number, readonly (number | null)[]>();

  constructor(setup: Setup, chosen: ChosenTexts, corpus: Corpus) {
    const { values, clock } = setup;
    const { vocabulary } = corpus;
    const cell = cellOf(values);
    this.#text = chosen.name;
    this.#state = textOf(values, 'state') as StateFate;
    this.#clock = clock;
    this.#heldOut = new HeldOut(corpus);
    this.#comparison = new WindowComparison(setup, {
      corpus,
      heldOut: this.#heldOut,
      config: { cell, vocabSize: vocabulary.size, hiddenSize: HIDDEN_SIZE, numLayers: 1 },
      state: this.#state,
      characters: numberOf(values, 'characters'),
    });
    const longest = [...corpus.validation, ...corpus.training].reduce((best, file) =>
      file.ids.length > best.ids.length ? file : best,
    );
    // Without the start symbol, unless there is but one character in each file.
    const first = longest.ids.length > 2 ? 1 : 0;
    const ids = Array.from(longest.ids.subarray(first, first + SHOWN_STEPS + 1));
    this.#shown = { ids, characters: ids.map(id => visibleSymbol(vocabulary.character(id))) };
    this.#pictured = this.#picture(this.#comparison.untrained, 'the network before training');
  }

  *work(): Iterable<Progress> {
    for (const share of inSlices(this.#comparison.train(), this.#clock)) {
      const standing = this.#comparison.curves
        .map(({ window, bitsPerChar }) => `${window}: ${bitsPerChar.at(-1)!.toFixed(2)}`)
        .join(', ');
      yield { share, words: standing && `bits per character with windows of ${standing}` };
    }
    const longest = this.#comparison.runs.at(-1)!;
    this.#norms.clear();
    this.#pictured = this.#picture(
      longest.network,
      `the network trained with windows of ${longest.window} on ${inThousands(longest.charactersRead)} characters`,
    );
  }

  figures(view: Values): readonly Figure[] {
    const window = numberOf(view, 'window');
    const stretch = { characters: this.#shown.characters, window, state: this.#state };
    const { curves } = this.#comparison;
    const about = { text: this.#text, characters: this.#heldOut.characters };
    return [
      windowsFigure(stretch),
      reachFigure(stretch, { norms: this.#normsOf(window), network: this.#pictured.name }),
      ...(curves.length > 0 ? [heldOutCurves(curves, about), resultTable(curves)] : []),
    ];
  }

  #picture(network: Network, name: string): { network: Network; name: string; reach: Reach } {
    return { network, name, reach: new Reach(network, this.#shown.ids) };
  }

  #normsOf(window: number): readonly (number | null)[] {
    const known = this.#norms.get(window);
    if (known) return known;
    const norms = this.#pictured.reach.norms(window, this.#state);
    this.#norms.set(window, norms);
    return norms;
  }
}
