import type { ContextLayer } from '../contexts/contextLayer.ts';
import { ContextTable, tableMegabytes } from '../contexts/contextTable.ts';
import type { ContextKernelFactory } from '../contexts/wasmContextKernels.ts';
import { LAYOUT, leastPackedWords, packParts, unpackParts } from '../contexts/layerParts.ts';
import { JsonFields } from '../base/jsonFields.ts';
import { type JsonLimits, parseJsonText } from '../base/jsonText.ts';
import type { ReadControl } from '../base/readControl.ts';
import { UserError } from '../base/userError.ts';
import { Digest } from '../text/digest.ts';
import { CONTEXTS_FILE } from './ownFiles.ts';
import type { Storage } from './storage.ts';

// The file is 32-bit little-endian numbers: a header; the files that were learnt, as JSON, filled up with spaces; the
// parts of the layer; and a digest of all that, as 16 hexadecimal digits.

/** "CxT" and the version of the format. */
const FORMAT = 0x43785401;
/** Format, layout, bytes of the layer, four sizes, bytes of the JSON. */
const HEADER_WORDS = 8;
const DIGEST_BYTES = 16;
/** A hundred thousand files have some ten million characters. */
const LIMITS: JsonLimits = { length: 64_000_000, depth: 4 };

/**
 * Keeps what was learnt of a workspace beside its model, in slices. Nothing may be learnt meanwhile. False when it was
 * aborted. Throws a UserError that names the place and the remedy; what was kept before then stays.
 */
