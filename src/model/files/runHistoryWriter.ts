import { UserError } from '../base/userError.ts';
import {
  addEntry,
  emptyHistory,
  type HistoryEntry,
  isLong,
  type RunHeader,
  type RunHistory,
  thinned,
} from './runHistory.ts';
import { historyFile, runsAmong } from './ownFiles.ts';
import { formatEntry, formatHistory } from './runHistoryLines.ts';
import { readRunHistory } from './runHistoryReader.ts';
import type { Storage } from './storage.ts';

/** Runs whose histories are kept in a folder, the present one included. */
const KEPT_RUNS = 10;

/**
 * Keeps the history of one run beside the model: adds lines to its file, and writes it anew where that was thinned, or
 * where a line may be torn. Nothing is written before there is something to tell.
 */
export class RunHistoryWriter {
  readonly run: number;
  private readonly storage: Storage;
  private kept: RunHistory;
  /** Lines that are not in the file yet. */
  private pending: string[] = [];
  /** The file is not there, is to be thinned, or does not end with a whole line. */
  private isToBeWritten: boolean;

  private constructor(storage: Storage, run: number, { kept, isNew }: { kept: RunHistory; isNew: boolean }) {
    this.storage = storage;
    this.run = run;
    this.kept = kept;
    this.isToBeWritten = isNew;
  }

  /** Of a run that begins: under the next number. */
  static async begin(storage: Storage, header: Omit<RunHeader, 'generation'>): Promise<RunHistoryWriter> {
    const [last = 0] = runsAmong(await storage.list());
    let run = last + 1;
    while (await isInTheWay(storage, historyFile(run))) run++;
    return new RunHistoryWriter(storage, run, {
      kept: emptyHistory({ ...header, generation: 0 }),
      isNew: true,
    });
  }

  /**
   * Of a run that goes on from a checkpoint: its history up to there, found by the checkpoint's step and seconds.
   * Undefined where none is kept.
   */
  static async resume(
    storage: Storage,
    { step, seconds, settings }: { step: number; seconds: number } & Pick<RunHeader, 'settings'>,
  ): Promise<RunHistoryWriter | undefined> {
    for (const run of runsAmong(await storage.list())) {
      const kept = await readRunHistory(storage, run).catch(leaveOut);
      if (!kept?.checkpoints.some(one => one.step === step && one.seconds === seconds)) continue;
      // Its last line may be torn.
      const { header } = kept;
      const anew = { ...kept, header: { ...header, generation: header.generation + 1 } };
      const writer = new RunHistoryWriter(storage, run, { kept: anew, isNew: true });
      writer.add({ entry: 'cut', step });
      writer.add({ entry: 'resumed', budget: settings.budget });
      return writer;
    }
    return undefined;
  }

  /** With all that was added. */
  get history(): Readonly<RunHistory> {
    return this.kept;
  }

  add(entry: HistoryEntry): void {
    addEntry(this.kept, entry);
    if (isLong(this.kept)) {
      this.kept = thinned(this.kept);
      this.isToBeWritten = true;
    }
    if (this.isToBeWritten) this.pending = [];
    else this.pending.push(formatEntry(entry));
  }

  /** Writes what was added. Where that fails all of it is kept, to be written the next time. */
  async flush(): Promise<void> {
    const { storage, run } = this;
    const name = historyFile(run);
    if (this.isToBeWritten) {
      if (isEmpty(this.kept)) return;
      const text = formatHistory(this.kept);
      await storage.write(name, new TextEncoder().encode(text));
      this.isToBeWritten = false;
      await this.removeOldest();
      return;
    }
    if (this.pending.length === 0) return;
    const lines = this.pending.map(line => `${line}\n`).join('');
    this.pending = [];
    // Until it is done: what was written in part must not be added to.
    this.isToBeWritten = true;
    try {
      await storage.append(name, new TextEncoder().encode(lines));
      this.isToBeWritten = false;
    } finally {
      if (this.isToBeWritten)
        this.kept.header = { ...this.kept.header, generation: this.kept.header.generation + 1 };
    }
  }

  private async removeOldest(): Promise<void> {
    const others = runsAmong(await this.storage.list()).filter(run => run !== this.run);
    for (const run of others.slice(KEPT_RUNS - 1)) await this.storage.remove(historyFile(run));
  }
}

/** Something of that name that is no file, and so not in the list: it is another program's, and stays. */
function isInTheWay(storage: Storage, name: string): Promise<boolean> {
  return storage.read(name, 1).then(
    data => data !== undefined,
    () => true,
  );
}

function isEmpty({ points, validations }: RunHistory): boolean {
  return points.step.length === 0 && validations.length === 0;
}

function leaveOut(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
  return undefined;
}
