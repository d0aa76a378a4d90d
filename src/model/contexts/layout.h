// What the context expert keeps, each in one block of memory: a layer (all that is learnt) and a cursor (a place in a
// text). contextKernels.ts says what they are for, specification.ts what is computed.
//
// Freestanding C without a C library and without static data, as the network's kernels: the tables of constants are made
// in the layer. Floats are multiplied and added in a fixed order and never fused, so that every build has the same bits.
#pragma once

#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#ifndef EXPORT
#define EXPORT __attribute__((visibility("default")))
#endif
/** Asks for a line of cache that will be read soon. */
#if defined(__wasm__)
#define PREFETCH(address) ((void)(address))
#else
#define PREFETCH(address) __builtin_prefetch(address)
#endif

enum {
  /** Contexts of one to three bytes: nearly all of them are followed by several bytes, so they have no runs. */
  SHORT_CONTEXTS = 3,
  CONTEXTS = 27,
  /** Two places in what was read that went on like this: found by the last 6 and the last 16 bytes. */
  MATCHES = 2,
  /** Two inputs for each context, match and for orders 0 and 1 together, two from outside, one that is constant. */
  MATCH_INPUTS = 2 * CONTEXTS,
  DIRECT_INPUTS = MATCH_INPUTS + 2 * MATCHES,
  OUTSIDE_INPUTS = DIRECT_INPUTS + 2,
  CONSTANT_INPUT = OUTSIDE_INPUTS + 2,
  /** Filled up with zeros to whole vectors. */
  INPUTS = (CONSTANT_INPUT + 16) / 16 * 16,
  /** Each bit is mixed so many times, with a row of weights that another selector chooses. */
  SETS = 8,
  ROWS = 6144,
  /** SETS, filled up to a vector */
  VOTES = 8,
  STATES = 256,
  /** A run counts to one less. */
  RUN_COUNTS = 48,
  REFINEMENTS = 3,
  REFINED_ROWS = 2048,
  REFINED_STEPS = 32,
  MATCH_LENGTHS = 32,
  /** So often a match may be wrong, one time shortly after the other. */
  MISSES = 8,
  STRETCH_STEPS = 4096,
  RATES = 256,
  /** Groups of inputs whose votes are told apart. */
  VOTERS = 8,
  /** Brackets that are remembered, the innermost ones. */
  BRACKETS = 16,
  /** Bytes before the cursor that it knows without the layer; more than 64, a power of two. */
  TAIL = 256,
  /** What is saved before it is changed, and lookups that share a line of cache. */
  BLOCK_BYTES = 64,
  WAYS = 4,
};

/** How often a bit was 0 and 1 after a context, for each of the 15 places in the next half of a byte. */
typedef struct {
  u8 check;
  u8 states[15];
} Bucket;

/** What followed a context as long as it was one and the same byte. */
typedef struct {
  u16 check;
  u8 byte;
  /** 0: an empty place. SEVERAL: there were different bytes, and buckets tell which. */
  u8 count;
} Run;

enum { SEVERAL = 255 };

/** How likely a 1 is, the same in the logistic domain, and from how many bits that was learnt. */
typedef struct {
  float p;
  float stretched;
  u32 count;
  u32 padding;
} Chance;

/** Small things that are learnt: a layer over another begins with a copy of them. */
typedef struct {
  float weights[ROWS][INPUTS];
  float finalWeights[256][VOTES];
  /** After each bit history of each context; none, which is 0, says nothing. */
  Chance histories[CONTEXTS][STATES];
  float order0[256];
  float order1[256 * 256];
  /** How likely a match is right, by its length and whether a byte begins. */
  float matches[MATCHES][MATCH_LENGTHS][2];
  /** How likely a 1 is where the mix said how likely it is: 32 steps in the logistic domain. */
  float refined[REFINEMENTS][REFINED_ROWS][REFINED_STEPS];
} Learnt;

typedef struct {
  /** ln(p / (1 - p)) for the middle of each step of p */
  float stretch[STRETCH_STEPS];
  float rates[RATES];
  u8 next[STATES][2];
  u8 zeros[STATES];
  u8 ones[STATES];
  /** The history of so many equal bits; 0 from RUN_COUNTS on. */
  u8 runs[256][2];
  Bucket empty;
} Constants;

/** A block that will be changed, as it was. */
typedef struct {
  u32 offset;
  u32 bytes[BLOCK_BYTES / 4];
} Saved;

/** Where the large tables of a layer are, in bytes from its start, and how much they hold. */
typedef struct {
  u32 runs, runGroups;
  u32 buckets, bucketGroups;
  u32 matches, matchSlots;
  /** A power of two of bytes, less one. */
  u32 text, textMask;
  /** For each block the mark since which it is saved, and what was saved; without room for any, nothing is. */
  u32 stamps, journal, journalBlocks;
  /** Of the whole layer. */
  u32 bytes;
} Tables;

typedef struct {
  Tables tables;
  /** Bytes from the layer to the one below it; 0: there is none. */
  int64_t below;
  /** Positions in the text count through all layers; the layer's own text is from textStart to textEnd. */
  u32 textStart, textEnd;
  /** Of the latest mark, and how many blocks were saved in all. */
  u32 stamp, saved;
  Constants constants __attribute__((aligned(64)));
  Learnt learnt __attribute__((aligned(64)));
} Layer;

typedef struct {
  u32 callee;
  u32 commas;
} Bracket;

/** A place in a text: what must be copied to look ahead. */
typedef struct {
  /** The last 16 bytes, the latest in the lowest bits of the first. */
  u32 last[4];
  u32 position;
  /** The bits of the byte so far after a 1, and how many. */
  u32 partial, bit;
  u32 document;
  /** Hashes of the word so far and the two before it, of what stands between, of the line's first word and its signs. */
  u32 word, word1, word2, gap, head, headAbove, signs, signsAbove;
  u32 wordLength;
  /** Where the line and the one above begin, and columns of white space. */
  u32 line, lineAbove, indent;
  /** BODY, INDENT, HEAD */
  u32 part;
  u32 depth;
  Bracket brackets[BRACKETS];
  /** Of each match where it is, how long, and how often it was wrong of late. */
  u32 matchAt[MATCHES], matchLength[MATCHES], matchMisses[MATCHES];
  /** The byte that follows there with 256 added; 0 for none. */
  u32 expected[MATCHES];
  u8 tail[TAIL];
  /** Of the byte that comes: where each context is found. */
  u32 keys[CONTEXTS], checks[CONTEXTS];
  Run runs[CONTEXTS];
  /** Of the half of a byte that comes: in a bucket, or in what a run would be as a bucket. */
  u8 *states[CONTEXTS];
  u8 ofRuns[2][CONTEXTS][16] __attribute__((aligned(16)));
} Place;

typedef struct {
  Place place;
  /** Of the bit that comes, for learning it. */
  float inputs[INPUTS] __attribute__((aligned(64)));
  u32 rows[SETS];
  float votes[VOTES];
  float mixed[VOTES];
  u32 finalRow;
  float mix;
  u32 refinedAt[REFINEMENTS];
  u8 history[CONTEXTS];
} Cursor;

INLINE Constants *constantsOf(Layer *layer) { return &layer->constants; }
INLINE Layer *belowOf(Layer *layer) { return layer->below ? (Layer *)((u8 *)layer + layer->below) : 0; }
INLINE void *at(Layer *layer, u32 offset) { return (u8 *)layer + offset; }
