import type { CorpusNotice } from '../../../model/text/corpusNotice.ts';
import type { Language } from '../../../model/text/language.ts';
import { languageOfPath } from '../../../protocol/languages.ts';
import { withLineFeeds } from '../../../model/text/vocabulary.ts';
import { type ReadOptions, readSources, type SourceFolder } from './findSourceFiles.ts';

/** A file that is read, or why not. */
export interface ListedFile {
  /** A folder of which nothing is read has a slash at its end. */
  file: string;
  reason?: string;
  /** A rule of the user's own leaves it out. */
  isExpected?: true;
  language: Language;
  /** That the network reads of it: code points, a line end being one. */
  characters: number;
}

export interface FileList {
  /** Sorted by path, folder by folder. */
  files: ListedFile[];
  /** What is to be said of the files as a whole. */
  notices: CorpusNotice[];
}

/** What a training on folders would read, and what not: reads all of it. Throws as `readSources` does. */
export async function listFiles(folders: readonly SourceFolder[], options: ReadOptions): Promise<FileList> {
  const files: ListedFile[] = [];
  const notices: CorpusNotice[] = [];
  for await (const item of readSources(folders, options)) {
    if ('notice' in item) notices.push(item.notice);
    else if ('reason' in item) {
      const { path: file, ...rest } = item;
      files.push({ file, ...rest, language: languageOfPath(file), characters: 0 });
    } else {
      const { path: file, language, text } = item;
      files.push({ file, language, characters: countCharacters(text) });
    }
  }
  return { files: files.toSorted((a, b) => (a.file < b.file ? -1 : 1)), notices };
}

function countCharacters(text: string): number {
  const lines = withLineFeeds(text);
  const pairs = lines.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
  return lines.length - pairs;
}
