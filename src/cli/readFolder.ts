import type { SkippedFile, SourceItem, SourceText } from '../model/text/corpus.ts';
import { UserError } from '../model/userError.ts';
import { readSources } from '../worker/findSourceFiles.ts';

/**
 * The texts of a folder or file, each read when it is asked for; a UserError when there is none, with the first reason
 * why.
 */
export async function readFolder(
  folder: string,
  globs: readonly string[],
): Promise<AsyncIterable<SourceItem>> {
  const items = readSources([{ path: folder }], { globs });
  const first: SourceItem[] = [];
  for (let next = await items.next(); !next.done; next = await items.next()) {
    first.push(next.value);
    if ('text' in next.value) return chain(first, items);
  }
  throw nothingToRead(
    folder,
    first.filter(item => 'reason' in item),
  );
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

function nothingToRead(folder: string, [first, ...others]: readonly SkippedFile[]): UserError {
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  const skips = first ? ` that can be used (${first.path}: ${first.reason}${more})` : '';
  return new UserError(`${folder} has no C or LaTeX files${skips}. Add a --glob for other files.`);
}
