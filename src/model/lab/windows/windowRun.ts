import type { Network } from '../../network/network.ts';
import { NetworkTrainer } from '../../network/training/networkTrainer.ts';
import { Batches } from '../../text/batches.ts';
import type { EncodedFile } from '../../text/corpus.ts';
import type { Vocabulary } from '../../text/vocabulary.ts';

/** What becomes of the state at the end of a window: it goes on into the next one, or each begins from zeros. */
export const stateFates = ['carried', 'reset'] as const;
export type StateFate = (typeof stateFates)[number];

interface WindowRunOptions {
  files: readonly EncodedFile[];
  vocabulary: Vocabulary;
  /** T: characters that a loss may reach back over */
  window: number;
  /** B * T: characters of a step, whatever the window, so that all windows make as many steps from as much text */
  charactersPerStep: number;
  state: StateFate;
  seed: number;
}

const GRAD_CLIP = 1;

/** Truncated back-propagation through time with windows of one length. */
export class WindowRun {
  readonly window: number;
  readonly network: Network;
  readonly #trainer: NetworkTrainer;
  readonly #batches: Batches;
  readonly #options: WindowRunOptions;
  readonly #batchSize: number;

  constructor(network: Network, options: WindowRunOptions) {
    const { files, vocabulary, window: seqLength, charactersPerStep, seed } = options;
    this.network = network;
    this.window = seqLength;
    this.#options = options;
    this.#batchSize = charactersPerStep / seqLength;
    const size = { batchSize: this.#batchSize, seqLength };
    this.#trainer = new NetworkTrainer(network, { ...size, gradClip: GRAD_CLIP });
    this.#batches = new Batches(files, { ...size, groups: 1, seed, vocabulary });
  }

  /** Of training, so far. */
  get stepCount(): number {
    return this.#trainer.stepCount;
  }

  get charactersRead(): number {
    return this.stepCount * this.#options.charactersPerStep;
  }

  /** Learns from the next window of each stream. */
  step(learningRate: number): void {
    const { startsEpoch } = this.#batches.next();
    if (startsEpoch || this.#options.state === 'reset') this.#trainer.resetState();
    this.#trainer.step(this.#batches, learningRate);
  }
}
