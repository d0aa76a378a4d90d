import { namesInProse } from '../../protocol/languages.ts';
import type { SkippedFile, SourceItem, SourceText } from '../../model/text/corpus.ts';
import { UserError } from '../../model/base/userError.ts';
import { type ReadOptions, readSources } from '../../platform/node/files/findSourceFiles.ts';
import { noticeText } from '../../protocol/noticeText.ts';
import { tellLeftOut, whyNothing } from './leftOut.ts';
import { warn } from '../base/output.ts';

/**
 * The texts of a folder or file, each read when it is asked for, and what is left out; a UserError when there is no
 * text, with a reason why.
 */
export async function readFolder(
  folder: string,
  globs: readonly string[],
  { onRead }: Pick<ReadOptions, 'onRead'> = {},
): Promise<AsyncIterable<SourceItem>> {
  const items = readSources([{ path: folder }], { globs, ...(onRead && { onRead }) });
  const first: SourceItem[] = [];
  for (let next = await items.next(); !next.done; next = await items.next()) {
    first.push(next.value);
    if ('text' in next.value) return chain(first, items);
  }
  const skipped = first.filter(item => 'reason' in item);
  throw new UserError(
    `${folder} has no ${namesInProse('or')} files${whyNothing(folder, globs, skipped)}. Add a --glob for other files.`,
  );
}

/** The texts alone; what was left out is told at the end. */
export async function* readTexts(folder: string, globs: readonly string[]): AsyncGenerator<SourceText> {
  const skipped: SkippedFile[] = [];
  for await (const item of await readFolder(folder, globs)) {
    if ('text' in item) yield item;
    else if ('notice' in item) warn(noticeText(item.notice));
    else if (!item.isExpected) skipped.push(item);
  }
  tellLeftOut({ folder, globs, skipped, total: skipped.length });
}

/** All texts at once, for what goes through them again and again. */
export async function collectTexts(items: AsyncIterable<SourceItem>): Promise<SourceText[]> {
  const texts: SourceText[] = [];
  for await (const item of items) if ('text' in item) texts.push(item);
  return texts;
}

async function* chain<Item>(first: Item[], rest: AsyncIterable<Item>): AsyncGenerator<Item> {
  // Given away, so that no text is kept that has been used.
  while (first.length > 0) yield first.shift()!;
  yield* rest;
}
