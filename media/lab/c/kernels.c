// The kernels of kernels.ts in C; those on matrices are in matrices.c. specification.ts says what each one means and
// kernels.ts what its arguments are; here stands how they are made fast, on the vectors of vector.h.
//
// Freestanding C without a C library, and without static data of any kind: instances of the module for several
// threads share one memory, in which there is nothing but their stacks and the arena.
//
// Arrays may have any length and any alignment that floats have, and nothing is read or written past their ends.
// Sizes and strides count floats. B streams, T time steps, H hidden cells, V symbols; the gates of a row follow one
// another, H of each kind.

#include "elementary.h"
#include "vector.h"

// ---------------------------------------------------------------------------------------------------------------
// Rows: a one-hot input selects a row of a table, biases are added to every row; each with its gradient

/** to += from */
INLINE void addTo(int count, const float *from, float *to) {
  for (int i = 0; i < count; i += LANES) {
    int left = count - i;
    storeUpTo(to + i, add(loadUpTo(to + i, left), loadUpTo(from + i, left)), left);
  }
}

EXPORT void gatherRows(int rows, int width, const float *table, const int *ids, float *out) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < width; j += LANES)
      storeUpTo(out + r * width + j, loadUpTo(table + ids[r] * width + j, width - j), width - j);
}

EXPORT void scatterAddRows(int rows, int width, const float *values, const int *ids, float *table) {
  for (int r = 0; r < rows; r++) addTo(width, values + r * width, table + ids[r] * width);
}

EXPORT void addBias(int rows, int width, const float *bias, float *x) {
  for (int r = 0; r < rows; r++) addTo(width, bias, x + r * width);
}

/** Rows are summed in pairs of pairs, four at a time: fewer roundings, and fewer passes over `sums`. */
EXPORT void sumRows(int rows, int width, const float *x, float *sums) {
  int r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float *row = x + r * width;
    for (int j = 0; j < width; j += LANES) {
      int left = width - j;
      Vector first = add(loadUpTo(row + j, left), loadUpTo(row + width + j, left));
      Vector second = add(loadUpTo(row + 2 * width + j, left), loadUpTo(row + 3 * width + j, left));
      storeUpTo(sums + j, add(loadUpTo(sums + j, left), add(first, second)), left);
    }
  }
  for (; r < rows; r++) addTo(width, x + r * width, sums);
}

EXPORT void fill(int count, double value, float *x) {
  Vector filled = splat((float)value);
  for (int i = 0; i < count; i += LANES) storeUpTo(x + i, filled, count - i);
}

// ---------------------------------------------------------------------------------------------------------------
// Cells: one time step of B streams, and its gradient

EXPORT void rnnForward(int count, const float *gates, float *h) {
  for (int i = 0; i < count; i += LANES)
    storeUpTo(h + i, vectorTanh(loadUpTo(gates + i, count - i)), count - i);
}

EXPORT void rnnBackward(int count, float *gates, const float *h, const float *dh) {
  for (int i = 0; i < count; i += LANES) {
    int left = count - i;
    Vector out = loadUpTo(h + i, left);
    Vector slope = subtract(splat(1), multiply(out, out));
    storeUpTo(gates + i, multiply(loadUpTo(dh + i, left), slope), left);
  }
}

/** x (1 - x): the slope of the sigmoid whose value is x. */
INLINE Vector sigmoidSlope(Vector x) { return multiply(x, subtract(splat(1), x)); }
/** 1 - x^2: the slope of the tanh whose value is x. */
INLINE Vector tanhSlope(Vector x) { return subtract(splat(1), multiply(x, x)); }

EXPORT void lstmForward(int batch, int hidden, float *gates, const float *cPrevious, float *c, float *h) {
  for (int b = 0; b < batch; b++) {
    for (int j = 0; j < hidden; j += LANES) {
      int left = hidden - j;
      // The next row: of so many short arrays the processor does not foresee which comes next.
      for (int gate = 0; gate < 4; gate++) PREFETCH(gates + (4 + gate) * hidden + j);
      PREFETCH(cPrevious + hidden + j);
      PREFETCH(c + hidden + j);
      PREFETCH(h + hidden + j);
      Vector i = vectorSigmoid(loadUpTo(gates + j, left));
      Vector f = vectorSigmoid(loadUpTo(gates + hidden + j, left));
      Vector g = vectorTanh(loadUpTo(gates + 2 * hidden + j, left));
      Vector o = vectorSigmoid(loadUpTo(gates + 3 * hidden + j, left));
      Vector cell = multiplyAdd(f, loadUpTo(cPrevious + j, left), multiply(i, g));
      storeUpTo(gates + j, i, left);
      storeUpTo(gates + hidden + j, f, left);
      storeUpTo(gates + 2 * hidden + j, g, left);
      storeUpTo(gates + 3 * hidden + j, o, left);
      storeUpTo(c + j, cell, left);
    }
    // A loop of its own: one tanh waits for the other, and the processor does not look far enough ahead to begin others.
    for (int j = 0; j < hidden; j += LANES) {
      int left = hidden - j;
      Vector o = loadUpTo(gates + 3 * hidden + j, left);
      storeUpTo(h + j, multiply(o, vectorTanh(loadUpTo(c + j, left))), left);
    }
    gates += 4 * hidden;
    cPrevious += hidden;
    c += hidden;
    h += hidden;
  }
}

