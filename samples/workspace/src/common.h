/*
 * common.h - what every part of the toolkit includes.
 */
#ifndef KIT_COMMON_H
#define KIT_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Number of elements of a real array (not of a pointer). */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The result of a function that can fail. */
enum kit_status {
    KIT_OK = 0,
    KIT_NO_MEMORY,
    KIT_BAD_INPUT,
    KIT_NOT_FOUND,
    KIT_FULL,
    KIT_EMPTY,
};

/* A short text for a status, for messages. */
const char *kit_status_text(enum kit_status status);

#endif /* KIT_COMMON_H */
