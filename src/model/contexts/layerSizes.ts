import type { LayerSizes } from './contextKernels.ts';

/** Bytes of a place for four runs, for four buckets, for a position, for a change that can be taken back. */
const RUN_GROUP = 16;
const BUCKET_GROUP = 64;
const MATCH_SLOT = 4;
const JOURNAL_BLOCK = 68;
/** What every layer has whatever its size: weights and what else is small. */
const FIXED_BYTES = 2_900_000;

/** How a layer for the files of a workspace shares out so many bytes. */
export function workspaceSizes(bytes: number): LayerSizes {
  return share(bytes - FIXED_BYTES, 0);
}

/** How a layer for an open document over that shares out so many bytes, two fifths of them for taking back. */
export function documentSizes(bytes: number): LayerSizes {
  return share(bytes - FIXED_BYTES, 0.4);
}

function share(bytes: number, journalShare: number): LayerSizes {
  const textBytes = 2 ** Math.floor(Math.log2(bytes / 8));
  const journal = bytes * journalShare;
  const rest = bytes - textBytes - journal;
  const matches = rest / 24;
  // Contexts with one byte after them are by far the most, and take the least room.
  const runs = (rest - matches) * RUN_SHARE;
  return {
    runGroups: Math.floor(runs / RUN_GROUP),
    bucketGroups: Math.floor((rest - matches - runs) / BUCKET_GROUP),
    matchSlots: Math.floor(matches / MATCH_SLOT),
    textBytes,
    journalBlocks: Math.floor(journal / JOURNAL_BLOCK),
  };
}

const RUN_SHARE = 0.5;
