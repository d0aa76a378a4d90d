/*
 * json.h - reads and writes JSON values.
 */
#ifndef KIT_JSON_H
#define KIT_JSON_H

#include "common.h"
#include "text.h"

enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json {
    enum json_kind kind;
    char *key;            /* its name in the object around it, else NULL */
    bool boolean;
    double number;
    char *string;
    struct json *first;   /* first element of an array or object */
    struct json *next;    /* next element of the array or object around it */
};

/*
 * Parses a whole text. On failure returns NULL and, if error is given, points
 * *error to the place in the text where reading stopped.
 */
struct json *json_parse(const char *text, const char **error);
void json_free(struct json *value);

/* A member of an object, or NULL. */
const struct json *json_member(const struct json *object, const char *key);

/* Appends the value to the text, without white space. */
enum kit_status json_write(const struct json *value, struct text *text);

#endif /* KIT_JSON_H */
