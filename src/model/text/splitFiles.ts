import { Digest } from './digest.ts';

/** Share of the files that is held out for validation. */
const SHARE = 0.07;
/** Shares of the text that will do as they come; else files are chosen by size. */
const GOOD_SHARE = { minimum: 0.03, maximum: 0.15 };
/** Where files are chosen by size, they are taken until they are this share. */
const AIM = 0.05;
/** More than this is never held out in whole files. */
const MAX_SHARE = 0.25;
/** An earlier split is kept to while it holds out at least this share of the text. */
const LEAST_KEPT = 0.01;

export interface FileSize {
  path: string;
  /** In UTF-16 units; only ratios matter. */
  size: number;
}

/** What is held out: whole files, or the last tenth of one when no choice of files leaves enough to train on. */
export type Split = (WholeFiles | { lastTenthOf: string }) & {
  /** It was made after another one, which it could not keep to: what is held out now may have been learnt from. */
  mayBeLearnt?: true;
};

interface WholeFiles {
  heldOut: ReadonlySet<string>;
  /** Every file whose place is below this is held out, those too that are yet to be written. */
  unseenBelow: number;
}

/** Of a split, what its paths do not say; plain JSON for the checkpoint. */
export type SplitRule = { unseenBelow: number } | { lastTenth: true };

/** A split that a model was trained with. Its rule is not known of models from before it was kept. */
export interface EarlierSplit {
  heldOut: readonly string[];
  rule: SplitRule | undefined;
}

export type Splitter = (files: readonly FileSize[], seed: number) => Split;

/**
 * Splits by file. Whether a file is held out depends on its own path and the seed only, so that adding a file moves no
 * other one; but in a small folder, where that would hold out too little or too much of the text, files are taken in
 * the same hashed order until about a twentieth of the text is reached.
 */
export function splitFiles(files: readonly FileSize[], seed: number): Split {
  const placed = inPlaces(files, seed);
  const total = totalSize(files);
  const share = (chosen: readonly FileSize[]) => totalSize(chosen) / total;

  const byPlace = placed.filter(file => file.place < SHARE);
  const placeShare = share(byPlace);
  if (placeShare >= GOOD_SHARE.minimum && placeShare <= GOOD_SHARE.maximum)
    return wholeFiles(byPlace, placed);

  const bySize = takeUpTo(AIM, { placed });
  if (share(bySize) >= GOOD_SHARE.minimum) return wholeFiles(bySize, placed);

  const smallest = placed.reduce((best, file) => (file.size < best.size ? file : best));
  if (files.length > 1 && share([smallest]) <= MAX_SHARE && share([smallest]) >= GOOD_SHARE.minimum)
    return wholeFiles([smallest], placed);
  return { lastTenthOf: placed.reduce((best, file) => (file.size > best.size ? file : best)).path };
}

/** The same split as before, for a run that goes on exactly: on files that have not changed it is the same. */
export function sameSplit({ heldOut, rule }: EarlierSplit): Splitter {
  if (!rule) return splitFiles;
  return (files, seed) => {
    const held = new Set(heldOut);
    const found = files.filter(file => held.has(file.path));
    // These are not the files that it was made of: any split will do, since the digest tells.
    if (found.length === 0 || (files.length === found.length && !('lastTenth' in rule)))
      return splitFiles(files, seed);
    return 'lastTenth' in rule ? { lastTenthOf: found[0].path } : { heldOut: held, ...rule };
  };
}

/**
 * A split of files that have changed since a model was trained on them: what it has learnt from is not held out, as
 * long as anything else is left. Held-out files stay so; so do new ones that would have been from the start.
 */
export function splitAfter(
  { heldOut, rule = { unseenBelow: 0 } }: EarlierSplit,
  earlier: { seed: number },
): Splitter {
  return (files, seed) => {
    const total = totalSize(files);
    const held = new Set(heldOut);
    if ('lastTenth' in rule) {
      const whole = files.find(file => held.has(file.path));
      if (whole && whole.size / 10 >= LEAST_KEPT * total) return { lastTenthOf: whole.path };
      return { ...splitFiles(files, seed), mayBeLearnt: true };
    }
    // Places by another seed say nothing of those before.
    const unseenBelow = seed === earlier.seed ? rule.unseenBelow : 0;
    const placed = inPlaces(files, seed);
    const unseen: PlacedFile[] = [];
    let size = 0;
    for (const file of placed) {
      if (file.place >= unseenBelow && !held.has(file.path)) continue;
      if (size + file.size > MAX_SHARE * total) continue;
      unseen.push(file);
      size += file.size;
    }
    if (size >= LEAST_KEPT * total) return wholeFiles(unseen, placed, unseenBelow);
    const more = takeUpTo(AIM, { chosen: unseen, placed });
    if (totalSize(more) >= GOOD_SHARE.minimum * total)
      return { ...wholeFiles(more, placed, unseenBelow), mayBeLearnt: true };
    return { ...splitFiles(files, seed), mayBeLearnt: true };
  };
}

interface PlacedFile extends FileSize {
  /** 0 to 1, by the path and the seed alone. */
  place: number;
}

function inPlaces(files: readonly FileSize[], seed: number): PlacedFile[] {
  return files
    .map(file => ({ ...file, place: new Digest(seed).addText(file.path).value() / 2 ** 32 }))
    .toSorted((a, b) => a.place - b.place);
}

function totalSize(files: readonly FileSize[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

/** Adds to those chosen in the order of places, until they are a share of the text; none that makes it twice that. */
function takeUpTo(
  least: number,
  { chosen = [], placed }: { chosen?: readonly PlacedFile[]; placed: readonly PlacedFile[] },
): PlacedFile[] {
  const taken = new Set(chosen);
  const total = totalSize(placed);
  let size = totalSize(chosen);
  for (const file of placed) {
    if (size / total >= least) break;
    if (taken.has(file) || (size + file.size) / total > 2 * least) continue;
    taken.add(file);
    size += file.size;
  }
  return [...taken];
}

function wholeFiles(
  chosen: readonly PlacedFile[],
  placed: readonly PlacedFile[],
  unseenBelow = SHARE,
): WholeFiles {
  const heldOut = new Set(chosen.map(file => file.path));
  const firstLearnt = placed.find(file => !heldOut.has(file.path))?.place ?? 0;
  return { heldOut, unseenBelow: Math.min(unseenBelow, firstLearnt) };
}
