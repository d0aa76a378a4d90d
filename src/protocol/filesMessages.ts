/** The messages between the extension host and the worker that lists files. One worker serves one list. */
import type { Language } from '../model/text/language.ts';
import type { CorpusNotice } from '../model/text/corpusNotice.ts';
import type { Speech } from './channel.ts';

export interface ListFilesRequest {
  kind: 'listFiles';
  /** `path` is absolute; `exclude` are globs of files to leave out. */
  folders: { path: string; exclude: string[] }[];
  /** Globs of files to take besides C and LaTeX. */
  include: string[];
}

interface FilesAnswers {
  /** What a training would read, and what not; cancelling the request ends it with an error. */
  listFiles: FileListMessage;
}

export interface FileListMessage {
  /** Sorted by path, folder by folder. */
  files: ListedFileMessage[];
  /** What is to be said of the files as a whole. */
  notices: CorpusNotice[];
}

/** A file that is read, or with a reason one that is not. */
export interface ListedFileMessage {
  /** As in the training; a folder of which nothing is read has a slash at its end. */
  file: string;
  /** Absolute path on disk. */
  location: string;
  reason?: string;
  /** A rule of the user's own leaves it out. */
  isExpected?: true;
  language: Language;
  /** That are read of it. */
  characters: number;
}

/** What the host and the listing worker say. */
export type ToFiles = Speech<ListFilesRequest, FilesAnswers, never>;
export type FromFiles = Speech<never, object, never>;
