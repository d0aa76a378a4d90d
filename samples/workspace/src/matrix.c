/*
 * matrix.c - dense matrices.
 */
#include "matrix.h"

#include <math.h>
#include <stdlib.h>

/* Below this a pivot counts as zero. */
static const double smallest_pivot = 1e-12;

enum kit_status matrix_init(struct matrix *matrix, size_t rows, size_t cols)
{
    if (rows == 0 || cols == 0 || cols > SIZE_MAX / rows / sizeof(double)) {
        return KIT_BAD_INPUT;
    }
    matrix->rows = rows;
    matrix->cols = cols;
    matrix->values = calloc(rows * cols, sizeof(double));
    return matrix->values == NULL ? KIT_NO_MEMORY : KIT_OK;
}

void matrix_free(struct matrix *matrix)
{
    free(matrix->values);
    matrix->values = NULL;
    matrix->rows = 0;
    matrix->cols = 0;
}

double matrix_at(const struct matrix *matrix, size_t row, size_t col)
{
    return matrix->values[row * matrix->cols + col];
}

void matrix_set(struct matrix *matrix, size_t row, size_t col, double value)
{
    matrix->values[row * matrix->cols + col] = value;
}

void matrix_identity(struct matrix *matrix)
{
    for (size_t row = 0; row < matrix->rows; row++) {
        for (size_t col = 0; col < matrix->cols; col++) {
            matrix_set(matrix, row, col, row == col ? 1.0 : 0.0);
        }
    }
}

enum kit_status matrix_multiply(struct matrix *product, const struct matrix *a,
                                const struct matrix *b)
{
    if (a->cols != b->rows || product->rows != a->rows || product->cols != b->cols) {
        return KIT_BAD_INPUT;
    }

    /* The loop over k is the middle one: b and product are read in order. */
    for (size_t row = 0; row < a->rows; row++) {
        for (size_t col = 0; col < b->cols; col++) {
            matrix_set(product, row, col, 0.0);
        }
        for (size_t k = 0; k < a->cols; k++) {
            double factor = matrix_at(a, row, k);
            for (size_t col = 0; col < b->cols; col++) {
                product->values[row * product->cols + col] += factor * matrix_at(b, k, col);
            }
        }
    }
    return KIT_OK;
}

enum kit_status matrix_transpose(struct matrix *result, const struct matrix *matrix)
{
    if (result->rows != matrix->cols || result->cols != matrix->rows) {
        return KIT_BAD_INPUT;
    }
    for (size_t row = 0; row < matrix->rows; row++) {
        for (size_t col = 0; col < matrix->cols; col++) {
            matrix_set(result, col, row, matrix_at(matrix, row, col));
        }
    }
    return KIT_OK;
}

static void swap_rows(struct matrix *matrix, size_t first, size_t second)
{
    for (size_t col = 0; col < matrix->cols; col++) {
        double value = matrix_at(matrix, first, col);
        matrix_set(matrix, first, col, matrix_at(matrix, second, col));
        matrix_set(matrix, second, col, value);
    }
}

/* The row at or below "from" with the largest number in the column. */
static size_t find_pivot(const struct matrix *matrix, size_t from, size_t col)
{
    size_t best = from;

    for (size_t row = from + 1; row < matrix->rows; row++) {
        if (fabs(matrix_at(matrix, row, col)) > fabs(matrix_at(matrix, best, col))) {
            best = row;
        }
    }
    return best;
}

/* Gaussian elimination with partial pivoting, then back substitution. */
enum kit_status matrix_solve(struct matrix *a, double *b)
{
    size_t n = a->rows;

    if (a->cols != n) {
        return KIT_BAD_INPUT;
    }
    for (size_t step = 0; step < n; step++) {
        size_t pivot = find_pivot(a, step, step);
        if (fabs(matrix_at(a, pivot, step)) < smallest_pivot) {
            return KIT_BAD_INPUT;
        }
        if (pivot != step) {
            double value = b[step];
            b[step] = b[pivot];
            b[pivot] = value;
            swap_rows(a, step, pivot);
        }
        for (size_t row = step + 1; row < n; row++) {
            double factor = matrix_at(a, row, step) / matrix_at(a, step, step);
            for (size_t col = step; col < n; col++) {
                double value = matrix_at(a, row, col) - factor * matrix_at(a, step, col);
                matrix_set(a, row, col, value);
            }
            b[row] -= factor * b[step];
        }
    }
    for (size_t row = n; row-- > 0;) {
        for (size_t col = row + 1; col < n; col++) {
            b[row] -= matrix_at(a, row, col) * b[col];
        }
        b[row] /= matrix_at(a, row, row);
    }
    return KIT_OK;
}
