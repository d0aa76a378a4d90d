import { UserError } from '../base/userError.ts';
import { addEntry, emptyHistory, type RunHistory } from './runHistory.ts';
import { historyFile } from './ownFiles.ts';
import { parseEntry, parseHeader } from './runHistoryLines.ts';
import type { Storage } from './storage.ts';

/** Bytes of a file that is read: four times what a run keeps at most. */
const MOST_BYTES = 16 << 20;
/** More lines than a run ever adds before it thins them are not of this program. */
const MOST_LINES = 200_000;

/**
 * Reads a history that may grow while it is read: each time the whole file, of which what is known is not looked at
 * again. What is torn or damaged is left out line by line.
 */
export class RunHistoryReader {
  /** Undefined before the first line was read. */
  #history: RunHistory | undefined;
  #bytesRead = 0;
  #headerBytes: Uint8Array = new Uint8Array(0);
  #lines = 0;
  #revision = 0;
  readonly #place: string;

  /** `place` names the file in errors. */
  constructor(place: string) {
    this.#place = place;
  }

  /** Another one when something that was read before is no more: what is added leaves it as it is. */
  get revision(): number {
    return this.#revision;
  }

  /** Undefined while there is no whole first line. Throws a UserError for what is no history of this version. */
  read(bytes: Uint8Array): RunHistory | undefined {
    if (!this.#goesOn(bytes)) this.#forget();
    const decoder = new TextDecoder();
    for (let end = endOfLine(bytes, this.#bytesRead); end >= 0; end = endOfLine(bytes, this.#bytesRead)) {
      if (this.#history && this.#lines >= MOST_LINES) break;
      const line = bytes.subarray(this.#bytesRead, end);
      this.#bytesRead = end + 1;
      this.#take(line, decoder);
    }
    return this.#history;
  }

  /** Whether what was read is still what the file begins with: it may have been written anew. */
  #goesOn(bytes: Uint8Array): boolean {
    if (bytes.length < this.#bytesRead) return false;
    return this.#headerBytes.every((byte, index) => bytes[index] === byte);
  }

  #forget(): void {
    this.#revision++;
    this.#history = undefined;
    this.#bytesRead = 0;
    this.#headerBytes = new Uint8Array(0);
    this.#lines = 0;
  }

  #take(line: Uint8Array, decoder: TextDecoder): void {
    if (!this.#history) {
      this.#headerBytes = line.slice();
      const header = parseHeader(decoder.decode(line), what => {
        throw new UserError(`${this.#place} is left out: ${what}.`);
      });
      this.#history = emptyHistory(header);
      return;
    }
    this.#lines++;
    const entry = parseEntry(decoder.decode(line));
    if (!entry) return;
    if (entry.entry === 'cut') this.#revision++;
    addEntry(this.#history, entry);
  }
}

function endOfLine(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(0x0a, from);
}

/** The bytes of a run's history; undefined where there is none. Rejects with a UserError for what cannot be read. */
export function readHistoryBytes(storage: Storage, run: number): Promise<Uint8Array | undefined> {
  return storage.read(historyFile(run), MOST_BYTES);
}

/** The history of a run; undefined where there is none. Rejects with a UserError for what is none. */
export async function readRunHistory(storage: Storage, run: number): Promise<RunHistory | undefined> {
  const bytes = await readHistoryBytes(storage, run);
  return bytes && new RunHistoryReader(`${historyFile(run)} in ${storage.place}`).read(bytes);
}
