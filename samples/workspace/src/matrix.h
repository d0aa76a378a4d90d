/*
 * matrix.h - dense matrices of doubles, row-major.
 */
#ifndef KIT_MATRIX_H
#define KIT_MATRIX_H

#include "common.h"

struct matrix {
    size_t rows;
    size_t cols;
    double *values;  /* rows * cols numbers, one row after the other */
};

/* All zeros. */
enum kit_status matrix_init(struct matrix *matrix, size_t rows, size_t cols);
void matrix_free(struct matrix *matrix);

double matrix_at(const struct matrix *matrix, size_t row, size_t col);
void matrix_set(struct matrix *matrix, size_t row, size_t col, double value);

void matrix_identity(struct matrix *matrix);

/* product = a * b; product must have the right shape and be neither of them. */
enum kit_status matrix_multiply(struct matrix *product, const struct matrix *a,
                                const struct matrix *b);

enum kit_status matrix_transpose(struct matrix *result, const struct matrix *matrix);

/*
 * Solves a * x = b for one right-hand side of a->rows numbers. Both a and b are
 * overwritten; b holds the solution. KIT_BAD_INPUT when a is singular.
 */
enum kit_status matrix_solve(struct matrix *a, double *b);

#endif /* KIT_MATRIX_H */
