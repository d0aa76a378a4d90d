// A vector of 32-bit floats and the operations on it that the kernels are written in. To build them for another
// instruction set, add its block here: nothing else names an instruction or a width.
#pragma once

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
/** Before a loop: how many rounds of it are written out one after the other. */
#define PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define UNROLL(rounds) PRAGMA(clang loop unroll_count(rounds))
#else
#define UNROLL(rounds) PRAGMA(GCC unroll rounds)
#endif
/** Asks for a line of cache that will be read soon; any address will do. */
#if defined(__wasm__)
#define PREFETCH(address) ((void)0)
#else
#define PREFETCH(address) __builtin_prefetch(address)
#endif
/** Makes a kernel callable from outside. A build that includes the kernels in a file of its own says what to do. */
#ifndef EXPORT
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(__wasm_simd128__)

#include <wasm_simd128.h>

/** Floats in a vector. */
#define LANES 4
/** The most rows of a block of C that gemm keeps in registers; it is two vectors wide. See multiplyTile. */
#define TILE_ROWS 4
/** Rounds of a tile's loop that are written out one after the other. */
#define TILE_UNROLL 1

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

/** 2^(n - 127), where n from 0 to 254 is the number in the lowest 9 bits of each lane; 0 for 0. */
INLINE Vector powerOfTwo(Vector n) { return wasm_i32x4_shl(n, 23); }

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

/** The LANES x LANES matrix whose rows are the vectors becomes its transpose. */
INLINE void transposeLanes(Vector *rows) {
  Vector a = wasm_i32x4_shuffle(rows[0], rows[1], 0, 4, 1, 5), b = wasm_i32x4_shuffle(rows[0], rows[1], 2, 6, 3, 7);
  Vector c = wasm_i32x4_shuffle(rows[2], rows[3], 0, 4, 1, 5), d = wasm_i32x4_shuffle(rows[2], rows[3], 2, 6, 3, 7);
  rows[0] = wasm_i64x2_shuffle(a, c, 0, 2);
  rows[1] = wasm_i64x2_shuffle(a, c, 1, 3);
  rows[2] = wasm_i64x2_shuffle(b, d, 0, 2);
  rows[3] = wasm_i64x2_shuffle(b, d, 1, 3);
}

#elif defined(__AVX512F__)

#include <immintrin.h>

#define LANES 16
#define TILE_ROWS 8
#define TILE_UNROLL 4

typedef __m512 Vector;

INLINE Vector load(const float *x) { return _mm512_loadu_ps(x); }
INLINE void store(float *x, Vector a) { _mm512_storeu_ps(x, a); }
INLINE Vector splat(float x) { return _mm512_set1_ps(x); }
INLINE Vector loadSplat(const float *x) { return _mm512_set1_ps(*x); }

INLINE Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
INLINE Vector subtract(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
INLINE Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
INLINE Vector divide(Vector a, Vector b) { return _mm512_div_ps(a, b); }
INLINE Vector squareRoot(Vector a) { return _mm512_sqrt_ps(a); }
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }

// min and max give their second operand when one is a NaN.
INLINE Vector lesser(Vector a, Vector b) { return _mm512_min_ps(b, a); }
INLINE Vector greater(Vector a, Vector b) { return _mm512_max_ps(b, a); }

INLINE Vector powerOfTwo(Vector n) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(n), 23)); }

