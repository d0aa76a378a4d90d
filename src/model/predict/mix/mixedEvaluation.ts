import type { ContextLayer } from '../../contexts/contextLayer.ts';
import type { Language } from '../../text/language.ts';
import { documentNumber } from '../../contexts/documentNumber.ts';
import { type MixedReader } from './mixedReader.ts';

/** A file to be predicted from its first byte to its last. */
export interface FileBytes {
  path: string;
  language: Language;
  bytes: Uint8Array;
}

/** Bytes between two turns of other events. */
const SLICE_BYTES = 4096;

/** Reads on in one file, and gives the nats that some bytes took. */
interface ByteLearner {
  begin(document: number, language: Language): void;
  learn(bytes: Uint8Array): number;
}

/** The context expert by itself, learning as it reads. */
export function contextsAlone(layer: ContextLayer): ByteLearner {
  return {
    begin: document => layer.beginText(document),
    learn(bytes) {
      layer.hear(undefined);
      return layer.learn(bytes);
    },
  };
}

/**
 * The bits that some files take, one after the other, each byte predicted before it is learnt: what a compressor would
 * need that has read the workspace. NaN where a number was of no use.
 */
export async function bitsOfFiles(
  reader: MixedReader | ByteLearner,
  files: readonly FileBytes[],
  yieldToEvents: () => Promise<void> = async () => {},
): Promise<number> {
  let nats = 0;
  for (const { path, language, bytes } of files) {
    reader.begin(documentNumber(path), language);
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      nats += reader.learn(bytes.subarray(at, at + SLICE_BYTES));
      await yieldToEvents();
    }
  }
  return nats / Math.LN2;
}
