import { UserError } from '../base/userError.ts';
import type { Arena } from '../kernels/arena.ts';
import type { ContextKernels, LayerSizes } from './contextKernels.ts';
import { ContextLayer, numbersOf } from './contextLayer.ts';

// A kept layer is 32-bit little-endian numbers: a header; a bit for each block of 64 bytes, set when it is not all zeros;
// and those blocks. Much of a table that is larger than its workspace is zeros.

/** "CxL" and a number that changes with the contexts or the layout. */
const SIGNATURE = 0x43784c01;
const BLOCK_WORDS = 16;
/** Signature, checksum of all that follows, bytes of the layer, five sizes. */
const HEADER_WORDS = 8;

/** The bytes to keep a layer by; one that has no other layer below. */
export function saveLayer(arena: Arena, layer: ContextLayer): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(arena.memory.buffer, layer.pointer, layer.bytes / 4);
  const blocks = words.length / BLOCK_WORDS;
  const map = new Uint32Array(Math.ceil(blocks / 32));
  let used = 0;
  for (let block = 0; block < blocks; block++) {
    if (isZero(words, block * BLOCK_WORDS)) continue;
    map[block >>> 5] |= 1 << (block & 31);
    used++;
  }
  const kept = new Uint32Array(HEADER_WORDS + map.length + used * BLOCK_WORDS);
  kept.set([SIGNATURE, 0, layer.bytes, ...numbersOf(layer.sizes)]);
  kept.set(map, HEADER_WORDS);
  let to = HEADER_WORDS + map.length;
  for (const from of usedBlocks(map)) {
    kept.set(words.subarray(from, from + BLOCK_WORDS), to);
    to += BLOCK_WORDS;
  }
  kept[1] = checksumOf(kept.subarray(2));
  return new Uint8Array(kept.buffer);
}

/** A layer as it was kept. Throws a UserError when the bytes are damaged or of another version. */
export function loadLayer(kernels: ContextKernels, arena: Arena, bytes: Uint8Array): ContextLayer {
  if (bytes.length % 4 !== 0 || bytes.length < HEADER_WORDS * 4) throw damaged('it is cut off');
  // A copy, since the bytes may begin anywhere in their buffer.
  const kept = new Uint32Array(bytes.slice().buffer);
  if (kept[0] !== SIGNATURE)
    throw new UserError(
      `What was learnt of the workspace is of version ${kept[0].toString(16)}; this build reads ${SIGNATURE.toString(16)}. It is learnt anew.`,
    );
  if (kept[1] !== checksumOf(kept.subarray(2))) throw damaged('its checksum is wrong');
  const [, , layerBytes, runGroups, bucketGroups, matchSlots, textBytes, journalBlocks] = kept;
  const sizes: LayerSizes = { runGroups, bucketGroups, matchSlots, textBytes, journalBlocks };
  if (kernels.layerBytes(...numbersOf(sizes)) !== layerBytes) throw damaged('its layout is another one');
  const layer = new ContextLayer(kernels, arena, sizes);
  const words = new Uint32Array(arena.memory.buffer, layer.pointer, layerBytes / 4).fill(0);
  const mapWords = Math.ceil(layerBytes / 4 / BLOCK_WORDS / 32);
  let from = HEADER_WORDS + mapWords;
  for (const to of usedBlocks(kept.subarray(HEADER_WORDS, from))) {
    words.set(kept.subarray(from, from + BLOCK_WORDS), to);
    from += BLOCK_WORDS;
  }
  return layer;
}

function damaged(how: string): UserError {
  return new UserError(`What was learnt of the workspace is damaged (${how}). It is learnt anew.`);
}

function isZero(words: Uint32Array, from: number): boolean {
  for (let i = from; i < from + BLOCK_WORDS; i++) if (words[i] !== 0) return false;
  return true;
}

/** Where each block begins whose bit is set, in words. */
function* usedBlocks(map: Uint32Array): Generator<number> {
  for (const [i, bits] of map.entries())
    for (let bit = 0; bit < 32; bit++) if (((bits >>> bit) & 1) === 1) yield (i * 32 + bit) * BLOCK_WORDS;
}

/** FNV-1a over whole words: any single word that is changed changes it. */
function checksumOf(words: Uint32Array): number {
  let sum = 0x811c9dc5;
  for (const word of words) sum = Math.imul(sum ^ word, 0x01000193);
  return sum >>> 0;
}