/** Within each quarter: 4 x 4 matrices, from rows i, i + 1, i + 2, i + 3. */
INLINE void transposeQuarters(Vector *rows) {
  Vector a = _mm512_unpacklo_ps(rows[0], rows[1]), b = _mm512_unpackhi_ps(rows[0], rows[1]);
  Vector c = _mm512_unpacklo_ps(rows[2], rows[3]), d = _mm512_unpackhi_ps(rows[2], rows[3]);
  rows[0] = _mm512_shuffle_ps(a, c, 0x44);
  rows[1] = _mm512_shuffle_ps(a, c, 0xee);
  rows[2] = _mm512_shuffle_ps(b, d, 0x44);
  rows[3] = _mm512_shuffle_ps(b, d, 0xee);
}
INLINE void transposeLanes(Vector *rows) {
  for (int i = 0; i < 16; i += 4) transposeQuarters(rows + i);
  // Then the quarters as elements of 4 x 4 matrices.
  for (int i = 0; i < 4; i++) {
    Vector a = _mm512_shuffle_f32x4(rows[i], rows[i + 4], 0x44), b = _mm512_shuffle_f32x4(rows[i], rows[i + 4], 0xee);
    Vector c = _mm512_shuffle_f32x4(rows[i + 8], rows[i + 12], 0x44);
    Vector d = _mm512_shuffle_f32x4(rows[i + 8], rows[i + 12], 0xee);
    rows[i] = _mm512_shuffle_f32x4(a, c, 0x88);
    rows[i + 4] = _mm512_shuffle_f32x4(a, c, 0xdd);
    rows[i + 8] = _mm512_shuffle_f32x4(b, d, 0x88);
    rows[i + 12] = _mm512_shuffle_f32x4(b, d, 0xdd);
  }
}

INLINE __mmask16 firstLanes(int count) { return (__mmask16)((1u << count) - 1); }
INLINE Vector loadFirst(const float *x, int count) { return _mm512_maskz_loadu_ps(firstLanes(count), x); }
INLINE void storeFirst(float *x, Vector a, int count) { _mm512_mask_storeu_ps(x, firstLanes(count), a); }

INLINE float sumOfLanes(Vector a) { return _mm512_reduce_add_ps(a); }
INLINE float greatestLane(Vector a) {
  // Not _mm512_reduce_max_ps, which may drop a NaN.
  Vector halves = greater(a, _mm512_shuffle_f32x4(a, a, 0x4e));
  Vector quarters = greater(halves, _mm512_shuffle_f32x4(halves, halves, 0xb1));
  Vector pairs = greater(quarters, _mm512_permute_ps(quarters, 0x4e));
  return _mm512_cvtss_f32(greater(pairs, _mm512_permute_ps(pairs, 0xb1)));
}

#elif defined(__AVX2__) && defined(__FMA__)

#include <immintrin.h>

#define LANES 8
#define TILE_ROWS 6
#define TILE_UNROLL 8

typedef __m256 Vector;

INLINE Vector load(const float *x) { return _mm256_loadu_ps(x); }
INLINE void store(float *x, Vector a) { _mm256_storeu_ps(x, a); }
INLINE Vector splat(float x) { return _mm256_set1_ps(x); }
INLINE Vector loadSplat(const float *x) { return _mm256_broadcast_ss(x); }

INLINE Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
INLINE Vector subtract(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
INLINE Vector multiply(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
INLINE Vector divide(Vector a, Vector b) { return _mm256_div_ps(a, b); }
INLINE Vector squareRoot(Vector a) { return _mm256_sqrt_ps(a); }
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }

// min and max give their second operand when one is a NaN.
INLINE Vector lesser(Vector a, Vector b) { return _mm256_min_ps(b, a); }
INLINE Vector greater(Vector a, Vector b) { return _mm256_max_ps(b, a); }

INLINE Vector powerOfTwo(Vector n) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(n), 23)); }

INLINE void transposeHalves(Vector *rows) {
  Vector a = _mm256_unpacklo_ps(rows[0], rows[1]), b = _mm256_unpackhi_ps(rows[0], rows[1]);
  Vector c = _mm256_unpacklo_ps(rows[2], rows[3]), d = _mm256_unpackhi_ps(rows[2], rows[3]);
  rows[0] = _mm256_shuffle_ps(a, c, 0x44);
  rows[1] = _mm256_shuffle_ps(a, c, 0xee);
  rows[2] = _mm256_shuffle_ps(b, d, 0x44);
  rows[3] = _mm256_shuffle_ps(b, d, 0xee);
}
INLINE void transposeLanes(Vector *rows) {
  transposeHalves(rows);
  transposeHalves(rows + 4);
  for (int i = 0; i < 4; i++) {
    Vector low = _mm256_permute2f128_ps(rows[i], rows[i + 4], 0x20);
    rows[i + 4] = _mm256_permute2f128_ps(rows[i], rows[i + 4], 0x31);
    rows[i] = low;
  }
}

