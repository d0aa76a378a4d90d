// A vector of 32-bit floats and the operations on it that the kernels are written in. To build them for another
// instruction set, add its block here: nothing else names an instruction or a width.
#pragma once

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
/** Makes a kernel callable from outside. */
#define EXPORT __attribute__((visibility("default")))

#if defined(__wasm_simd128__)

#include <wasm_simd128.h>

/** Floats in a vector. */
#define LANES 4
/** Rows of the block of C that gemm keeps in registers; the block is two vectors wide. See multiplyTile. */
#define TILE_ROWS 4

typedef v128_t Vector;

INLINE Vector load(const float *x) { return wasm_v128_load(x); }
INLINE void store(float *x, Vector a) { wasm_v128_store(x, a); }
INLINE Vector splat(float x) { return wasm_f32x4_splat(x); }
INLINE Vector loadSplat(const float *x) { return wasm_v128_load32_splat(x); }

INLINE Vector add(Vector a, Vector b) { return wasm_f32x4_add(a, b); }
INLINE Vector subtract(Vector a, Vector b) { return wasm_f32x4_sub(a, b); }
INLINE Vector multiply(Vector a, Vector b) { return wasm_f32x4_mul(a, b); }
INLINE Vector divide(Vector a, Vector b) { return wasm_f32x4_div(a, b); }
INLINE Vector squareRoot(Vector a) { return wasm_f32x4_sqrt(a); }

/** a * b + c, rounded once where the machine can. */
#if defined(__wasm_relaxed_simd__)
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return wasm_f32x4_relaxed_madd(a, b, c); }
#else
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return add(multiply(a, b), c); }
#endif

/** The lesser and the greater of each pair of lanes; a NaN in `a` stays one. */
INLINE Vector lesser(Vector a, Vector b) { return wasm_f32x4_pmin(a, b); }
INLINE Vector greater(Vector a, Vector b) { return wasm_f32x4_pmax(a, b); }

/** 2^n, where n from -127 to 127 is the signed number in the lowest 9 bits of each lane; 0 for -127. */
INLINE Vector powerOfTwo(Vector n) {
  return wasm_i32x4_shl(wasm_i32x4_add(n, wasm_i32x4_splat(127)), 23);
}

/** The first `count` lanes, 0 < count < LANES, with zeros after them. Touches no memory past them. */
INLINE Vector loadFirst(const float *x, int count) {
  Vector first = count < 2 ? wasm_v128_load32_zero(x) : wasm_v128_load64_zero(x);
  return count < 3 ? first : wasm_v128_load32_lane(x + 2, first, 2);
}
INLINE void storeFirst(float *x, Vector a, int count) {
  if (count < 2) {
    wasm_v128_store32_lane(x, a, 0);
    return;
  }
  wasm_v128_store64_lane(x, a, 0);
  if (count > 2) wasm_v128_store32_lane(x + 2, a, 2);
}

INLINE float sumOfLanes(Vector a) {
  return (wasm_f32x4_extract_lane(a, 0) + wasm_f32x4_extract_lane(a, 1)) +
         (wasm_f32x4_extract_lane(a, 2) + wasm_f32x4_extract_lane(a, 3));
}
INLINE float greatestLane(Vector a) {
  Vector pairs = greater(a, wasm_i32x4_shuffle(a, a, 2, 3, 0, 1));
  return wasm_f32x4_extract_lane(greater(pairs, wasm_i32x4_shuffle(pairs, pairs, 1, 0, 3, 2)), 0);
}

#else
#error "vector.h has no block for this instruction set"
#endif

/** Loads and stores for the end of an array, of which `left` floats remain, more than LANES or fewer. */
INLINE Vector loadUpTo(const float *x, int left) { return left >= LANES ? load(x) : loadFirst(x, left); }
INLINE void storeUpTo(float *x, Vector a, int left) {
  if (left >= LANES)
    store(x, a);
  else
    storeFirst(x, a, left);
}
