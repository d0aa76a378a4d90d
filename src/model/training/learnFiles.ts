import type { ReadControl } from '../base/readControl.ts';
import type { ContextTable } from '../contexts/contextTable.ts';
import type { ReaderModel } from '../predict/documentReader.ts';
import { hashOfFile, type SourceItem } from '../text/corpus.ts';
import type { Language } from '../text/language.ts';
import { withLineFeeds } from '../text/vocabulary.ts';
import { changedPart } from './changedPart.ts';
import { WARMING_BYTES } from './learnWorkspace.ts';
import { TableLearner } from './tableLearner.ts';

/** Bytes before a change that the context expert reads, to know where it is. */
const LOOK_BACK = 1024;

/** A file that a table does not know, or knows as it was. */
export interface ChangedFile {
  path: string;
  language: Language;
  /** UTF-16 units, when it was looked at. */
  size: number;
}

interface Changes {
  /** Files that are not learnt as they are now. */
  changed: ChangedFile[];
  /** Of all files, UTF-16 units. */
  size: number;
}

/** What a table, which has learnt so much, has still to learn. Throws when it is aborted. */
export async function findChanges(
  sources: AsyncIterable<SourceItem>,
  learnt: ReadonlyMap<string, number>,
  { signal, yieldToEvents }: ReadControl,
): Promise<Changes> {
  const changed: ChangedFile[] = [];
  let size = 0;
  for await (const item of sources) {
    signal.throwIfAborted();
    if (!('text' in item) || item.text === '') continue;
    const { path, language, text } = item;
    size += text.length;
    if (learnt.get(path) !== hashOfFile(path, text)) changed.push({ path, language, size: text.length });
    await yieldToEvents();
  }
  return { changed, size };
}

interface Learning {
  /** The text of a file as it is now; undefined when it cannot be read any more. */
  read: (path: string) => Promise<string | undefined>;
  /** Texts as they were learnt last, by path: of these only what has changed is learnt. What is learnt is put in. */
  before?: Map<string, string>;
  /** Of a model whose experts are to learn how far each is to be trusted, on the files that it has not learnt from. */
  warming?: { model: ReaderModel; heldOut: readonly string[] };
  control: ReadControl;
  /** Gets 0..1. */
  onProgress: (share: number) => void;
}

/**
 * Learns files into a table, one text after the other. What documents have learnt over it they must learn again. False
 * when it was aborted: what was learnt until then stays, and the file in which that was comes again.
 */
export async function learnFiles(
  table: ContextTable,
  files: readonly ChangedFile[],
  { read, before, warming, control, onProgress }: Learning,
): Promise<boolean> {
  const { plain, last } = inOrder(files, warming?.heldOut ?? []);
  const learner = new TableLearner(table, control, warming?.model);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const [i, { path, language, size }] of [...plain, ...last].entries()) {
    const text = await read(path);
    if (control.signal.aborted) return false;
    if (text !== undefined && text !== '') {
      const isLearnt = await learner.learn(
        { path, language, ...bytesToLearn(text, before?.get(path)) },
        i < plain.length ? 'contexts' : 'both',
        count => onProgress(Math.min(1, (done + count) / total)),
      );
      if (!isLearnt) return false;
      table.learnt.set(path, hashOfFile(path, text));
      before?.set(path, text);
    }
    done += size;
  }
  onProgress(1);
  return true;
}

/** Last come those that the experts are warmed by: files that the network does not know, as many as that takes. */
function inOrder(files: readonly ChangedFile[], heldOut: readonly string[]) {
  const isHeldOut = new Set(heldOut);
  let left = WARMING_BYTES;
  const plain: ChangedFile[] = [];
  const last: ChangedFile[] = [];
  for (const file of files) {
    const isLast = left > 0 && isHeldOut.has(file.path);
    (isLast ? last : plain).push(file);
    if (isLast) left -= file.size;
  }
  return { plain, last };
}

/** What of a text is new, and what stands before that. */
function bytesToLearn(text: string, before: string | undefined): { bytes: Uint8Array; lead?: Uint8Array } {
  const encoder = new TextEncoder();
  const now = withLineFeeds(text);
  if (before === undefined) return { bytes: encoder.encode(now) };
  const { from, to } = changedPart(withLineFeeds(before), now);
  return {
    lead: encoder.encode(now.slice(Math.max(0, from - LOOK_BACK), from)),
    bytes: encoder.encode(now.slice(from, to)),
  };
}
