import { UserError } from '../model/base/userError.ts';
import type { ReadControl } from '../model/base/readControl.ts';
import { ContextTable, megabytesFor } from '../model/contexts/contextTable.ts';
import { TextSample } from '../model/contexts/textSample.ts';
import type { ContextKernelFactory } from '../model/contexts/wasmContextKernels.ts';
import { keepTable, readKeptTable } from '../model/files/contextFile.ts';
import type { CharacterModel } from '../model/files/characterModel.ts';
import type { Storage } from '../model/files/storage.ts';
import type { SourceItem } from '../model/text/corpus.ts';
import { type ChangedFile, findChanges, learnFiles } from '../model/training/learnFiles.ts';
import type { ContextNotice } from '../protocol/contextNotice.ts';
import { kindsOfPath } from '../protocol/languages.ts';
import type { WorkspaceFiles } from '../protocol/modelMessages.ts';

/** What the thread lends to whoever keeps a table of contexts. */
export interface TablePlatform {
  /** Memory for it, MB. */
  megabytes: number;
  loadKernels: () => Promise<{ create: ContextKernelFactory }>;
  /** Texts as a training would read them. */
  readSources: (
    folders: WorkspaceFiles['folders'],
    options: { include: readonly string[]; signal: AbortSignal },
  ) => AsyncIterable<SourceItem>;
  /** Where a file lies on disk that a training names so; undefined when its folder is no longer there. */
  locate: (folders: readonly string[], path: string) => string | undefined;
  /** As a training names a file that lies somewhere on disk; undefined when it is in none of the folders. */
  sourcePath: (folders: readonly string[], file: string) => string | undefined;
  /** Another text for each table that is kept in the storage; undefined while none is. */
  stamp: () => Promise<string | undefined>;
  /** Whether somebody trains in the storage, and so will keep a table himself. */
  isBeingTrained: () => Promise<boolean>;
  /** Resolves after so many milliseconds. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

interface TableTools {
  platform: TablePlatform;
  storage: Storage;
  /** Of a file that a training read in these folders. */
  readSource: (folders: readonly string[], path: string) => Promise<string | undefined>;
  /** Runs a job in slices, after everything more urgent. */
  run: <T>(signal: AbortSignal, job: (control: ReadControl) => Promise<T>) => Promise<T>;
  /** Gets 0..1 while the files are learnt from the beginning. */
  onProgress: (share: number) => void;
  /** That is over. */
  onEnd: () => void;
  onNotice: (notice: ContextNotice) => void;
  /** There is a table now, or another one, or it has learnt something. */
  onChange: () => void;
}

/** What is learnt is kept when nothing has come to it for so long, ms. */
const SETTLED = 60_000;

/** Texts of files that were saved are remembered up to so many UTF-16 units together, so that only changes are learnt. */
const REMEMBERED = 8_000_000;

/**
 * The table of contexts beside a model: loads it, brings it up to date with the files of the workspace, and keeps it. All
 * of that happens in the background, one job after the other; meanwhile there may be no table.
 */
export class WorkspaceTable {
  readonly #tools: TableTools;
  #model: CharacterModel | undefined;
  #table: ContextTable | undefined;
  /** Of the kept table that was read or written last. */
  #stamp: string | undefined;
  /** Something was learnt since. */
  #isUnsaved = false;
  #saving: AbortController | undefined;
  /** As they were learnt last, of files that were saved. */
  readonly #texts = new Map<string, string>();
  #last: Promise<void> = Promise.resolve();
  #stop = new AbortController();

  constructor(tools: TableTools) {
    this.#tools = tools;
  }

  /** Undefined while there is nothing to predict by. */
  get current(): ContextTable | undefined {
    return this.#table;
  }

  /** The model was loaded, again or another one: what is kept beside it is read if it is not the one in memory. */
  follow(model: CharacterModel): void {
    this.#model = model;
    void this.#enqueue(control => this.#look(control));
  }

