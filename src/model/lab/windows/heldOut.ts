import { sum } from '../../base/sum.ts';
import type { Network } from '../../network/network.ts';
import { Evaluator, type Passage } from '../../predict/evaluation.ts';
import { networkScoring } from '../../predict/networkScoring.ts';
import type { Corpus, EncodedFile } from '../../text/corpus.ts';
import type { StateFate } from './windowRun.ts';

/** Characters that are predicted in each stretch: as many as the longest window, so that all are tested on the same. */
const STRETCH = 200;
/** Characters that are read before a stretch where the state is carried. */
const CONTEXT = 64;
const MOST_STRETCHES = 30;

/** How windows are tested: as they were trained. */
interface Regime {
  window: number;
  state: StateFate;
}

/** The same characters of held-out text, predicted by any network with any window. */
export class HeldOut {
  /** Characters that are predicted. */
  readonly characters: number;
  readonly #corpus: Pick<Corpus, 'vocabulary'>;
  readonly #stretches: readonly { ids: EncodedFile['ids']; start: number; end: number }[];

  constructor(corpus: Pick<Corpus, 'vocabulary' | 'validation'>) {
    const all = corpus.validation.flatMap(({ ids }) =>
      Array.from({ length: Math.ceil((ids.length - 1) / STRETCH) }, (_, i) => {
        const start = 1 + i * STRETCH;
        return { ids, start, end: Math.min(start + STRETCH, ids.length) };
      }),
    );
    const count = Math.min(MOST_STRETCHES, all.length);
    this.#corpus = corpus;
    this.#stretches = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
    this.characters = sum(this.#stretches.map(({ start, end }) => end - start));
  }

  /** Bits per character, in slices. */
  *measure(network: Network, regime: Regime): Generator<void, number, void> {
    const evaluator = new Evaluator(this.#corpus.vocabulary, networkScoring(network));
    const found = yield* evaluator.inSlices(this.#passages(regime));
    return sum(found.map(({ bits }) => bits)) / sum(found.map(({ characters }) => characters));
  }

  /** Where each window begins from zeros, each is a passage of its own, which is given nothing but its first input. */
  #passages({ window, state }: Regime): Passage[] {
    return this.#stretches.flatMap(({ ids, start, end }) => {
      if (state === 'carried') {
        const from = Math.max(0, start - CONTEXT);
        return [{ ids: ids.subarray(from, end), context: start - from }];
      }
      return Array.from({ length: Math.ceil((end - start) / window) }, (_, i) => {
        const first = start + i * window;
        return { ids: ids.subarray(first - 1, Math.min(first + window, end)), context: 1 };
      });
    });
  }
}
