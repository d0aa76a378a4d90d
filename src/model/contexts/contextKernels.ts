/**
 * The arithmetic of the context expert: how likely each byte is to come next by what followed like places before.
 *
 * specification.ts says in plain TypeScript what each function means; contexts.c, built to WebAssembly or natively, must
 * give the same bits. Pointers are byte offsets into an arena and multiples of 64; numbers of bytes, groups and places
 * are whole.
 *
 * A *layer* holds what was learnt. It may lie over another layer, which is then frozen: what it has not seen itself it
 * reads below, and copies before it changes it. So the files of a workspace are learnt into one layer, and each open
 * document into a small one over that. A *cursor* is a place in a text. Reading on with it learns (learn...) or not
 * (pass...); copies of it can look ahead without learning.
 *
 * A text is bytes (UTF-8). Each is predicted bit by bit, the highest first, so that the probabilities of all bytes add
 * up to one. Another predictor's distribution can be mixed in.
 */
import type { Pointer } from '../kernels/arena.ts';

/** What a layer has room for. Powers of two are needed for `textBytes` only. */
export interface LayerSizes {
  /** places for contexts after which one byte has been seen, in fours of 16 bytes together */
  runGroups: number;
  /** places for what followed contexts of several bytes, in fours of 64 bytes together */
  bucketGroups: number;
  /** places to find equal text by, 4 bytes each */
  matchSlots: number;
  /** of the text, the latest part of which is kept */
  textBytes: number;
  /** changes of 64 bytes that can be taken back, 68 bytes each; 0: none */
  journalBlocks: number;
}

/** How the experts' votes are told apart, in the order of `votes`. */
export const voterNames = [
  'bytes',
  'words',
  'lines',
  'calls',
  'gaps',
  'matches',
  'document',
  'outside',
] as const;

export interface ContextKernels {
  /** Bytes of a layer. */
  layerBytes(
    runGroups: number,
    bucketGroups: number,
    matchSlots: number,
    textBytes: number,
    journalBlocks: number,
  ): number;

  /** Bytes of a cursor, all of it, and of the place that is copied to look ahead. The room for one begins as zeros. */
  cursorBytes(): number;
  placeBytes(): number;

  /**
   * Makes an empty layer; over `below`, when that is not 0, it begins with what was learnt there, and nothing may be
   * learnt below as long as it is used.
   */
  createLayer(
    layer: Pointer,
    below: Pointer,
    runGroups: number,
    bucketGroups: number,
    matchSlots: number,
    textBytes: number,
    journalBlocks: number,
  ): void;

  /**
   * Makes a layer of bytes that come from a file, one with neither a layer below nor a journal. What follows from its sizes
   * is made anew; what was learnt is looked at, where a wrong number would lead out of the layer or to no number: 0 when
   * there is one, and the layer must not be used.
   */
  reviveLayer(
    layer: Pointer,
    runGroups: number,
    bucketGroups: number,
    matchSlots: number,
    textBytes: number,
  ): 0 | 1;

  /** Puts a cursor before a text. `document` is any number that tells it from others: what is said twice in one document
   * is likelier there. */
  beginText(cursor: Pointer, document: number): void;

  /** `to` is at the place of `from`. */
  copyPlace(from: Pointer, to: Pointer): void;

  /**
   * The probability that the next bit is 1. Before the next one is predicted, this one is learnt or passed.
   *
   * `outside` is what another predictor says, ln(p / (1 - p)); `outsideBounded` the same in another measure, 4 (p - 1/2);
   * both 0 when there is none. `outsideRow` chooses the weights: 0 without, else what `outsideTree` gives.
   */
  predictBit(
    layer: Pointer,
    cursor: Pointer,
    outside: number,
    outsideBounded: number,
    outsideRow: number,
  ): number;

  /** Goes on by a bit, 0 or 1, that was just predicted, and learns it. A layer learns by one cursor at a time. */
  learnBit(layer: Pointer, cursor: Pointer, bit: number): void;

  /** Goes on by a bit and learns nothing. */
  passBit(layer: Pointer, cursor: Pointer, bit: number): void;

  /** Learns bytes, each bit predicted before it is learnt; gives the nats that they took together. */
  learnBytes(layer: Pointer, cursor: Pointer, bytes: Pointer, count: number): number;

  /** Goes on by bytes and learns nothing: far cheaper than to predict. */
  passBytes(layer: Pointer, cursor: Pointer, bytes: Pointer, count: number): void;

  /**
   * From another predictor's distribution over bytes (256 floats) what it says of each bit: tree (512) has at 1 the sum
   * of all, at n the sum of 2n and 2n + 1, at 256 + byte the byte's own. Every byte gets a little. Gives the outsideRow.
   */
  outsideTree(distribution: Pointer, tree: Pointer): number;

  /** Learns one byte, mixed with a tree of `outsideTree`; gives its probability. A tree of 0: without. */
  learnByte(layer: Pointer, cursor: Pointer, byte: number, tree: Pointer, outsideRow: number): number;

  /**
   * The probability of every byte (256 floats), which add up to one; the cursor stays. Where all that begin with the same
   * bits are together below `least` they share it evenly: 0 is exact, and 255 predictions.
   */
  distribution(
    layer: Pointer,
    cursor: Pointer,
    tree: Pointer,
    outsideRow: number,
    least: number,
    into: Pointer,
  ): void;

  /**
   * Who voted how on the bit that was predicted last: 8 floats in the logistic domain (nats), for a 1 if positive, by
   * voterNames. Their sum's logistic function is the mix, before the last refinement.
   */
  votes(layer: Pointer, cursor: Pointer, into: Pointer): void;

  /** Where the text of a layer ends, for `rewindLayer`. */
  textEnd(layer: Pointer): number;

  /**
   * Copies bytes of the text that was read, by their positions: up to one that is not kept any more, or was not read yet.
   * Gives how many those are.
   */
  readText(layer: Pointer, from: number, count: number, into: Pointer): number;

  /** Notes how far the journal is: all that is learnt from here on can be taken back. Between bytes only. */
  markLayer(layer: Pointer): number;

  /** Takes back what was learnt since; 0, and nothing done, when the journal does not reach so far any more. */
  rewindLayer(layer: Pointer, mark: number, textEnd: number): 0 | 1;
}
