// Runs calls of kernels that it reads from its standard input, and writes the arrays that they leave. This way the
// kernels are tried where the test cannot load them: built for another processor, in an emulator, or with sanitizers.
//
// Numbers are 64-bit and little-endian. A case: how many arrays, how many calls; for each array its address in the
// test's arena and how many floats it has; for each call the number of the kernel (its place in kernelNames of
// driverCases.ts) and CALL_ARGUMENTS arguments; then the floats of the arrays. The answer: the floats of the arrays.

#define EXPORT static
#include "../../src/model/kernels/kernels.c"
#include "../../src/model/kernels/matrices.c"
#include "../../src/model/kernels/peak.c"

#define CALL_ARGUMENTS 14
#define MOST_ARRAYS 16
#define MOST_CALLS 16

typedef struct {
  double address, floats;
  float *memory;
} Array;

#if defined(FREESTANDING)

typedef unsigned long size_t;

/** Linux on aarch64: the number of the system call in x8, arguments in x0 and on. */
static long systemCall(long number, long a, const void *b, size_t c) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register const void *x1 __asm__("x1") = b;
  register size_t x2 __asm__("x2") = c;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}
static long read(int file, void *to, size_t count) { return systemCall(63, file, to, count); }
static long write(int file, const void *from, size_t count) { return systemCall(64, file, from, count); }

static char heap[1 << 26];
static size_t heapUsed;
static void *allocate(size_t bytes) {
  void *room = heap + heapUsed;
  heapUsed += (bytes + 15) & ~(size_t)15;
  return room;
}
static void releaseAll(Array *arrays, int count) {
  (void)arrays, (void)count;
  heapUsed = 0;
}

#else

#include <stdlib.h>
#include <unistd.h>

static void *allocate(size_t bytes) { return malloc(bytes); }
static void releaseAll(Array *arrays, int count) {
  for (int i = 0; i < count; i++) free(arrays[i].memory);
}

#endif

/** 0 at the end of the input. */
static int readAll(void *to, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    long got = (long)read(0, (char *)to + done, bytes - done);
    if (got <= 0) return 0;
    done += (size_t)got;
  }
  return 1;
}

static void writeAll(const void *from, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    long put = (long)write(1, (const char *)from + done, bytes - done);
    if (put <= 0) return;
    done += (size_t)put;
  }
}

static Array arrays[MOST_ARRAYS];
static int arrayCount;

/** Each array has memory of its own, so that a sanitizer sees a step out of it. */
static void *memoryAt(double address) {
  for (int i = 0; i < arrayCount; i++) {
    double offset = address - arrays[i].address;
    if (offset >= 0 && offset < arrays[i].floats * 4) return arrays[i].memory + (int)offset / 4;
  }
  return 0;
}

#define I(i) ((int)x[i])
#define N(i) (x[i])
#define P(i) memoryAt(x[i])

static void call(const double *x) {
  int kernel = (int)*x++;
  switch (kernel) {
    case 0: pack(I(0), I(1), P(2), I(3), I(4), P(5)); return;
    case 1: gemm(I(0), I(1), I(2), P(3), I(4), I(5), P(6), P(7), I(8), I(9)); return;
    case 2: transpose(I(0), I(1), P(2), P(3)); return;
    case 3: gatherRows(I(0), I(1), P(2), P(3), P(4)); return;
    case 4: scatterAddRows(I(0), I(1), P(2), P(3), P(4)); return;
    case 5: addBias(I(0), I(1), P(2), P(3)); return;
    case 6: sumRows(I(0), I(1), P(2), P(3)); return;
    case 7: fill(I(0), N(1), P(2)); return;
    case 8: rnnForward(I(0), P(1), P(2)); return;
    case 9: rnnBackward(I(0), P(1), P(2), P(3)); return;
    case 10: lstmForward(I(0), I(1), P(2), P(3), P(4), P(5)); return;
    case 11: lstmBackward(I(0), I(1), P(2), P(3), P(4), P(5), P(6)); return;
    case 12: gruForward(I(0), I(1), P(2), P(3), P(4), P(5)); return;
    case 13: gruBackward(I(0), I(1), P(2), P(3), P(4), P(5), P(6)); return;
    case 14: softmax(I(0), I(1), P(2), N(3)); return;
    case 15: softmaxCrossEntropy(I(0), I(1), P(2), P(3), P(4), N(5)); return;
    case 16: adam(I(0), P(1), P(2), P(3), P(4), N(5), N(6), N(7), N(8), N(9), N(10), N(11), N(12)); return;
    // A kernel that gives a number: it goes where the next argument points.
    case 17: *(float *)P(2) = (float)sumOfSquares(I(0), P(1)); return;
    case 18: *(float *)P(1) = (float)(multiplyAddLoop(I(0)) > 0); return;
    case 19: *(float *)P(0) = (float)(panelWidth() > 0); return;
    case 20: gemmOntoRows(I(0), I(1), I(2), P(3), P(4), P(5), P(6), P(7), I(8)); return;
    case 21: sigmoid(I(0), P(1), N(2)); return;
    case 22: sigmoidCrossEntropy(I(0), I(1), P(2), P(3), P(4), N(5)); return;
  }
}

static void runCase(int callCount) {
  double calls[MOST_CALLS][CALL_ARGUMENTS];
  for (int i = 0; i < arrayCount; i++) readAll(&arrays[i], 2 * sizeof(double));
  readAll(calls, (size_t)callCount * sizeof calls[0]);
  for (int i = 0; i < arrayCount; i++) {
    size_t bytes = (size_t)arrays[i].floats * sizeof(float);
    arrays[i].memory = allocate(bytes);
    readAll(arrays[i].memory, bytes);
  }
  for (int i = 0; i < callCount; i++) call(calls[i]);
  for (int i = 0; i < arrayCount; i++) writeAll(arrays[i].memory, (size_t)arrays[i].floats * sizeof(float));
  releaseAll(arrays, arrayCount);
}

int main(void) {
  double counts[2];
  while (readAll(counts, sizeof counts)) {
    arrayCount = (int)counts[0];
    runCase((int)counts[1]);
  }
  return 0;
}

#if defined(FREESTANDING)
void _start(void) {
  main();
  systemCall(93, 0, 0, 0);
}
#endif
