/*
 * csv.c - reads tables of comma separated values.
 *
 * A field in double quotes may contain separators, line ends and, doubled,
 * quotes: "say ""hello""".
 */
#include "csv.h"

enum { MAX_FIELDS = 256 };

struct cursor {
    char *at;
    size_t line;
    char separator;
};

/* Reads a field in quotes; returns false when the closing one is missing. */
static bool read_quoted(struct cursor *cursor, char **field)
{
    char *to = ++cursor->at; /* after the opening quote */

    *field = to;
    for (;;) {
        char c = *cursor->at;
        if (c == '\0') {
            return false;
        }
        if (c == '"' && cursor->at[1] != '"') {
            cursor->at++;
            break;
        }
        if (c == '"') {
            cursor->at++; /* a doubled quote stands for one */
        }
        if (c == '\n') {
            cursor->line++;
        }
        *to++ = *cursor->at++;
    }
    *to = '\0';
    return true;
}

static void read_bare(struct cursor *cursor, char **field)
{
    *field = cursor->at;
    while (*cursor->at != '\0' && *cursor->at != '\n' && *cursor->at != '\r' &&
           *cursor->at != cursor->separator) {
        cursor->at++;
    }
}

/* Reads what ends a field. Sets *more when another one follows in this row. */
static bool read_end(struct cursor *cursor, bool *more)
{
    char *end = cursor->at;

    *more = false;
    if (*end == cursor->separator) {
        *more = true;
        cursor->at++;
    } else if (*end == '\r' && end[1] == '\n') {
        cursor->at += 2;
        cursor->line++;
    } else if (*end == '\n') {
        cursor->at++;
        cursor->line++;
    } else if (*end != '\0') {
        return false; /* something follows a closing quote */
    }
    *end = '\0';
    return true;
}

enum kit_status csv_read(char *text, char separator, csv_row row, void *context)
{
    struct cursor cursor = { .at = text, .line = 1, .separator = separator };
    char *fields[MAX_FIELDS];

    while (*cursor.at != '\0') {
        size_t line = cursor.line;
        size_t count = 0;
        bool more = true;
        while (more) {
            if (count == MAX_FIELDS) {
                return KIT_FULL;
            }
            if (*cursor.at == '"') {
                if (!read_quoted(&cursor, &fields[count])) {
                    return KIT_BAD_INPUT;
                }
            } else {
                read_bare(&cursor, &fields[count]);
            }
            count++;
            if (!read_end(&cursor, &more)) {
                return KIT_BAD_INPUT;
            }
        }
        if (!row(line, fields, count, context)) {
            return KIT_OK;
        }
    }
    return KIT_OK;
}
