// A layer: what was learnt. Its tables are found by hashes; places for a key lie side by side, and the one with the least
// seen is given up for a new key.
import type { LayerSizes } from '../contextKernels.ts';
import { scale } from './arithmetic.ts';
import { histories } from './histories.ts';
import { beginLearnt, type Learnt } from './learnt.ts';

const WAYS = 4;
/** The count of a context after which there have been different bytes: its buckets tell which. */
export const SEVERAL = 255;

/** What followed a context as long as it was one and the same byte. */
export interface Run {
  check: number;
  byte: number;
  /** 0: an empty place */
  count: number;
}

/** How often a bit was 0 and 1 after a context, for each of the 15 places in the next half of a byte. */
export interface Bucket {
  check: number;
  states: Uint8Array;
}

export interface Layer {
  sizes: LayerSizes;
  /** what is read where this one has nothing; never changed */
  below: Layer | undefined;
  runs: Run[];
  buckets: Bucket[];
  /** positions in the text after which it was learnt what came; 0: none */
  matches: Uint32Array;
  /** the latest bytes; positions count through all layers from 1, this layer's text from textStart to textEnd */
  text: Uint8Array;
  textStart: number;
  textEnd: number;
  learnt: Learnt;
}

const emptyRun = (): Run => ({ check: 0, byte: 0, count: 0 });
const emptyBucket = (): Bucket => ({ check: 0, states: new Uint8Array(15) });

export function createLayer(sizes: LayerSizes, below: Layer | undefined): Layer {
  const textStart = below?.textEnd ?? 1;
  return {
    sizes,
    below,
    runs: Array.from({ length: sizes.runGroups * WAYS }, emptyRun),
    buckets: Array.from({ length: sizes.bucketGroups * WAYS }, emptyBucket),
    matches: new Uint32Array(sizes.matchSlots),
    text: new Uint8Array(sizes.textBytes),
    textStart,
    textEnd: textStart,
    learnt: below ? structuredClone(below.learnt) : beginLearnt(),
  };
}

/** The layer, the one below it, and so on. */
function* downFrom(layer: Layer): Generator<Layer> {
  for (let here: Layer | undefined = layer; here; here = here.below) yield here;
}

/** Indices of the places for a key. */
function placesOf(key: number, groups: number): number[] {
  const first = scale(key, groups) * WAYS;
  return [0, 1, 2, 3].map(way => first + way);
}

/** The run of a context in this layer or below; an empty one. */
export function findRun(layer: Layer, key: number, check: number): Run {
  for (const { runs, sizes } of downFrom(layer)) {
    const at = placesOf(key, sizes.runGroups).findLast(
      place => runs[place].count > 0 && runs[place].check === check,
    );
    if (at !== undefined) return runs[at];
  }
  return emptyRun();
}

export function keepRun({ runs, sizes }: Layer, key: number, run: Run): void {
  const places = placesOf(key, sizes.runGroups);
  const known = places.findLast(at => runs[at].count > 0 && runs[at].check === run.check);
  // Of several places alike not always the first one is given up.
  const order = places.map((_, i) => places[(i + run.check) % WAYS]);
  const least = order.reduce((best, at) => (runs[at].count < runs[best].count ? at : best));
  runs[known ?? least] = run;
}

const bucketCheck = (key: number) => Math.imul(key, 0x2f0b4c47) >>> 24;

function bucketIn({ buckets, sizes }: Layer, key: number): Bucket | undefined {
  return placesOf(key, sizes.bucketGroups)
    .map(at => buckets[at])
    .findLast(({ check, states }) => check === bucketCheck(key) && states[0] > 0);
}

/** For reading: in this layer or below, or an empty one. */
export function findBucket(layer: Layer, key: number): Bucket {
  for (const from of downFrom(layer)) {
    const found = bucketIn(from, key);
    if (found) return found;
  }
  return emptyBucket();
}

/** For writing: the layer's own, made from the one below if there is one there. */
export function ownBucket(layer: Layer, key: number): Bucket {
  const found = bucketIn(layer, key);
  if (found) return found;
  const { buckets } = layer;
  const seen = (at: number) => {
    const { zeros, ones } = histories[buckets[at].states[0]];
    return zeros + ones;
  };
  const least = placesOf(key, layer.sizes.bucketGroups).reduce((best, at) =>
    seen(at) < seen(best) ? at : best,
  );
  // In its place, since a context that was given up for this one goes on to write there.
  buckets[least].states.set(findBucket(layer, key).states);
  buckets[least].check = bucketCheck(key);
  return buckets[least];
}

/** The byte at a position of the text, through all layers; -1 where nothing was learnt, or not any more. */
export function byteAt(layer: Layer, position: number): number {
  for (const { text, textStart, textEnd, sizes } of downFrom(layer)) {
    if (position < textStart) continue;
    const kept = position < textEnd && textEnd - position < sizes.textBytes;
    return kept ? text[position % sizes.textBytes] : -1;
  }
  return -1;
}

export const matchSlot = ({ sizes }: Layer, key: number): number => scale(key, sizes.matchSlots);

/** The position that was learnt last for a key, in this layer or below; 0: none. */
export function findPosition(layer: Layer, key: number): number {
  for (const from of downFrom(layer)) {
    const found = from.matches[matchSlot(from, key)];
    if (found > 0) return found;
  }
  return 0;
}

/** All that learning changes, to be put back. */
export const snapshotOf = ({ runs, buckets, matches, text, textEnd, learnt }: Layer) =>
  structuredClone({ runs, buckets, matches, text, textEnd, learnt });
