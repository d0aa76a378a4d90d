import type { ReadControl } from '../base/readControl.ts';
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

/**
 * Learns the files of a workspace into an empty table: first by the context expert alone, at last beside the network, on
 * text that neither knows. Gives false when aborted: then the table is of no use.
 */
export async function learnWorkspace(
  table: ContextTable,
  { network, vocabulary, training, validation }: Workspace,
  { control, onProgress }: { control: ReadControl; onProgress: (share: number) => void },
): Promise<boolean> {
  const encoder = new TextEncoder();
  const learner = new TableLearner(table, control, { network, vocabulary });
  const all = share(training, validation);
  const textBytes = [...training, ...validation].reduce((sum, { ids }) => sum + ids.length, 0);
  const sample = new TextSample({ textBytes, megabytes: table.megabytes });
  const plain = all.plain.filter(({ path }) => sample.has(path));
  const { warming } = all;
  const total = [...plain, ...warming].reduce((sum, { ids }) => sum + ids.length, 0);
  let done = 0;
  for (const [i, { path, ids, hash, language }] of [...plain, ...warming].entries()) {
    // Without the start symbol.
    const bytes = encoder.encode(vocabulary.decode(ids.subarray(1)));
    const isLearnt = await learner.learn(
      { path, language, bytes },
      i < plain.length ? 'contexts' : 'both',
      count => onProgress(Math.min(1, (done + count) / total)),
    );
    if (!isLearnt) return false;
    done += ids.length;
    table.learnt.set(path, hash);
  }
  onProgress(1);
  return true;
}

/** Which files are learnt plainly, and which at last to warm the experts by. */
function share(training: readonly CorpusFile[], validation: readonly CorpusFile[]) {
  const isHeldOut = validation.length > 0;
  const candidates = isHeldOut ? validation : training;
  const all = candidates.reduce((sum, { ids }) => sum + ids.length, 0);
  let left = isHeldOut ? WARMING_BYTES : Math.min(WARMING_BYTES, all * WARMING_SHARE);
  const warming: CorpusFile[] = [];
  const others: CorpusFile[] = [];
  for (const file of candidates) {
    (left > 0 ? warming : others).push(file);
    left -= file.ids.length;
  }
  return { plain: isHeldOut ? [...training, ...others] : others, warming };
}
