// A layer as the parts of a file, some hundred kilobytes each: much of a table that is larger than its workspace is zeros,
// so a part is a bit for each block of 64 bytes, set when it is not all zeros, and those blocks.

/** Changes with the contexts or the layout: what was kept under another number says nothing here. */
export const LAYOUT = 2;

const BLOCK_WORDS = 16;
const PART_BLOCKS = 8192;
const MAP_WORDS = PART_BLOCKS / 32;

/** The fewest words that the parts of a layer of so many words can have: all of it is zeros. */
export function leastPackedWords(words: number): number {
  return Math.ceil(words / BLOCK_WORDS / PART_BLOCKS) * MAP_WORDS;
}

/** One part after the other. The layer must not learn between them. */
export function* packParts(words: Uint32Array): Generator<Uint32Array<ArrayBuffer>> {
  for (let from = 0; from < words.length; from += PART_BLOCKS * BLOCK_WORDS)
    yield packed(words.subarray(from, from + PART_BLOCKS * BLOCK_WORDS));
}

function packed(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const part = new Uint32Array(MAP_WORDS + words.length);
  let end = MAP_WORDS;
  for (let from = 0; from < words.length; from += BLOCK_WORDS) {
    if (isZero(words, from)) continue;
    const block = from / BLOCK_WORDS;
    part[block >>> 5] |= 1 << (block & 31);
    part.set(words.subarray(from, from + BLOCK_WORDS), end);
    end += BLOCK_WORDS;
  }
  return part.subarray(0, end);
}

function isZero(words: Uint32Array, from: number): boolean {
  for (let i = from; i < from + BLOCK_WORDS; i++) if (words[i] !== 0) return false;
  return true;
}

/**
 * Fills in the words of a layer from its parts; gives each part as it was read. Ends early where there are not enough
 * words, or where a part names blocks that the layer has not got.
 */
export function* unpackParts(
  kept: Uint32Array,
  words: Uint32Array,
): Generator<Uint32Array, 'whole' | 'cut' | 'wrong'> {
  let at = 0;
  for (let from = 0; from < words.length; from += PART_BLOCKS * BLOCK_WORDS) {
    const into = words.subarray(from, from + PART_BLOCKS * BLOCK_WORDS).fill(0);
    const map = kept.subarray(at, at + MAP_WORDS);
    let end = at + MAP_WORDS;
    for (const block of setBits(map)) {
      if (block * BLOCK_WORDS >= into.length) return 'wrong';
      if (end + BLOCK_WORDS > kept.length) return 'cut';
      into.set(kept.subarray(end, end + BLOCK_WORDS), block * BLOCK_WORDS);
      end += BLOCK_WORDS;
    }
    if (end > kept.length) return 'cut';
    yield kept.subarray(at, end);
    at = end;
  }
  return at === kept.length ? 'whole' : 'wrong';
}

function* setBits(map: Uint32Array): Generator<number> {
  for (const [i, bits] of map.entries())
    for (let bit = 0; bit < 32; bit++) if (((bits >>> bit) & 1) === 1) yield i * 32 + bit;
}