/** Below it an output gate is shut: small enough to count for nothing, great enough to divide by. */
#define SHUT 1e-30f

EXPORT void lstmBackward(int batch, int hidden, float *gates, const float *cPrevious, const float *h,
                         const float *dh, float *dc) {
  for (int b = 0; b < batch; b++) {
    for (int j = 0; j < hidden; j += LANES) {
      int left = hidden - j;
      // The next row: of so many short arrays the processor does not foresee which comes next.
      for (int gate = 0; gate < 4; gate++) PREFETCH(gates + (4 + gate) * hidden + j);
      PREFETCH(cPrevious + hidden + j);
      PREFETCH(h + hidden + j);
      PREFETCH(dh + hidden + j);
      Vector i = loadUpTo(gates + j, left);
      Vector f = loadUpTo(gates + hidden + j, left);
      Vector g = loadUpTo(gates + 2 * hidden + j, left);
      Vector o = loadUpTo(gates + 3 * hidden + j, left);
      Vector tanhC = divide(loadUpTo(h + j, left), greater(o, splat(SHUT)));
      Vector dOut = loadUpTo(dh + j, left);
      Vector dCell = multiplyAdd(multiply(dOut, o), tanhSlope(tanhC), loadUpTo(dc + j, left));
      Vector dForget = multiply(multiply(dCell, loadUpTo(cPrevious + j, left)), sigmoidSlope(f));
      storeUpTo(gates + j, multiply(multiply(dCell, g), sigmoidSlope(i)), left);
      storeUpTo(gates + hidden + j, dForget, left);
      storeUpTo(gates + 2 * hidden + j, multiply(multiply(dCell, i), tanhSlope(g)), left);
      storeUpTo(gates + 3 * hidden + j, multiply(multiply(dOut, tanhC), sigmoidSlope(o)), left);
      storeUpTo(dc + j, multiply(dCell, f), left);
    }
    gates += 4 * hidden;
    cPrevious += hidden;
    h += hidden;
    dh += hidden;
    dc += hidden;
  }
}

EXPORT void gruForward(int batch, int hidden, float *inputGates, const float *hiddenGates, const float *hPrevious,
                       float *h) {
  for (int b = 0; b < batch; b++) {
    // r and z lie one behind the other. In a loop of their own, as in lstmForward.
    for (int j = 0; j < 2 * hidden; j += LANES) {
      int left = 2 * hidden - j;
      storeUpTo(inputGates + j, vectorSigmoid(add(loadUpTo(inputGates + j, left), loadUpTo(hiddenGates + j, left))), left);
    }
    for (int j = 0; j < hidden; j += LANES) {
      int left = hidden - j;
      int nAt = 2 * hidden + j;
      Vector r = loadUpTo(inputGates + j, left), z = loadUpTo(inputGates + hidden + j, left);
      Vector n = vectorTanh(
          multiplyAdd(r, loadUpTo(hiddenGates + nAt, left), loadUpTo(inputGates + nAt, left)));
      Vector kept = multiply(z, loadUpTo(hPrevious + j, left));
      storeUpTo(inputGates + nAt, n, left);
      storeUpTo(h + j, multiplyAdd(subtract(splat(1), z), n, kept), left);
    }
    inputGates += 3 * hidden;
    hiddenGates += 3 * hidden;
    hPrevious += hidden;
    h += hidden;
  }
}

