import { documentNumber } from './documentNumber.ts';

/** Bytes of a table for each byte of text: with fewer what is learnt last pushes out what was learnt before. */
const LEAST_BYTES_PER_BYTE = 8;

/** Numbers of documents are below it. */
const NUMBERS = 2 ** 32;

/** Which files are learnt of more text than a table can hold: a share of them, from all over, always the same ones. */
export class TextSample {
  readonly #share: number;

  constructor({ textBytes, megabytes }: { textBytes: number; megabytes: number }) {
    this.#share = (megabytes * 2 ** 20) / LEAST_BYTES_PER_BYTE / textBytes;
  }

  has(path: string): boolean {
    return documentNumber(path) / NUMBERS < this.#share;
  }
}
