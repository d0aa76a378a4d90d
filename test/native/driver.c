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
#include "program.h"

#define CALL_ARGUMENTS 14
#define MOST_ARRAYS 16
#define MOST_CALLS 16

typedef struct {
  double address, floats;
  float *memory;
} Array;

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
  for (int i = 0; i < arrayCount; i++) release(arrays[i].memory);
}

int main(void) {
  double counts[2];
  while (readAll(counts, sizeof counts)) {
    arrayCount = (int)counts[0];
    runCase((int)counts[1]);
  }
  return 0;
}
