// The specification of the context expert: ContextKernels in plain TypeScript, written to be read, not to be fast. What is
// computed stands in specification/; here is the face that it shares with the builds of contexts.c.
//
// Layers and cursors are objects, known by the pointers that a build would keep them at. The arena has only the arrays.
import type { Arena, Pointer } from '../kernels/arena.ts';
import type { ContextKernels } from './contextKernels.ts';
import { float, naturalLog } from './specification/arithmetic.ts';
import { voterOf } from './specification/inputs.ts';
import { byteAt, createLayer, type Layer, snapshotOf } from './specification/layer.ts';
import { dropMatches } from './specification/matches.ts';
import { advance, type Cursor, cursorBefore, predict } from './specification/mixing.ts';

/** Bytes that are set aside for what is an object here. */
const PLACEHOLDER_BYTES = 64;

type Tree = Float32Array | undefined;

export function createSpecificationContextKernels(arena: Arena): ContextKernels {
  const layers = new Map<Pointer, Layer>();
  const cursors = new Map<Pointer, Cursor>();
  const snapshots: ReturnType<typeof snapshotOf>[] = [];
  const layerAt = (pointer: Pointer) => found(layers.get(pointer));
  const cursorAt = (pointer: Pointer) => found(cursors.get(pointer));
  const bytesAt = (pointer: Pointer, count: number) =>
    new Uint8Array(arena.integers(pointer, Math.ceil(count / 4)).buffer, pointer, count);
  const treeAt = (pointer: Pointer): Tree => (pointer === 0 ? undefined : arena.floats(pointer, 512));

  return {
    layerBytes: () => PLACEHOLDER_BYTES,
    cursorBytes: () => PLACEHOLDER_BYTES,
    placeBytes: () => PLACEHOLDER_BYTES,

    createLayer(layer, below, runGroups, bucketGroups, matchSlots, textBytes, journalBlocks) {
      const sizes = { runGroups, bucketGroups, matchSlots, textBytes, journalBlocks };
      layers.set(layer, createLayer(sizes, below === 0 ? undefined : layerAt(below)));
    },

    // Its layers are objects, which no file has made.
    reviveLayer: () => 1,

    beginText: (cursor, document) => void cursors.set(cursor, cursorBefore(document)),

    copyPlace(from, to) {
      const { place, contexts } = cursorAt(from);
      cursors.set(to, { ...cursorBefore(0), place: structuredClone(place), contexts: [...contexts] });
    },

    predictBit: (layer, cursor, outside, outsideBounded, outsideRow) =>
      predict(layerAt(layer), cursorAt(cursor), [outside, outsideBounded], outsideRow),

    learnBit: (layer, cursor, bit) => advance(layerAt(layer), cursorAt(cursor), bit, true),

    passBit: (layer, cursor, bit) => advance(layerAt(layer), cursorAt(cursor), bit, false),

    learnBytes(layer, cursor, bytes, count) {
      let nats = 0;
      for (const byte of bytesAt(bytes, count))
        nats -= naturalLog(learnByte(layerAt(layer), cursorAt(cursor), byte, undefined, 0));
      return nats;
    },

    passBytes(layer, cursor, bytes, count) {
      for (const byte of bytesAt(bytes, count))
        for (const bit of bitsOf(byte)) advance(layerAt(layer), cursorAt(cursor), bit, false);
    },

    outsideTree(distribution, tree) {
      const given = arena.floats(distribution, 256);
      const sums = arena.floats(tree, 512);
      for (const [byte, p] of given.entries()) sums[256 + byte] = p + float(1e-7);
      for (let node = 255; node > 0; node--) sums[node] = sums[2 * node] + sums[2 * node + 1];
      sums[0] = 0;
      const greatest = Math.max(...given);
      const certainty = 1 + [0.3, 0.6, 0.85, 0.97].filter(step => greatest > float(step)).length;
      return certainty + Math.max(0, given.indexOf(greatest)) * 8;
    },

    learnByte: (layer, cursor, byte, tree, outsideRow) =>
      learnByte(layerAt(layer), cursorAt(cursor), byte, treeAt(tree), outsideRow),

    distribution(layer, cursor, tree, outsideRow, least, into) {
      const { place, contexts } = cursorAt(cursor);
      const ahead = { ...cursorBefore(0), place: structuredClone(place), contexts: [...contexts] };
      const spread = { layer: layerAt(layer), tree: treeAt(tree), outsideRow, least: float(least) };
      distribute({ ...spread, into: arena.floats(into, 256) }, ahead, 1);
    },

    votes(layer, cursor, into) {
      const { weights, finalWeights } = layerAt(layer).learnt;
      const { place, rows, inputs } = cursorAt(cursor);
      const votes = arena.floats(into, 8).fill(0);
      for (const [set, row] of rows.entries())
        for (const [i, input] of inputs.entries())
          votes[voterOf(i)] += float(finalWeights[place.partial][set] * float(weights[row][i] * input));
    },

    textEnd: layer => layerAt(layer).textEnd,

    readText(layer, from, count, into) {
      const bytes = bytesAt(into, count);
      const text = Array.from({ length: count }, (_, i) => byteAt(layerAt(layer), from + i));
      const lost = text.findIndex(byte => byte < 0);
      const copied = lost < 0 ? count : lost;
      bytes.set(text.slice(0, copied));
      return copied;
    },

    markLayer: layer => snapshots.push(snapshotOf(layerAt(layer))) - 1,

    rewindLayer(layer, mark) {
      const kept = layerAt(layer);
      if (kept.sizes.journalBlocks === 0) return 0;
      Object.assign(kept, structuredClone(snapshots[mark]));
      return 1;
    },
  };
}

