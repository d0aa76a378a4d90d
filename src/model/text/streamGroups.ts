import type { EncodedFile } from './corpus.ts';

/** Streams of all groups together, at most: each has a state in memory and in checkpoints. */
const MAX_STREAMS = 2048;
/** Windows that a stream is long, at least: the first of them starts in the middle of a file, with no state. */
const MIN_WINDOWS = 8;

/** In symbols, of all files. */
export function countSymbols(files: readonly EncodedFile[]): number {
  return files.reduce((sum, file) => sum + file.ids.length, 0);
}

/** G: how many groups of B streams a text of so many symbols is cut into. See Batches; a short text has one. */
export function streamGroups(
  symbols: number,
  { batchSize, seqLength }: { batchSize: number; seqLength: number },
): number {
  const streams = Math.min(MAX_STREAMS, symbols / (seqLength * MIN_WINDOWS));
  return Math.max(1, Math.floor(streams / batchSize));
}
