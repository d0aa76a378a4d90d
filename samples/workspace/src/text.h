/*
 * text.h - a growing string, and small helpers for C strings.
 */
#ifndef KIT_TEXT_H
#define KIT_TEXT_H

#include "common.h"

struct text {
    char *chars;      /* always terminated by '\0' once something was added */
    size_t length;    /* without the terminator */
    size_t capacity;  /* bytes allocated */
};

void text_init(struct text *text);
void text_free(struct text *text);
void text_clear(struct text *text);

enum kit_status text_add(struct text *text, const char *string);
enum kit_status text_add_char(struct text *text, char c);
enum kit_status text_add_bytes(struct text *text, const char *bytes, size_t length);

/* Formatted like printf. */
enum kit_status text_printf(struct text *text, const char *format, ...);

/* The content as a C string; "" when nothing was added. */
const char *text_string(const struct text *text);

bool starts_with(const char *string, const char *prefix);
bool ends_with(const char *string, const char *suffix);

/* Cuts white space off both ends, in place, and returns the new start. */
char *trim(char *string);

/* Compares without regard to the case of ASCII letters. */
int compare_ignoring_case(const char *a, const char *b);

#endif /* KIT_TEXT_H */
