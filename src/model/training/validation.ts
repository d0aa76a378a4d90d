import { bitsPerCharacter, Evaluator, type Passage, wholeFile } from '../evaluation.ts';
import type { Network } from '../network/network.ts';
import { Digest } from '../text/digest.ts';
import type { Corpus, EncodedFile } from '../text/corpus.ts';

/** Passages of the sample that is read at intervals, and their length and lead-in in symbols. */
const PASSAGES = 32;
const PASSAGE_SYMBOLS = 768;
const CONTEXT_SYMBOLS = 64;
/** At the end so many symbols are read for each one trained on, which takes a twentieth of the training's time... */
const FINAL_SHARE = 0.15;
/** ...but at least so many. */
const MIN_FINAL_SYMBOLS = 100_000;

/** Measures the network on the held-out files, in bits per character. */
export class Validation {
  private readonly evaluator: Evaluator;
  private readonly sample: readonly Passage[];
  private readonly files: readonly EncodedFile[];

  constructor(network: Network, { vocabulary, validation }: Corpus) {
    this.evaluator = new Evaluator({ network, vocabulary });
    this.files = inHashedOrder(validation);
    this.sample = samplePassages(validation);
  }

  /** On a sample of fixed size: the same passages each time, spread over all held-out files. */
  async measureSample(afterWindow: () => Promise<void>): Promise<number> {
    return bitsPerCharacter(await this.evaluator.evaluate(this.sample, afterWindow));
  }

  /**
   * On all held-out files from their start; where that would take long beside the training, on as many as are read in
   * a twentieth of its time, from all over the folder.
   */
  async measureAll(
    { trainedCharacters }: { trainedCharacters: number },
    afterWindow: () => Promise<void>,
  ): Promise<number> {
    const most = Math.max(MIN_FINAL_SYMBOLS, trainedCharacters * FINAL_SHARE);
    const passages: Passage[] = [];
    let symbols = 0;
    for (const file of this.files) {
      if (passages.length > 0 && symbols + file.ids.length > most) continue;
      passages.push(wholeFile(file));
      symbols += file.ids.length;
    }
    return bitsPerCharacter(await this.evaluator.evaluate(passages, afterWindow));
  }
}

/** Whole files when they are few and short, else passages at even distances over the row of all files. */
function samplePassages(files: readonly EncodedFile[]): Passage[] {
  const total = files.reduce((sum, file) => sum + file.ids.length, 0);
  if (total <= PASSAGES * PASSAGE_SYMBOLS) return files.map(wholeFile);
  const passages: Passage[] = [];
  let file = 0;
  let fileStart = 0;
  for (let i = 0; i < PASSAGES; i++) {
    const place = Math.floor((i * total) / PASSAGES);
    while (place >= fileStart + files[file].ids.length) fileStart += files[file++].ids.length;
    const start = place - fileStart;
    const ids = files[file].ids.subarray(start, start + PASSAGE_SYMBOLS);
    passages.push({ ids, context: start === 0 ? 1 : Math.min(CONTEXT_SYMBOLS, ids.length) });
  }
  return passages;
}

function inHashedOrder(files: readonly EncodedFile[]): EncodedFile[] {
  const place = new Map(files.map(file => [file, new Digest().addText(file.path).value()]));
  return files.toSorted((a, b) => place.get(a)! - place.get(b)!);
}
