/*
 * json.c - reads and writes JSON values.
 */
#include "json.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 100 };

struct reader {
    const char *at;
    int depth;
};

static struct json *read_value(struct reader *reader);

static void skip_space(struct reader *reader)
{
    while (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\n' ||
           *reader->at == '\r') {
        reader->at++;
    }
}

/* Uses up the given character, if it is the next one. */
static bool take(struct reader *reader, char c)
{
    if (*reader->at != c) {
        return false;
    }
    reader->at++;
    skip_space(reader);
    return true;
}

static bool take_word(struct reader *reader, const char *word)
{
    if (!starts_with(reader->at, word)) {
        return false;
    }
    reader->at += strlen(word);
    skip_space(reader);
    return true;
}

static struct json *new_value(enum json_kind kind)
{
    struct json *value = calloc(1, sizeof(*value));

    if (value != NULL) {
        value->kind = kind;
    }
    return value;
}

/* Appends a code point in UTF-8. */
static enum kit_status add_code_point(struct text *text, unsigned code)
{
    if (code < 0x80) {
        return text_add_char(text, (char)code);
    }
    if (code < 0x800) {
        char bytes[2] = { (char)(0xc0 | code >> 6), (char)(0x80 | (code & 0x3f)) };
        return text_add_bytes(text, bytes, 2);
    }
    char bytes[3] = {
        (char)(0xe0 | code >> 12),
        (char)(0x80 | (code >> 6 & 0x3f)),
        (char)(0x80 | (code & 0x3f)),
    };
    return text_add_bytes(text, bytes, 3);
}

/* Four hexadecimal digits after "\u". Surrogate pairs are left apart. */
static enum kit_status read_unicode_escape(struct reader *reader, struct text *text)
{
    char digits[5] = { 0 };
    char *end;

    for (int i = 0; i < 4; i++) {
        if (reader->at[i] == '\0') {
            return KIT_BAD_INPUT;
        }
        digits[i] = reader->at[i];
    }
    unsigned long code = strtoul(digits, &end, 16);
    if (end != digits + 4 || code == 0) {
        return KIT_BAD_INPUT;
    }
    reader->at += 4;
    return add_code_point(text, (unsigned)code);
}

static enum kit_status read_escape(struct reader *reader, struct text *text)
{
    char c = *reader->at++;

    switch (c) {
    case '"':
    case '\\':
    case '/':
        return text_add_char(text, c);
    case 'b':
        return text_add_char(text, '\b');
    case 'f':
        return text_add_char(text, '\f');
    case 'n':
        return text_add_char(text, '\n');
    case 'r':
        return text_add_char(text, '\r');
    case 't':
        return text_add_char(text, '\t');
    case 'u':
        return read_unicode_escape(reader, text);
    default:
        reader->at--;
        return KIT_BAD_INPUT;
    }
}

/* The characters of a string without its quotes, or NULL. The caller frees it. */
static char *read_string(struct reader *reader)
{
    struct text text;
    enum kit_status status = KIT_OK;

    if (*reader->at != '"') {
        return NULL;
    }
    reader->at++;
    text_init(&text);
    status = text_add(&text, "");
    while (status == KIT_OK && *reader->at != '"') {
        unsigned char c = (unsigned char)*reader->at;
        if (c < 0x20) {
            status = KIT_BAD_INPUT; /* control characters, and the end of the text */
        } else if (c == '\\') {
            reader->at++;
            status = read_escape(reader, &text);
        } else {
            status = text_add_char(&text, (char)c);
            reader->at++;
        }
    }
    if (status != KIT_OK) {
        text_free(&text);
        return NULL;
    }
    take(reader, '"');
    return text.chars;
}

static struct json *read_number(struct reader *reader)
{
    char *end;
    double number = strtod(reader->at, &end);

    if (end == reader->at) {
        return NULL;
    }
    struct json *value = new_value(JSON_NUMBER);
    if (value != NULL) {
        value->number = number;
        reader->at = end;
        skip_space(reader);
    }
    return value;
}

/* One element of an array, or one member of an object. */
static struct json *read_element(struct reader *reader, enum json_kind kind)
{
    char *key = NULL;

    if (kind == JSON_OBJECT) {
        key = read_string(reader);
        if (key == NULL || !take(reader, ':')) {
            free(key);
            return NULL;
        }
    }
    struct json *element = read_value(reader);
    if (element == NULL) {
        free(key);
        return NULL;
    }
    element->key = key;
    return element;
}

