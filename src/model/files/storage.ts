/**
 * A place that keeps files under plain names: a folder on disk, a workspace's storage, or memory in tests. The
 * platform hands it in, so that nothing here needs to know which one it is.
 */
export interface Storage {
  /** How the user knows the place, such as a folder's path: for messages. */
  readonly place: string;

  /** The bytes of a file; undefined when there is none of that name. */
  read(name: string): Promise<Uint8Array | undefined>;

  /**
   * Replaces a file at once or not at all, also when the process or the machine stops midway. On the way the bytes may
   * lie in a file `${name}.tmp`. Rejects with a UserError that names the place and the remedy.
   */
  write(name: string, data: Uint8Array): Promise<void>;

  /** Removes a file; no error when there is none. */
  remove(name: string): Promise<void>;

  /** The names of all files, those with `.tmp` that a stopped process left behind too. */
  list(): Promise<string[]>;
}