INLINE __m256i firstLanes(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE Vector loadFirst(const float *x, int count) { return _mm256_maskload_ps(x, firstLanes(count)); }
INLINE void storeFirst(float *x, Vector a, int count) { _mm256_maskstore_ps(x, firstLanes(count), a); }

INLINE float sumOfLanes(Vector a) {
  __m128 halves = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  __m128 pairs = _mm_add_ps(halves, _mm_movehl_ps(halves, halves));
  return _mm_cvtss_f32(_mm_add_ss(pairs, _mm_movehdup_ps(pairs)));
}
INLINE float greatestLane(Vector a) {
  Vector halves = greater(a, _mm256_permute2f128_ps(a, a, 1));
  Vector pairs = greater(halves, _mm256_permute_ps(halves, 0x4e));
  return _mm256_cvtss_f32(greater(pairs, _mm256_permute_ps(pairs, 0xb1)));
}

#elif defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define TILE_ROWS 8
#define TILE_UNROLL 2

typedef float32x4_t Vector;

INLINE Vector load(const float *x) { return vld1q_f32(x); }
INLINE void store(float *x, Vector a) { vst1q_f32(x, a); }
INLINE Vector splat(float x) { return vdupq_n_f32(x); }
INLINE Vector loadSplat(const float *x) { return vld1q_dup_f32(x); }

INLINE Vector add(Vector a, Vector b) { return vaddq_f32(a, b); }
INLINE Vector subtract(Vector a, Vector b) { return vsubq_f32(a, b); }
INLINE Vector multiply(Vector a, Vector b) { return vmulq_f32(a, b); }
INLINE Vector divide(Vector a, Vector b) { return vdivq_f32(a, b); }
INLINE Vector squareRoot(Vector a) { return vsqrtq_f32(a); }
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return vfmaq_f32(c, a, b); }

// min and max of this machine give the NaN wherever it stands, which the kernels may not rely on.
INLINE Vector lesser(Vector a, Vector b) { return vminq_f32(a, b); }
INLINE Vector greater(Vector a, Vector b) { return vmaxq_f32(a, b); }

INLINE Vector powerOfTwo(Vector n) { return vreinterpretq_f32_s32(vshlq_n_s32(vreinterpretq_s32_f32(n), 23)); }

INLINE void transposeLanes(Vector *rows) {
  float32x4x2_t a = vtrnq_f32(rows[0], rows[1]), b = vtrnq_f32(rows[2], rows[3]);
  rows[0] = vcombine_f32(vget_low_f32(a.val[0]), vget_low_f32(b.val[0]));
  rows[1] = vcombine_f32(vget_low_f32(a.val[1]), vget_low_f32(b.val[1]));
  rows[2] = vcombine_f32(vget_high_f32(a.val[0]), vget_high_f32(b.val[0]));
  rows[3] = vcombine_f32(vget_high_f32(a.val[1]), vget_high_f32(b.val[1]));
}

INLINE Vector loadFirst(const float *x, int count) {
  Vector first = vsetq_lane_f32(x[0], splat(0), 0);
  if (count > 1) first = vsetq_lane_f32(x[1], first, 1);
  return count > 2 ? vsetq_lane_f32(x[2], first, 2) : first;
}
INLINE void storeFirst(float *x, Vector a, int count) {
  vst1q_lane_f32(x, a, 0);
  if (count > 1) vst1q_lane_f32(x + 1, a, 1);
  if (count > 2) vst1q_lane_f32(x + 2, a, 2);
}

INLINE float sumOfLanes(Vector a) { return vaddvq_f32(a); }
INLINE float greatestLane(Vector a) { return vmaxvq_f32(a); }

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
