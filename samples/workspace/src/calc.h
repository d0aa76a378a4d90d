/*
 * calc.h - evaluates arithmetic such as "2 * (x + 1)".
 */
#ifndef KIT_CALC_H
#define KIT_CALC_H

#include "common.h"

struct calc_result {
    enum kit_status status;
    double value;         /* valid when status is KIT_OK */
    const char *message;  /* what is wrong, otherwise */
};

/* Gives the value of a variable, or returns false when there is none. */
typedef bool (*calc_lookup)(const char *name, size_t length, double *value, void *context);

struct calc_result calc_evaluate(const char *expression, calc_lookup lookup, void *context);

#endif /* KIT_CALC_H */
