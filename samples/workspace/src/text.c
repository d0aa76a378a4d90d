/*
 * text.c - a growing string.
 */
#include "text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_init(struct text *text)
{
    text->chars = NULL;
    text->length = 0;
    text->capacity = 0;
}

void text_free(struct text *text)
{
    free(text->chars);
    text_init(text);
}

void text_clear(struct text *text)
{
    text->length = 0;
    if (text->chars != NULL) {
        text->chars[0] = '\0';
    }
}

/* Makes room for "more" further characters and the terminator. */
static enum kit_status reserve(struct text *text, size_t more)
{
    size_t needed = text->length + more + 1;
    size_t capacity = text->capacity == 0 ? 16 : text->capacity;

    if (needed <= text->capacity) {
        return KIT_OK;
    }
    while (capacity < needed) {
        capacity *= 2; /* doubling keeps the cost of adding a character constant */
    }

    char *chars = realloc(text->chars, capacity);
    if (chars == NULL) {
        return KIT_NO_MEMORY;
    }
    text->chars = chars;
    text->capacity = capacity;
    return KIT_OK;
}

enum kit_status text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    enum kit_status status = reserve(text, length);

    if (status != KIT_OK) {
        return status;
    }
    memcpy(text->chars + text->length, bytes, length);
    text->length += length;
    text->chars[text->length] = '\0';
    return KIT_OK;
}

enum kit_status text_add(struct text *text, const char *string)
{
    return text_add_bytes(text, string, strlen(string));
}

enum kit_status text_add_char(struct text *text, char c)
{
    return text_add_bytes(text, &c, 1);
}

enum kit_status text_printf(struct text *text, const char *format, ...)
{
    va_list args;
    int length;

    /* First find out how long the result is, then write it. */
    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        return KIT_BAD_INPUT;
    }

    enum kit_status status = reserve(text, (size_t)length);
    if (status != KIT_OK) {
        return status;
    }
    va_start(args, format);
    vsnprintf(text->chars + text->length, (size_t)length + 1, format, args);
    va_end(args);
    text->length += (size_t)length;
    return KIT_OK;
}

const char *text_string(const struct text *text)
{
    if (text->chars == NULL) {
        return "";
    }
    return text->chars;
}

bool starts_with(const char *string, const char *prefix)
{
    return strncmp(string, prefix, strlen(prefix)) == 0;
}

bool ends_with(const char *string, const char *suffix)
{
    size_t string_length = strlen(string);
    size_t suffix_length = strlen(suffix);

    if (suffix_length > string_length) {
        return false;
    }
    return strcmp(string + string_length - suffix_length, suffix) == 0;
}

char *trim(char *string)
{
    char *end = string + strlen(string);

    while (isspace((unsigned char)*string)) {
        string++;
    }
    while (end > string && isspace((unsigned char)end[-1])) {
        end--;
    }
    *end = '\0';
    return string;
}

int compare_ignoring_case(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        int x = tolower((unsigned char)*a);
        int y = tolower((unsigned char)*b);
        if (x != y) {
            return x - y;
        }
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}