static struct json *read_container(struct reader *reader, enum json_kind kind, char close)
{
    struct json *container = new_value(kind);
    struct json **link;

    if (container == NULL || take(reader, close)) {
        return container;
    }
    link = &container->first;
    do {
        *link = read_element(reader, kind);
        if (*link == NULL) {
            json_free(container);
            return NULL;
        }
        link = &(*link)->next;
    } while (take(reader, ','));

    if (!take(reader, close)) {
        json_free(container);
        return NULL;
    }
    return container;
}

static struct json *read_plain(struct reader *reader)
{
    if (*reader->at == '"') {
        char *string = read_string(reader);
        struct json *value = string == NULL ? NULL : new_value(JSON_STRING);
        if (value == NULL) {
            free(string);
            return NULL;
        }
        value->string = string;
        return value;
    }
    if (take_word(reader, "null")) {
        return new_value(JSON_NULL);
    }
    if (take_word(reader, "false")) {
        return new_value(JSON_BOOL);
    }
    if (take_word(reader, "true")) {
        struct json *value = new_value(JSON_BOOL);
        if (value != NULL) {
            value->boolean = true;
        }
        return value;
    }
    return read_number(reader);
}

static struct json *read_value(struct reader *reader)
{
    struct json *value;

    if (reader->depth == MAX_DEPTH) {
        return NULL;
    }
    reader->depth++;
    if (take(reader, '[')) {
        value = read_container(reader, JSON_ARRAY, ']');
    } else if (take(reader, '{')) {
        value = read_container(reader, JSON_OBJECT, '}');
    } else {
        value = read_plain(reader);
    }
    reader->depth--;
    return value;
}

struct json *json_parse(const char *text, const char **error)
{
    struct reader reader = { .at = text, .depth = 0 };

    skip_space(&reader);
    struct json *value = read_value(&reader);
    if (value != NULL && *reader.at != '\0') {
        json_free(value); /* something follows the value */
        value = NULL;
    }
    if (value == NULL && error != NULL) {
        *error = reader.at;
    }
    return value;
}

void json_free(struct json *value)
{
    while (value != NULL) {
        struct json *next = value->next;
        json_free(value->first);
        free(value->key);
        free(value->string);
        free(value);
        value = next;
    }
}

const struct json *json_member(const struct json *object, const char *key)
{
    const struct json *member;

    if (object == NULL || object->kind != JSON_OBJECT) {
        return NULL;
    }
    for (member = object->first; member != NULL; member = member->next) {
        if (strcmp(member->key, key) == 0) {
            return member;
        }
    }
    return NULL;
}

static enum kit_status write_string(const char *string, struct text *text)
{
    enum kit_status status = text_add_char(text, '"');

    for (; status == KIT_OK && *string != '\0'; string++) {
        unsigned char c = (unsigned char)*string;
        if (c == '"' || c == '\\') {
            status = text_printf(text, "\\%c", c);
        } else if (c == '\n') {
            status = text_add(text, "\\n");
        } else if (c < 0x20) {
            status = text_printf(text, "\\u%04x", (unsigned)c);
        } else {
            status = text_add_char(text, (char)c);
        }
    }
    return status == KIT_OK ? text_add_char(text, '"') : status;
}

static enum kit_status write_container(const struct json *value, struct text *text)
{
    bool is_object = value->kind == JSON_OBJECT;
    enum kit_status status = text_add_char(text, is_object ? '{' : '[');
    const struct json *element;

    for (element = value->first; status == KIT_OK && element != NULL; element = element->next) {
        if (element != value->first) {
            status = text_add_char(text, ',');
        }
        if (status == KIT_OK && is_object) {
            status = write_string(element->key, text);
            if (status == KIT_OK) {
                status = text_add_char(text, ':');
            }
        }
        if (status == KIT_OK) {
            status = json_write(element, text);
        }
    }
    return status == KIT_OK ? text_add_char(text, is_object ? '}' : ']') : status;
}

enum kit_status json_write(const struct json *value, struct text *text)
{
    switch (value->kind) {
    case JSON_NULL:
        return text_add(text, "null");
    case JSON_BOOL:
        return text_add(text, value->boolean ? "true" : "false");
    case JSON_NUMBER:
        return text_printf(text, "%.17g", value->number);
    case JSON_STRING:
        return write_string(value->string, text);
    case JSON_ARRAY:
    case JSON_OBJECT:
        return write_container(value, text);
    }
    return KIT_BAD_INPUT;
}
