import { UserError } from '../../base/userError.ts';
import { Digest } from '../../text/digest.ts';
import { type Language, languages } from '../../text/language.ts';
import { BitDecoder, BitEncoder } from './bitCoder.ts';
import type { MixedReader } from './mixedReader.ts';

// A compressed file is a header and the code of the file's bytes. The header: "CSx" and the version, what predicted it,
// the number of bytes, their hash (each 4 bytes, little-endian), and the language.

const SIGNATURE = 0x43537801;
const HEADER_BYTES = 17;

/** Bytes between two turns of other events. */
const SLICE_BYTES = 1024;

/** What a file is compressed with: the same is needed to get it back. */
export interface CompressedWith {
  /** At the beginning of a text; what it learns goes on from what it has learnt. */
  reader: MixedReader;
  /** 32 bits that tell the model, its table and its arithmetic from others. */
  fingerprint: number;
  yieldToEvents: () => Promise<void>;
}

/** Any document: the file's name is not known when it is got back. */
const DOCUMENT = 1;

/** The bytes of a file in as few bytes as what predicts it needs. */
export async function compress(
  bytes: Uint8Array,
  language: Language,
  { reader, fingerprint, yieldToEvents }: CompressedWith,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new BitEncoder();
  reader.begin(DOCUMENT, language);
  for (const [i, byte] of bytes.entries()) {
    let shift = 7;
    reader.learnBits(chance => {
      const bit = (byte >> shift--) & 1;
      encoder.encode(bit, chance);
      return bit;
    });
    if (i % SLICE_BYTES === 0) await yieldToEvents();
  }
  const code = encoder.finish();
  const file = new Uint8Array(HEADER_BYTES + code.length);
  const header = new DataView(file.buffer);
  for (const [i, word] of [SIGNATURE, fingerprint, bytes.length, hashOf(bytes)].entries())
    header.setUint32(4 * i, word, true);
  header.setUint8(16, languages.indexOf(language));
  file.set(code, HEADER_BYTES);
  return file;
}

/** The bytes that were compressed. Throws a UserError when that cannot be done; `name` is the file's. */
export async function decompress(
  file: Uint8Array,
  name: string,
  { reader, fingerprint, yieldToEvents }: CompressedWith,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES || header.getUint32(0, true) !== SIGNATURE)
    throw new UserError(`${name} was not made by this version of cellscope compress.`);
  if (header.getUint32(4, true) !== fingerprint)
    throw new UserError(
      `${name} was compressed with another model, or with other kernels. Give the model that it was made with, as it was then, on a machine of the same kind.`,
    );
  const length = header.getUint32(8, true);
  const language = languages[header.getUint8(16)];
  // A byte takes no less than 8 times the surest bit that there is, one in 100,000: more cannot be in it.
  if (language === undefined || length > (file.length + 8) * MOST_BYTES_A_BYTE) throw damaged(name);
  const decoder = new BitDecoder(file.subarray(HEADER_BYTES));
  const bytes = new Uint8Array(length);
  reader.begin(DOCUMENT, language);
  for (let i = 0; i < length; i++) {
    bytes[i] = reader.learnBits(chance => decoder.decode(chance));
    if (i % SLICE_BYTES === 0) await yieldToEvents();
  }
  if (hashOf(bytes) !== header.getUint32(12, true)) throw damaged(name);
  return bytes;
}

/** 8 bits at a chance of 1 - 1e-5 take 1.2e-4 bits. */
const MOST_BYTES_A_BYTE = 70_000;

function damaged(name: string): UserError {
  return new UserError(`${name} is damaged: it cannot be turned back. Restore it from a backup.`);
}

function hashOf(bytes: Uint8Array): number {
  return new Digest().addValues(bytes).value();
}
