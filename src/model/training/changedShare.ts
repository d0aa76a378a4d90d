import type { ReadControl } from '../base/readControl.ts';
import { hashOfFile, type SourceItem } from '../text/corpus.ts';
import { FileHashes } from '../text/fileHashes.ts';

/** What a model has learnt, as its training recorded it. */
interface Learnt {
  /** Hashes of files (`fileHashes`). */
  learnt: string;
  /** Paths: what is held out is not to be learnt. */
  heldOut: readonly string[];
}

/**
 * How much of the files' text a model has not learnt, 0..1 of its UTF-16 units: of files that are new or have changed
 * since. 0 where there is no text. Throws when it is aborted.
 */
export async function changedShare(
  sources: AsyncIterable<SourceItem>,
  { learnt, heldOut }: Learnt,
  { signal, yieldToEvents }: ReadControl,
): Promise<number> {
  const known = new FileHashes(learnt);
  const leftOut = new Set(heldOut);
  let size = 0;
  let changed = 0;
  for await (const item of sources) {
    signal.throwIfAborted();
    if (!('text' in item) || leftOut.has(item.path)) continue;
    size += item.text.length;
    if (!known.has(hashOfFile(item.path, item.text))) changed += item.text.length;
    await yieldToEvents();
  }
  return size === 0 ? 0 : changed / size;
}