function found<T>(known: T | undefined): T {
  if (known === undefined) throw new Error('There is no layer or cursor at this pointer.');
  return known;
}

/** The highest bit first. */
const bitsOf = (byte: number) => [7, 6, 5, 4, 3, 2, 1, 0].map(shift => (byte >> shift) & 1);

/** What another predictor says of the next bit. */
function outsideOf({ place }: Cursor, tree: Tree): [number, number] {
  if (!tree) return [0, 0];
  const least = float(1e-5);
  const given = float(tree[2 * place.partial + 1] / tree[place.partial]);
  const p = Math.max(least, Math.min(float(1 - least), given));
  return [naturalLog(p / (1 - p)), (p - 0.5) * 4];
}

function learnByte(layer: Layer, cursor: Cursor, byte: number, tree: Tree, outsideRow: number): number {
  let likely = 1;
  for (const bit of bitsOf(byte)) {
    const p = predict(layer, cursor, outsideOf(cursor, tree), outsideRow);
    likely *= bit ? p : float(1 - p);
    advance(layer, cursor, bit, true);
  }
  return likely;
}

interface Spread {
  layer: Layer;
  tree: Tree;
  outsideRow: number;
  least: number;
  into: Float32Array;
}

/** Fills in the bytes that begin with the bits so far and are `likely` together. */
function distribute(spread: Spread, cursor: Cursor, likely: number): void {
  const { layer, tree, outsideRow, least, into } = spread;
  const { partial, bit } = cursor.place;
  const left = 8 - bit;
  if (left === 0 || likely < least) {
    const first = (partial << left) & 0xff;
    into.fill(likely / 2 ** left, first, first + 2 ** left);
    return;
  }
  const p = predict(layer, cursor, outsideOf(cursor, tree), outsideRow);
  for (const next of [0, 1]) {
    // Not by `advance`: the byte is not read to its end.
    const { contexts } = cursor;
    const ahead = {
      ...cursorBefore(0),
      place: structuredClone(cursor.place),
      contexts: contexts.map(c => ({ ...c })),
    };
    dropMatches(ahead.place, next);
    ahead.place.partial = (partial << 1) | next;
    ahead.place.bit = bit + 1;
    distribute(spread, ahead, float(likely * (next ? p : float(1 - p))));
  }
}