export async function keepTable(
  storage: Storage,
  table: ContextTable,
  { signal, yieldToEvents }: ReadControl,
): Promise<boolean> {
  const stopped = new Error('stopped');
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const part of partsOf(table)) {
      await yieldToEvents();
      if (signal.aborted) throw stopped;
      yield part;
    }
  }
  try {
    await storage.writeParts(CONTEXTS_FILE, parts());
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

function* partsOf({ workspace: layer, learnt, texts }: ContextTable): Generator<Uint8Array> {
  const digest = new Digest();
  const told = (words: Uint32Array) => {
    digest.addValues(words);
    return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  };
  const json = new TextEncoder().encode(
    JSON.stringify({ learnt: [...learnt], texts: texts.map(({ from, path }) => [path, from]) }),
  );
  yield told(headerOf(layer, json.length));
  const filled = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(0x20);
  filled.set(json);
  yield told(new Uint32Array(filled.buffer));
  for (const part of packParts(layer.words())) yield told(part);
  yield new TextEncoder().encode(digest.hex());
}

function headerOf({ bytes, sizes }: ContextLayer, jsonBytes: number): Uint32Array<ArrayBuffer> {
  const { runGroups, bucketGroups, matchSlots, textBytes } = sizes;
  return Uint32Array.of(FORMAT, LAYOUT, bytes, runGroups, bucketGroups, matchSlots, textBytes, jsonBytes);
}

/**
 * The table that was kept of a workspace, of the size that it has, read in slices; undefined when there is none, or when it
 * was aborted. Throws a UserError when it cannot be used, or is larger than it may be.
 */
export async function readKeptTable(
  storage: Storage,
  create: ContextKernelFactory,
  control: ReadControl,
  mostMegabytes: number = tableMegabytes.maximum,
): Promise<ContextTable | undefined> {
  const bytes = await storage.read(CONTEXTS_FILE, MOST_BYTES);
  if (!bytes) return undefined;
  const reading = new Reading(bytes, storage.place);
  const table = ContextTable.empty(create, reading.megabytes(mostMegabytes));
  const found = await reading.into(table.workspace, control);
  if (!found) return undefined;
  for (const [path, hash] of found.learnt) table.learnt.set(path, hash);
  table.texts.push(...found.texts.map(([path, from]) => ({ from, path })));
  return table;
}

/** Of the greatest table. */
const MOST_BYTES = 2 * tableMegabytes.maximum * 2 ** 20;

/** Of files that were learnt, by their names: the hash of each, and where its text begins. */
interface Learnt {
  learnt: (readonly [string, number])[];
  texts: (readonly [string, number])[];
}

class Reading {
  private readonly bytes: Uint8Array;
  private readonly place: string;
  private readonly digest = new Digest();

  constructor(bytes: Uint8Array, place: string) {
    this.bytes = bytes;
    this.place = place;
  }

  /** Of the memory that it was kept in. */
  megabytes(most: number): number {
    const { words } = this.whole();
    this.checkVersion(words);
    const layerBytes = words[2];
    const found = Math.ceil(layerBytes / 2 ** 20);
    if (found > most)
      throw this.refused(`was kept in ${found} MB of memory, and it is to have ${most} MB at most now`);
    // So that no room is made for what is not there.
    return words.length < leastPackedWords(layerBytes / 4) ? this.damaged('it is cut off') : found;
  }

  async into(layer: ContextLayer, { signal, yieldToEvents }: ReadControl): Promise<Learnt | undefined> {
    const { words, digest } = this.whole();
    const jsonBytes = this.checkHeader(words, layer);
    const jsonEnd = HEADER_WORDS + Math.ceil(jsonBytes / 4);
    if (jsonEnd > words.length) return this.damaged('it is cut off');
    this.digest.addValues(words.subarray(0, HEADER_WORDS)).addValues(words.subarray(HEADER_WORDS, jsonEnd));
    const parts = unpackParts(words.subarray(jsonEnd), layer.words());
    let next = parts.next();
    for (; next.done !== true; next = parts.next()) {
      this.digest.addValues(next.value);
      await yieldToEvents();
      if (signal.aborted) return undefined;
    }
    if (next.value === 'cut') return this.damaged('it is cut off');
    if (next.value === 'wrong') return this.damaged('it holds something else than it says');
    if (this.digest.hex() !== digest) return this.damaged('its bytes are not those that were saved');
    const learnt = this.readLearnt(this.bytes.subarray(HEADER_WORDS * 4, HEADER_WORDS * 4 + jsonBytes));
    return layer.revive() ? learnt : this.damaged('it has numbers that cannot be');
  }

  /** All but the digest, and that. */
  private whole(): { words: Uint32Array; digest: string } {
    const { bytes } = this;
    const end = bytes.length - DIGEST_BYTES;
    if (end < HEADER_WORDS * 4 || end % 4 !== 0) return this.damaged('it is cut off');
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return {
      words: new Uint32Array(aligned.buffer, aligned.byteOffset, end / 4),
      digest: new TextDecoder().decode(bytes.subarray(end)),
    };
  }

  /** Gives the bytes of the JSON. */
  private checkHeader(words: Uint32Array, layer: ContextLayer): number {
    this.checkVersion(words);
    if (headerOf(layer, 0).some((word, i) => i < HEADER_WORDS - 1 && word !== words[i]))
      return this.damaged('its sizes are not those of a table');
    return words[HEADER_WORDS - 1];
  }

  private checkVersion([format, layout]: Uint32Array): void {
    if (format >>> 8 !== FORMAT >>> 8) return this.damaged('it is something else');
    if (format !== FORMAT || layout !== LAYOUT)
      throw this.refused(
        `is of version ${format & 255}.${layout}; this build reads ${FORMAT & 255}.${LAYOUT}`,
      );
  }

  private readLearnt(bytes: Uint8Array): Learnt {
    const parsed = parseJsonText(new TextDecoder().decode(bytes), LIMITS);
    if ('problem' in parsed) return this.damaged(parsed.problem);
    const json = new JsonFields(parsed.value, '', what => this.damaged(what));
    const pairs = (name: string) =>
      json.list(name, (item, path) => {
        const isPair = Array.isArray(item) && typeof item[0] === 'string' && isNumber(item[1]);
        return isPair
          ? (item as unknown as [string, number])
          : this.damaged(`${path} is no file with its number`);
      });
    return { learnt: pairs('learnt'), texts: pairs('texts') };
  }

  private damaged(how: string): never {
    throw this.refused(`is damaged: ${how}`);
  }

  private refused(why: string): UserError {
    return new UserError(
      `What was learnt of the workspace, ${CONTEXTS_FILE} in ${this.place}, ${why}. It is learnt anew in the editor, or by the next training.`,
    );
  }
}

/** Of 32 bits. */
const isNumber = (value: unknown): boolean => Number.isInteger(value) && value === (value as number) >>> 0;
