import type { ReadControl } from '../base/readControl.ts';
import { ContextTable } from '../contexts/contextTable.ts';
import type { ContextKernelFactory } from '../contexts/wasmContextKernels.ts';
import type { CorpusFile } from '../text/corpus.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { LearningLengths } from './learnWorkspace.ts';
import { TableLearner } from './tableLearner.ts';
import type { Paces } from './timeLeft.ts';

/*
 * By measurement, on four sizes of networks and three of texts: a table that fills is slower than an empty one, whose
 * lines are in the cache; beside the network each expert asks the other, and it reads one character at a time.
 */
const FULL_TABLE = 1.15;
const BESIDE_NETWORK = { byte: 1.4, character: 1.55 };

/** What `learnWorkspace` will take, s. */
export function learningSeconds({ plain, warming }: LearningLengths, paces: Paces): number {
  return FULL_TABLE * paces.byteSeconds * (plain + warmingWork(paces) * warming);
}

/** How many times as long as plainly a byte takes to be learnt beside the network. */
export function warmingWork({ byteSeconds, characterSeconds }: Paces): number {
  if (byteSeconds === 0) return 1;
  const { byte, character } = BESIDE_NETWORK;
  return (byte * byteSeconds + character * characterSeconds) / (FULL_TABLE * byteSeconds);
}

/** Of text to find out how long learning takes: some hundredths of a second. */
const GAUGED_BYTES = 8192;
const GAUGED_MEGABYTES = 8;
/** The best counts: code is made fast while it runs for the first time. */
const ROUNDS = 3;

interface GaugeOptions {
  create: ContextKernelFactory;
  vocabulary: Vocabulary;
  control: ReadControl;
  /** Milliseconds, from any origin. */
  clock: () => number;
}

/** Seconds that learning plainly takes for a byte: learns a little of the text into a table of its own. */
export async function gaugeLearning(
  training: readonly CorpusFile[],
  { create, vocabulary, control, clock }: GaugeOptions,
): Promise<number> {
  const encoder = new TextEncoder();
  let left = GAUGED_BYTES;
  const texts = [];
  for (const { path, ids, language } of training) {
    const bytes = encoder.encode(vocabulary.decode(ids.subarray(1, left + 1)));
    texts.push({ path, language, bytes });
    left -= bytes.length;
    if (left <= 0) break;
  }
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const learner = new TableLearner(ContextTable.empty(create, GAUGED_MEGABYTES), control);
    const start = clock();
    for (const text of texts) if (!(await learner.learn(text, 'contexts', () => {}))) return 0;
    best = Math.min(best, clock() - start);
  }
  return best / 1000 / (GAUGED_BYTES - left);
}