EXPORT void gruBackward(int batch, int hidden, float *inputGates, float *hiddenGates, const float *hPrevious,
                        const float *dh, float *dhPrevious) {
  for (int b = 0; b < batch; b++) {
    for (int j = 0; j < hidden; j += LANES) {
      int left = hidden - j;
      int nAt = 2 * hidden + j;
      Vector r = loadUpTo(inputGates + j, left);
      Vector z = loadUpTo(inputGates + hidden + j, left);
      Vector n = loadUpTo(inputGates + nAt, left);
      Vector dOut = loadUpTo(dh + j, left);
      Vector change = subtract(loadUpTo(hPrevious + j, left), n);
      Vector dNew = multiply(multiply(dOut, subtract(splat(1), z)), tanhSlope(n));
      Vector dUpdate = multiply(multiply(dOut, change), sigmoidSlope(z));
      Vector dReset = multiply(multiply(dNew, loadUpTo(hiddenGates + nAt, left)), sigmoidSlope(r));
      storeUpTo(inputGates + j, dReset, left);
      storeUpTo(inputGates + hidden + j, dUpdate, left);
      storeUpTo(inputGates + nAt, dNew, left);
      storeUpTo(hiddenGates + j, dReset, left);
      storeUpTo(hiddenGates + hidden + j, dUpdate, left);
      storeUpTo(hiddenGates + nAt, multiply(dNew, r), left);
      storeUpTo(dhPrevious + j, multiplyAdd(dOut, z, loadUpTo(dhPrevious + j, left)), left);
    }
    inputGates += 3 * hidden;
    hiddenGates += 3 * hidden;
    hPrevious += hidden;
    dh += hidden;
    dhPrevious += hidden;
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Softmax and loss

INLINE float greatestOf(int count, const float *x) {
  float greatest = x[0];
  int i = 0;
  if (count >= LANES) {
    Vector lanes = load(x);
    for (i = LANES; i + LANES <= count; i += LANES) lanes = greater(lanes, load(x + i));
    greatest = greatestLane(lanes);
  }
  for (; i < count; i++) greatest = x[i] > greatest ? x[i] : greatest;
  return greatest;
}

/** x = e^((x - offset) * scale); returns their sum. */
INLINE float exponentials(int count, float *x, float offset, float scale) {
  Vector offsets = splat(offset), scales = splat(scale), sums = splat(0);
  int i = 0;
  for (; i + LANES <= count; i += LANES) {
    Vector e = vectorExp(multiply(subtract(load(x + i), offsets), scales));
    store(x + i, e);
    sums = add(sums, e);
  }
  float sum = sumOfLanes(sums);
  if (i == count) return sum;
  storeFirst(x + i, vectorExp(multiply(subtract(loadFirst(x + i, count - i), offsets), scales)), count - i);
  for (; i < count; i++) sum += x[i];
  return sum;
}

INLINE void scaleBy(int count, float *x, float factor) {
  for (int i = 0; i < count; i += LANES)
    storeUpTo(x + i, multiply(loadUpTo(x + i, count - i), splat(factor)), count - i);
}

EXPORT void softmax(int rows, int vocabSize, float *logits, double inverseTemperature) {
  for (int r = 0; r < rows; r++) {
    float *row = logits + r * vocabSize;
    // The greatest is taken away before it is scaled: the difference is small, and exact where it matters.
    float sum = exponentials(vocabSize, row, greatestOf(vocabSize, row), (float)inverseTemperature);
    scaleBy(vocabSize, row, 1 / sum);
  }
}

EXPORT void softmaxCrossEntropy(int rows, int vocabSize, float *logits, const int *targets, float *losses,
                                double scale) {
  for (int r = 0; r < rows; r++) {
    float *row = logits + r * vocabSize;
    int target = targets[r];
    if (target < 0) {
      losses[r] = 0;
      fill(vocabSize, 0, row);
      continue;
    }
    float greatest = greatestOf(vocabSize, row);
    float below = greatest - row[target];
    float sum = exponentials(vocabSize, row, greatest, 1);
    losses[r] = (float)(naturalLog(sum) + below);
    scaleBy(vocabSize, row, (float)(scale / sum));
    row[target] -= (float)scale;
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Answers that are each by themselves: sigmoid and loss

EXPORT void sigmoid(int count, float *logits, double inverseTemperature) {
  Vector scale = splat((float)inverseTemperature);
  for (int i = 0; i < count; i += LANES) {
    int left = count - i;
    storeUpTo(logits + i, vectorSigmoid(multiply(loadUpTo(logits + i, left), scale)), left);
  }
}

EXPORT void sigmoidCrossEntropy(int rows, int outputs, float *logits, const float *targets, float *losses,
                                double scale) {
  for (int r = 0; r < rows; r++) {
    float *x = logits + r * outputs;
    const float *y = targets + r * outputs;
    double loss = 0;
    for (int j = 0; j < outputs; j += LANES) {
      int left = outputs - j;
      float powers[LANES], chances[LANES];
      Vector logit = loadUpTo(x + j, left);
      store(powers, vectorExp(lesser(logit, subtract(splat(0), logit))));
      store(chances, vectorSigmoid(logit));
      for (int k = 0; k < LANES && k < left; k++) {
        float value = x[j + k], target = y[j + k];
        int counts = !(target < 0);
        // ln(1 + e^-|x|) is what -ln p and -ln(1 - p) have in common, and no power overflows.
        if (counts) loss += (value < 0 ? 0 : value) - (double)value * target + naturalLog(1 + (double)powers[k]);
        x[j + k] = counts ? (float)((chances[k] - target) * scale) : 0;
      }
    }
    losses[r] = (float)loss;
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Optimizer

/** Sums that do not wait for one another: four vectors of doubles. */
#define SQUARE_SUMS (2 * LANES)

/** In 64 bits. */
EXPORT double sumOfSquares(int count, const float *x) {
  double sums[SQUARE_SUMS];
  for (int j = 0; j < SQUARE_SUMS; j++) sums[j] = 0;
  int i = 0;
  for (; i + SQUARE_SUMS <= count; i += SQUARE_SUMS)
    for (int j = 0; j < SQUARE_SUMS; j++) sums[j] += (double)x[i + j] * x[i + j];
  for (int j = 0; i < count; i++, j++) sums[j] += (double)x[i] * x[i];
  double sum = 0;
  for (int j = 0; j < SQUARE_SUMS; j++) sum += sums[j];
  return sum;
}

/** What depends on the arguments alone is computed in 64 bits: 1 - 0.999 has only four digits left in 32. */
EXPORT void adam(int count, float *weights, const float *gradients, float *m, float *v, double learningRate,
                 double beta1, double beta2, double epsilon, double correction1, double correction2,
                 double gradientScale, double keep) {
  Vector keepM = splat((float)beta1), addM = splat((float)(1 - beta1));
  Vector keepV = splat((float)beta2), addV = splat((float)(1 - beta2));
  Vector rate = splat((float)(learningRate * correction1));
  Vector correctV = splat((float)correction2);
  Vector atLeast = splat((float)epsilon);
  Vector scale = splat((float)gradientScale);
  Vector keepWeight = splat((float)keep);
  for (int i = 0; i < count; i += LANES) {
    int left = count - i;
    Vector gradient = multiply(loadUpTo(gradients + i, left), scale);
    Vector mean = multiplyAdd(keepM, loadUpTo(m + i, left), multiply(addM, gradient));
    Vector square = multiply(addV, multiply(gradient, gradient));
    Vector meanSquare = multiplyAdd(keepV, loadUpTo(v + i, left), square);
    storeUpTo(m + i, mean, left);
    storeUpTo(v + i, meanSquare, left);
    Vector root = add(squareRoot(multiply(meanSquare, correctV)), atLeast);
    Vector kept = multiply(keepWeight, loadUpTo(weights + i, left));
    storeUpTo(weights + i, subtract(kept, divide(multiply(rate, mean), root)), left);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// What the addon makes functions of JavaScript of: each with its arguments in order, INT for whole numbers, NUMBER for
// others, POINTER for places in the arena.

#define KERNELS(KERNEL, NUMBER_KERNEL)                                                                            \
  KERNEL(gatherRows, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4))                                          \
  KERNEL(scatterAddRows, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4))                                      \
  KERNEL(addBias, INT(0), INT(1), POINTER(2), POINTER(3))                                                         \
  KERNEL(sumRows, INT(0), INT(1), POINTER(2), POINTER(3))                                                         \
  KERNEL(fill, INT(0), NUMBER(1), POINTER(2))                                                                     \
  KERNEL(rnnForward, INT(0), POINTER(1), POINTER(2))                                                              \
  KERNEL(rnnBackward, INT(0), POINTER(1), POINTER(2), POINTER(3))                                                 \
  KERNEL(lstmForward, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4), POINTER(5))                             \
  KERNEL(lstmBackward, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4), POINTER(5), POINTER(6))                \
  KERNEL(gruForward, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4), POINTER(5))                              \
  KERNEL(gruBackward, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4), POINTER(5), POINTER(6))                 \
  KERNEL(softmax, INT(0), INT(1), POINTER(2), NUMBER(3))                                                          \
  KERNEL(softmaxCrossEntropy, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4), NUMBER(5))                      \
  KERNEL(sigmoid, INT(0), POINTER(1), NUMBER(2))                                                                  \
  KERNEL(sigmoidCrossEntropy, INT(0), INT(1), POINTER(2), POINTER(3), POINTER(4), NUMBER(5))                      \
  NUMBER_KERNEL(sumOfSquares, INT(0), POINTER(1))                                                                 \
  KERNEL(adam, INT(0), POINTER(1), POINTER(2), POINTER(3), POINTER(4), NUMBER(5), NUMBER(6), NUMBER(7), NUMBER(8), \
         NUMBER(9), NUMBER(10), NUMBER(11), NUMBER(12))
