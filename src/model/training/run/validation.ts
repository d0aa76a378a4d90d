import { sum } from '../../base/sum.ts';
import { Evaluator, type Passage } from '../../predict/evaluation.ts';
import type { Network } from '../../network/network.ts';
import { networkScoring } from '../../predict/networkScoring.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import type { Corpus, EncodedFile } from '../../text/corpus.ts';

/** Passages that are read, and the characters counted in each and read before them for their context. */
const PASSAGES = 160;
const PASSAGE_CHARACTERS = 256;
const CONTEXT_CHARACTERS = 64;

/** How well held-out text is predicted. */
export interface Measurement {
  bitsPerChar: number;
  /** Bits of each passage, always the same passages in the same order: what two networks are compared by. */
  bits: readonly number[];
  /** Characters that were counted in each passage. */
  characters: readonly number[];
}

/**
 * Measures the network on held-out text: at any time of a run, at its end, and before and after an update by the one
 * same measure, so that its figures can be compared. Of a large folder it is a sample.
 */
export class Validation {
  private readonly evaluator: Evaluator;
  private readonly passages: readonly Passage[];

  constructor(
    network: Network,
    { vocabulary, validation }: Pick<Corpus<Alphabet>, 'vocabulary' | 'validation'>,
  ) {
    this.evaluator = new Evaluator(vocabulary, networkScoring(network));
    this.passages = passagesOf(validation);
  }

  /** `afterWindow` is awaited some times a second, to let others have a turn. */
  async measure(afterWindow?: () => Promise<void>): Promise<Measurement> {
    const found = await this.evaluator.evaluateEach(this.passages, afterWindow);
    const [bits, characters] = [found.map(one => one.bits), found.map(one => one.characters)];
    return { bitsPerChar: sum(bits) / Math.max(1, sum(characters)), bits, characters };
  }
}

/** All of the text in passages, and of much text those at even distances over the row of all files. */
function passagesOf(files: readonly EncodedFile[]): Passage[] {
  const all: { ids: EncodedFile['ids']; start: number }[] = [];
  for (const { ids } of files)
    for (let start = 1; start < ids.length; start += PASSAGE_CHARACTERS) all.push({ ids, start });
  const count = Math.min(PASSAGES, all.length);
  return Array.from({ length: count }, (_, i) => {
    const { ids, start } = all[Math.floor((i * all.length) / count)];
    const from = Math.max(0, start - CONTEXT_CHARACTERS);
    return { ids: ids.subarray(from, start + PASSAGE_CHARACTERS), context: start - from };
  });
}
