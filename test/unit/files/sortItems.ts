import type { CorpusNotice } from '../../../src/model/text/corpusNotice.ts';
import type { SkippedFile, SourceItem, SourceText } from '../../../src/model/text/corpus.ts';

/** All that a reader of sources gives, by kind. */
export async function sortItems(items: AsyncIterable<SourceItem>) {
  const sources: SourceText[] = [];
  const skipped: SkippedFile[] = [];
  const notices: CorpusNotice[] = [];
  for await (const item of items)
    if ('text' in item) sources.push(item);
    else if ('reason' in item) skipped.push(item);
    else notices.push(item.notice);
  return { sources, skipped, notices };
}
