/*
 * lexer.c - splits source text into tokens.
 *
 * Comments run from '#' to the end of the line. Strings stand in double quotes
 * and may contain \" and \\.
 */
#include "lexer.h"

#include <ctype.h>
#include <string.h>

void lexer_init(struct lexer *lexer, const char *source)
{
    lexer->at = source;
    lexer->line = 1;
}

static void skip_space_and_comments(struct lexer *lexer)
{
    for (;;) {
        char c = *lexer->at;
        if (c == '\n') {
            lexer->line++;
            lexer->at++;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            lexer->at++;
        } else if (c == '#') {
            while (*lexer->at != '\0' && *lexer->at != '\n') {
                lexer->at++;
            }
        } else {
            return;
        }
    }
}

static struct token make_token(const struct lexer *lexer, enum token_kind kind,
                               const char *start, const char *end)
{
    struct token token = {
        .kind = kind,
        .start = start,
        .length = (size_t)(end - start),
        .line = lexer->line,
        .message = NULL,
    };
    return token;
}

static struct token make_error(const struct lexer *lexer, const char *message)
{
    struct token token = make_token(lexer, TOKEN_ERROR, lexer->at, lexer->at);

    token.message = message;
    return token;
}

/* Digits, and a fraction when a digit follows the point. */
static struct token read_number(struct lexer *lexer)
{
    const char *start = lexer->at;

    while (isdigit((unsigned char)*lexer->at)) {
        lexer->at++;
    }
    if (lexer->at[0] == '.' && isdigit((unsigned char)lexer->at[1])) {
        lexer->at++;
        while (isdigit((unsigned char)*lexer->at)) {
            lexer->at++;
        }
    }
    if (isalpha((unsigned char)*lexer->at)) {
        return make_error(lexer, "a letter follows a number");
    }
    return make_token(lexer, TOKEN_NUMBER, start, lexer->at);
}

static struct token read_name(struct lexer *lexer)
{
    const char *start = lexer->at;

    while (isalnum((unsigned char)*lexer->at) || *lexer->at == '_') {
        lexer->at++;
    }
    return make_token(lexer, TOKEN_NAME, start, lexer->at);
}

static struct token read_string(struct lexer *lexer)
{
    const char *start = ++lexer->at; /* after the opening quote */

    while (*lexer->at != '"') {
        if (*lexer->at == '\0' || *lexer->at == '\n') {
            return make_error(lexer, "a string has no closing quote");
        }
        if (*lexer->at == '\\' && lexer->at[1] != '\0') {
            lexer->at++; /* the escaped character is part of the string */
        }
        lexer->at++;
    }
    struct token token = make_token(lexer, TOKEN_STRING, start, lexer->at);
    lexer->at++;
    return token;
}

/* Symbols of two characters come before their first character alone. */
static struct token read_symbol(struct lexer *lexer)
{
    static const char *const pairs[] = { "==", "!=", "<=", ">=", "&&", "||", "->" };
    const char *start = lexer->at;

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (strncmp(start, pairs[i], 2) == 0) {
            lexer->at += 2;
            return make_token(lexer, TOKEN_SYMBOL, start, lexer->at);
        }
    }
    if (strchr("+-*/%=<>!&|(){}[];,.", *start) == NULL) {
        return make_error(lexer, "this character has no meaning here");
    }
    lexer->at++;
    return make_token(lexer, TOKEN_SYMBOL, start, lexer->at);
}

struct token lexer_next(struct lexer *lexer)
{
    skip_space_and_comments(lexer);

    char c = *lexer->at;
    if (c == '\0') {
        return make_token(lexer, TOKEN_END, lexer->at, lexer->at);
    }
    if (isdigit((unsigned char)c)) {
        return read_number(lexer);
    }
    if (isalpha((unsigned char)c) || c == '_') {
        return read_name(lexer);
    }
    if (c == '"') {
        return read_string(lexer);
    }
    return read_symbol(lexer);
}

bool token_is(const struct token *token, const char *text)
{
    return token->length == strlen(text) && strncmp(token->start, text, token->length) == 0;
}

const char *token_kind_name(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_END:
        return "end of file";
    case TOKEN_NUMBER:
        return "number";
    case TOKEN_NAME:
        return "name";
    case TOKEN_STRING:
        return "string";
    case TOKEN_SYMBOL:
        return "symbol";
    case TOKEN_ERROR:
        return "error";
    }
    return "unknown";
}
