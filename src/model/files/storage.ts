/**
 * A place that keeps files under plain names: a folder on disk, a workspace's storage, or memory in tests. The
 * platform hands it in, so that nothing here needs to know which one it is.
 */
export interface Storage {
  /** How the user knows the place, such as a folder's path: for messages. */
  readonly place: string;

  /**
   * The bytes of a file; undefined when there is none of that name. Rejects with a UserError that names the file when it
   * is larger than `maxBytes`, or something else than a file: a link, a folder, a pipe.
   */
  read(name: string, maxBytes: number): Promise<Uint8Array | undefined>;

  /**
   * To be called before what is there is looked at and then written over: from here on to the last write nobody else
   * writes here, or that write is refused. Rejects with a FolderLost when the place is another process's.
   */
  claim(): Promise<void>;

  /**
   * Replaces a file at once or not at all, also when the process or the machine stops midway. Rejects with a UserError
   * that names the place and the remedy; with a FolderLost when the place is another process's.
   */
  write(name: string, data: Uint8Array): Promise<void>;

  /** As `write`, of a file that is made part by part while it is written: it need not be in memory whole. */
  writeParts(name: string, parts: AsyncIterable<Uint8Array>): Promise<void>;

  /**
   * Adds to the end of a file, which is made where there is none. A process that stops midway may leave a part of it; the
   * bytes that were there stay as they are. Rejects as `write` does.
   */
  append(name: string, data: Uint8Array): Promise<void>;

  /** Removes a file; no error when there is none. What is no file is left. */
  remove(name: string): Promise<void>;

  /** The names of all files. */
  list(): Promise<string[]>;

  /** Removes what writes have left that a stopped process did not end. */
  tidy(): Promise<void>;
}
