import { Digest } from './digest.ts';

/** Share of the files that is held out for validation. */
const SHARE = 0.07;
/** Shares of the text that will do as they come; else files are chosen by size. */
const GOOD_SHARE = { minimum: 0.03, maximum: 0.15 };
/** More than this is never held out in whole files. */
const MAX_SHARE = 0.25;

export interface FileSize {
  path: string;
  /** In UTF-16 units; only ratios matter. */
  size: number;
}

/** What is held out: whole files, or the last tenth of one when no choice of files leaves enough to train on. */
export type Split = { heldOut: ReadonlySet<string> } | { lastTenthOf: string };

/**
 * Splits by file. Whether a file is held out depends on its own path and the seed only, so that adding a file moves no
 * other one; but in a small folder, where that would hold out too little or too much of the text, files are taken in
 * the same hashed order until about a twentieth of the text is reached.
 */
export function splitFiles(files: readonly FileSize[], seed: number): Split {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const share = (chosen: readonly FileSize[]) => chosen.reduce((sum, file) => sum + file.size, 0) / total;
  const placed = files
    .map(file => ({ ...file, place: new Digest(seed).addText(file.path).value() / 2 ** 32 }))
    .toSorted((a, b) => a.place - b.place);

  const byPlace = placed.filter(file => file.place < SHARE);
  const placeShare = share(byPlace);
  if (placeShare >= GOOD_SHARE.minimum && placeShare <= GOOD_SHARE.maximum)
    return { heldOut: paths(byPlace) };

  const bySize: FileSize[] = [];
  let size = 0;
  for (const file of placed) {
    if (size / total >= 0.05) break;
    if ((size + file.size) / total > 0.1) continue;
    bySize.push(file);
    size += file.size;
  }
  if (size / total >= GOOD_SHARE.minimum) return { heldOut: paths(bySize) };

  const smallest = placed.reduce((best, file) => (file.size < best.size ? file : best));
  if (files.length > 1 && share([smallest]) <= MAX_SHARE && share([smallest]) >= GOOD_SHARE.minimum)
    return { heldOut: new Set([smallest.path]) };
  return { lastTenthOf: placed.reduce((best, file) => (file.size > best.size ? file : best)).path };
}

function paths(files: readonly FileSize[]): ReadonlySet<string> {
  return new Set(files.map(file => file.path));
}
