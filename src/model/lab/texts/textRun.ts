import type { Random } from '../../base/random.ts';
import { sum } from '../../base/sum.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { type CellType, recurrentCell } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import { NetworkTrainer } from '../../network/training/networkTrainer.ts';
import { drawText } from '../../predict/drawText.ts';
import { Evaluator, type Passage } from '../../predict/evaluation.ts';
import { NetworkPredictor } from '../../predict/networkPredictor.ts';
import { networkScoring } from '../../predict/networkScoring.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import { Batches } from '../../text/batches.ts';
import type { Corpus } from '../../text/corpus.ts';
import { defaultSettings } from '../../training/settings.ts';
import { Schedule } from '../../training/run/schedule.ts';

/** T and B: a short text is read often rather than in long strides. */
export const SEQ_LENGTH = 64;
export const BATCH_SIZE = 8;

/** Symbols that are predicted to measure it, in stretches that are read side by side, each after some for its context. */
const MEASURED_SYMBOLS = 8192;
const STRETCH = 256;
const CONTEXT = 64;

/** As mild as the samples of any training. */
const TEMPERATURE = 0.7;

interface TextRunOptions {
  cell: CellType;
  hiddenSize: number;
  /** in all */
  steps: number;
  kernels: KernelFactory;
  random: Random;
}

/** A language model of characters or words that is trained on a text step by step, and looked at in between. */
export class TextRun {
  readonly network: Network;
  readonly corpus: Corpus<Alphabet>;
  readonly steps: number;
  readonly #trainer: NetworkTrainer;
  readonly #batches: Batches;
  readonly #schedule: Schedule;
  readonly #passages: readonly Passage[];

  constructor(corpus: Corpus<Alphabet>, { cell, hiddenSize, steps, kernels, random }: TextRunOptions) {
    const { vocabulary, training: files } = corpus;
    this.corpus = corpus;
    this.steps = steps;
    this.network = new Network({ cell, hiddenSize, numLayers: 1, vocabSize: vocabulary.size }, kernels);
    this.network.initialise(random);
    const size = { batchSize: BATCH_SIZE, seqLength: SEQ_LENGTH };
    const seed = Math.floor(random.next() * 2 ** 32);
    this.#trainer = new NetworkTrainer(this.network, { ...size, gradClip: defaultSettings.gradClip });
    this.#batches = new Batches(files, { ...size, groups: 1, seed, vocabulary });
    // One epoch of so many steps has the course of a whole training.
    const settings = { ...defaultSettings, learningRate: recurrentCell(cell).learningRate };
    this.#schedule = new Schedule({ ...settings, budget: { epochs: 1 } }, { windowsPerEpoch: steps });
    this.#passages = stretchesOf(corpus);
  }

  get stepCount(): number {
    return this.#trainer.stepCount;
  }

  /** In the mean, each time counted. */
  get charactersRead(): number {
    return Math.round(this.stepCount * BATCH_SIZE * SEQ_LENGTH * this.corpus.charactersPerSymbol);
  }

  /** Learns from the next window; gives its loss before that, bits per character. */
  step(): number {
    const { startsEpoch } = this.#batches.next();
    if (startsEpoch) this.#trainer.resetState();
    const { loss } = this.#trainer.step(this.#batches, this.#schedule.learningRate(this.stepCount));
    return loss / Math.LN2 / this.corpus.charactersPerSymbol;
  }

  /** Bits per character of held-out text, in slices. */
  *measure(): Generator<void, number, void> {
    const evaluator = new Evaluator(this.corpus.vocabulary, networkScoring(this.network));
    const found = yield* evaluator.inSlices(this.#passages);
    return sum(found.map(({ bits }) => bits)) / Math.max(1, sum(found.map(({ characters }) => characters)));
  }

  /** What it writes now after a beginning, so many characters; the same from the same random numbers. */
  write(prime: string, characters: number, random: Random): string {
    const { vocabulary, languages } = this.corpus;
    const predictor = new NetworkPredictor(this.network);
    predictor.read([vocabulary.startOf(languages[0]), ...vocabulary.encode(prime)]);
    return drawText(predictor, vocabulary, { characters, temperature: TEMPERATURE, random });
  }
}

/** Stretches at even distances over the held-out text. */
function stretchesOf({ validation }: Corpus<Alphabet>): Passage[] {
  const all = validation.flatMap(({ ids }) =>
    Array.from({ length: Math.ceil((ids.length - 1) / STRETCH) }, (_, i) => {
      const start = 1 + i * STRETCH;
      const from = Math.max(0, start - CONTEXT);
      return { ids: ids.subarray(from, start + STRETCH), context: start - from };
    }),
  );
  const count = Math.min(all.length, MEASURED_SYMBOLS / STRETCH);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
}
