import { Digest } from '../text/digest.ts';
import { fieldOf } from '../base/jsonFields.ts';
import { UserError } from '../base/userError.ts';

/** Commits a checkpoint: it is replaced last, and names the other files. */
export const JSON_FILE = 'model.json';

/** What the context expert has learnt of the workspace. It stays when the model is replaced; its name is nobody else's. */
export const CONTEXTS_FILE = 'cellscope-contexts.bin';

/** Names of the histories of runs, each with the run's number in its folder: nobody else's, too. */
const HISTORY = /^cellscope-run-([1-9]\d{0,8})\.jsonl$/;

export function historyFile(run: number): string {
  return `cellscope-run-${run}.jsonl`;
}

/** The numbers of the runs that have a history among so many files, the newest first. */
export function runsAmong(names: readonly string[]): number[] {
  return names
    .flatMap(name => HISTORY.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a);
}

/** The digest of the bytes is in the name: model.json, which names the file, so says what must be in it. */
const MARKED = /^(?:weights|training)-\d+-([0-9a-f]{16})\.safetensors$/;

export function tensorFileName(kind: 'weights' | 'training', step: number, bytes: Uint8Array): string {
  return `${kind}-${step}-${digestOf(bytes)}.safetensors`;
}

/** Names of the files of rankings, which have the digest of the weights in them. */
const RANKINGS = /^cells-[0-9a-f]{16}\.json$/;

/** Whether a name shows by itself that this program made the file. */
export function isMarked(name: string): boolean {
  return MARKED.test(name) || RANKINGS.test(name);
}

/** Throws a UserError when a file that is named for its bytes holds other ones. */
export function checkDigest(name: string, bytes: Uint8Array, place: string): void {
  const expected = MARKED.exec(name)?.[1];
  if (expected === undefined || digestOf(bytes) === expected) return;
  throw new UserError(
    `${name} in ${place} is damaged: its bytes are not those that were saved. Train the model again, or restore the file from a backup. If it was changed on purpose, give it another name, and name that in ${JSON_FILE}.`,
  );
}

/** Whether a model.json, whole or damaged, is of this program: it has two of the fields that ours begins with. */
export function isOwnJson(text: string, parsed: unknown): boolean {
  const fields = ['formatVersion', 'cellscope', 'weightsFile'];
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  const found = fields.filter(name =>
    isObject ? Object.hasOwn(parsed, name) : text.includes(`${JSON.stringify(name)}:`),
  );
  return found.length >= 2;
}

/** A plain name: nothing that could lead out of the model's folder. */
export const TENSOR_FILE_NAME = /^[\w-]{1,200}\.safetensors$/;

/** What a damaged model.json may still say of the files that belong to it. */
export function namedFiles(parsed: unknown): string[] {
  const weightsFile = fieldOf(parsed, 'weightsFile');
  const tensorsFile = fieldOf(fieldOf(parsed, 'training'), 'tensorsFile');
  return [weightsFile, tensorsFile].filter(
    (name): name is string => typeof name === 'string' && TENSOR_FILE_NAME.test(name),
  );
}

/** 16 hexadecimal digits. It finds every change of a single word for certain, and others but for one in 2^64. */
function digestOf(bytes: Uint8Array): string {
  const words = wordsOf(bytes);
  return new Digest()
    .addValues(words)
    .addValues(bytes.subarray(words.length * 4))
    .hex();
}

/** As many whole words as the bytes are: a view of them where they are aligned for that, else a copy. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length >>> 2);
}

/** An error for a model.json that another program has made. */
export function foreignJson(place: string): UserError {
  return new UserError(
    `${JSON_FILE} in ${place} is not of Cellscope, and is left as it is. Choose another folder for the model, or move that file away.`,
  );
}
