import type { ReadControl } from '../base/readControl.ts';
import { sum } from '../base/sum.ts';
import type { ContextTable } from '../contexts/contextTable.ts';
import { TextSample } from '../contexts/textSample.ts';
import type { Network } from '../network/network.ts';
import type { CorpusFile } from '../text/corpus.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { TableLearner } from './tableLearner.ts';

/**
 * Bytes of text that the network has not learnt from, on which the experts learn how far each is to be trusted. It costs
 * thrice what plain learning does; more of it brought nothing.
 */
export const WARMING_BYTES = 300_000;

/** Without text that was held out, so much of the other is kept for that. */
const WARMING_SHARE = 0.1;

interface Workspace {
  network: Network;
  vocabulary: Vocabulary;
  /** What the network was trained on, and what was held out. */
  training: readonly CorpusFile[];
  validation: readonly CorpusFile[];
}

interface LearningOptions {
  control: ReadControl;
  onProgress: (share: number) => void;
  /** What `warmingWork` says: then the share that is told is one of the time. */
  work?: number;
}

/**
 * Learns the files of a workspace into an empty table: first by the context expert alone, at last beside the network, on
 * text that neither knows. Gives false when aborted: then the table is of no use.
 */
export async function learnWorkspace(
  table: ContextTable,
  { network, vocabulary, training, validation }: Workspace,
  { control, onProgress, work = 1 }: LearningOptions,
): Promise<boolean> {
  const encoder = new TextEncoder();
  const learner = new TableLearner(table, control, { network, vocabulary });
  const { plain, warming } = chooseTexts({ training, validation }, table.megabytes);
  const total = lengthOf(plain) + work * lengthOf(warming);
  let done = 0;
  for (const [i, { path, ids, hash, language }] of [...plain, ...warming].entries()) {
    // Without the start symbol.
    const bytes = encoder.encode(vocabulary.decode(ids.subarray(1)));
    const isPlain = i < plain.length;
    const each = isPlain ? 1 : work;
    const isLearnt = await learner.learn({ path, language, bytes }, isPlain ? 'contexts' : 'both', count =>
      onProgress(Math.min(1, (done + each * count) / total)),
    );
    if (!isLearnt) return false;
    done += each * ids.length;
    table.learnt.set(path, hash);
  }
  onProgress(1);
  return true;
}

/** Characters that are learnt plainly, and beside the network. */
export interface LearningLengths {
  plain: number;
  warming: number;
}

/** Of what `learnWorkspace` will learn into a table of that size. */
export function learningLengths(
  corpus: Pick<Workspace, 'training' | 'validation'>,
  megabytes: number,
): LearningLengths {
  const { plain, warming } = chooseTexts(corpus, megabytes);
  return { plain: lengthOf(plain), warming: lengthOf(warming) };
}

/** Which texts are learnt, of a large folder as many as a table of that size has room for. */
function chooseTexts(
  { training, validation }: Pick<Workspace, 'training' | 'validation'>,
  megabytes: number,
): { plain: CorpusFile[]; warming: CorpusFile[] } {
  const { plain, warming } = share(training, validation);
  const sample = new TextSample({ textBytes: lengthOf([...training, ...validation]), megabytes });
  return { plain: plain.filter(({ path }) => sample.has(path)), warming };
}

function lengthOf(files: readonly CorpusFile[]): number {
  return sum(files.map(({ ids }) => ids.length));
}

/** Which files are learnt plainly, and which at last to warm the experts by. */
function share(training: readonly CorpusFile[], validation: readonly CorpusFile[]) {
  const isHeldOut = validation.length > 0;
  const candidates = isHeldOut ? validation : training;
  const all = lengthOf(candidates);
  let left = isHeldOut ? WARMING_BYTES : Math.min(WARMING_BYTES, all * WARMING_SHARE);
  const warming: CorpusFile[] = [];
  const others: CorpusFile[] = [];
  for (const file of candidates) {
    (left > 0 ? warming : others).push(file);
    left -= file.ids.length;
  }
  return { plain: isHeldOut ? [...training, ...others] : others, warming };
}