  /** There is no model any more. */
  forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#model = undefined;
    this.#stamp = undefined;
    this.#use(undefined);
  }

  /** Learns what has changed in the files, all or those that are named; resolves when that is done or was given up. */
  keepUp(files: WorkspaceFiles): Promise<void> {
    return this.#enqueue(control => this.#keepUp(files, control));
  }

  /** Ends what is under way, and keeps what was learnt since it was kept last. */
  settle(): Promise<void> {
    this.#saving?.abort();
    this.#stop.abort();
    this.#stop = new AbortController();
    return this.#enqueue(control => this.#save(control));
  }

  #enqueue(job: (control: ReadControl) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    this.#last = this.#last.then(async () => {
      if (signal.aborted) return;
      try {
        await this.#tools.run(signal, job);
      } catch (error) {
        if (signal.aborted) return;
        const problem = error instanceof Error ? error.message : String(error);
        this.#tools.onNotice({ kind: 'contextsNotLearnt', problem });
      }
    });
    return this.#last;
  }

  /** Reads what is kept, if it is not what was read or written last. */
  async #look(control: ReadControl): Promise<void> {
    const { platform, storage, onNotice } = this.#tools;
    const stamp = await platform.stamp();
    if (stamp === undefined || stamp === this.#stamp || control.signal.aborted) return;
    this.#stamp = stamp;
    // Before, so that there need not be room for both.
    this.#use(undefined);
    const { create } = await platform.loadKernels();
    try {
      const table = await readKeptTable(storage, create, control, platform.megabytes);
      if (!control.signal.aborted) this.#use(table);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onNotice({ kind: 'contextsLearntAnew', problem: error.message });
    }
  }

  async #keepUp({ saved, ...all }: WorkspaceFiles, control: ReadControl): Promise<void> {
    const { platform } = this.#tools;
    // Whoever trains reads the files himself.
    if (!this.#model || (await platform.isBeingTrained())) return;
    await this.#look(control);
    const known = saved && this.#table && this.#known(this.#table, all, saved);
    if (known) await this.#learnSaved(this.#table!, known, all, control);
    else await this.#learnAll(all, saved ?? [], control);
  }

  /** The files that were saved, if the table knows them all; a new one is found by a walk through the folders. */
  #known(table: ContextTable, all: WorkspaceFiles, saved: readonly string[]): ChangedFile[] | undefined {
    const paths = saved.map(file => this.#tools.platform.sourcePath(placesOf(all), file));
    const inFolders = paths.filter(path => path !== undefined);
    if (!inFolders.every(path => table.learnt.has(path))) return undefined;
    return inFolders.map(path => ({ path, language: kindsOfPath(path).language, size: 1 }));
  }

  async #learnSaved(
    table: ContextTable,
    files: readonly ChangedFile[],
    all: WorkspaceFiles,
    control: ReadControl,
  ): Promise<void> {
    if (files.length === 0) return;
    const read = this.#reader(all);
    await learnFiles(table, files, { read, before: this.#texts, control, onProgress: () => {} });
    this.#rememberLess();
    this.#hasLearnt();
  }

  /**
   * Looks through all files, and learns what has changed, of very many only a sample and those that were saved; from the
   * beginning where the table is not one for them.
   */
  async #learnAll(all: WorkspaceFiles, saved: readonly string[], control: ReadControl): Promise<void> {
    const { platform } = this.#tools;
    const workedOn = new Set(saved.map(file => platform.sourcePath(placesOf(all), file)));
    const read = this.#reader(all);
    const { signal } = control;
    const sources = () => platform.readSources(all.folders, { include: all.include, signal });
    const known = this.#table?.learnt ?? new Map<string, number>();
    const { changed, size } = await findChanges(sources(), known, control);
    const megabytes = megabytesFor(size, platform.megabytes);
    const sample = new TextSample({ textBytes: size, megabytes });
    const isWanted = ({ path }: ChangedFile) => sample.has(path) || workedOn.has(path);
    const table = this.#table;
    if (table && !isTooSmall(table, megabytes)) {
      const wanted = changed.filter(isWanted);
      if (wanted.length === 0) return;
      await learnFiles(table, wanted, { read, control, onProgress: () => {} });
      this.#hasLearnt();
      return;
    }
    if (size === 0) return;
    const files = table ? (await findChanges(sources(), new Map(), control)).changed : changed;
    this.#use(undefined);
    await this.#learnAnew(files.filter(isWanted), { read, megabytes, control });
  }

  async #learnAnew(
    files: readonly ChangedFile[],
    { read, megabytes, control }: { read: Read; megabytes: number; control: ReadControl },
  ): Promise<void> {
    const { platform, onProgress, onEnd } = this.#tools;
    const model = this.#model;
    if (!model) return;
    const { create } = await platform.loadKernels();
    const table = ContextTable.empty(create, megabytes);
    const warming = { model, heldOut: model.heldOut };
    try {
      if (!(await learnFiles(table, files, { read, warming, control, onProgress }))) return;
    } finally {
      onEnd();
    }
    this.#use(table);
    this.#isUnsaved = true;
    await this.#save(control);
  }

  #reader(all: WorkspaceFiles): Read {
    const places = placesOf(all);
    return path => this.#tools.readSource(places, path);
  }

  #use(table: ContextTable | undefined): void {
    this.#saving?.abort();
    this.#isUnsaved = false;
    this.#texts.clear();
    if (table === this.#table) return;
    this.#table?.recall();
    this.#table = table;
    this.#tools.onChange();
  }

  #rememberLess(): void {
    let units = [...this.#texts.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [path, text] of this.#texts) {
      if (units <= REMEMBERED) return;
      units -= text.length;
      this.#texts.delete(path);
    }
  }

  #hasLearnt(): void {
    this.#isUnsaved = true;
    this.#tools.onChange();
    this.#saving?.abort();
    const waiting = new AbortController();
    this.#saving = waiting;
    void this.#tools.platform.wait(SETTLED, waiting.signal).then(() => {
      if (!waiting.signal.aborted) void this.#enqueue(control => this.#save(control));
    });
  }

  /** Where it fails the table in memory is as good. Whoever trains keeps one himself. */
  async #save(control: ReadControl): Promise<void> {
    const { platform, storage, onNotice } = this.#tools;
    if (!this.#table || !this.#isUnsaved || (await platform.isBeingTrained())) return;
    try {
      if (!(await keepTable(storage, this.#table, control))) return;
      this.#isUnsaved = false;
      this.#stamp = await platform.stamp();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onNotice({ kind: 'contextsNotSaved', problem: error.message });
    }
  }
}

type Read = (path: string) => Promise<string | undefined>;

const placesOf = ({ folders }: WorkspaceFiles): string[] => folders.map(({ path }) => path);

/** Of the text that there is now less than half could be kept. */
function isTooSmall({ workspace }: ContextTable, megabytes: number): boolean {
  return megabytes > (2 * workspace.bytes) / 2 ** 20 + 8;
}
