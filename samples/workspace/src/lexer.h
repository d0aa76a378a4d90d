/*
 * lexer.h - splits the source of a small language into tokens.
 */
#ifndef KIT_LEXER_H
#define KIT_LEXER_H

#include "common.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_STRING,
    TOKEN_SYMBOL,
    TOKEN_ERROR,
};

struct token {
    enum token_kind kind;
    const char *start;    /* into the source; for a string, after the quote */
    size_t length;
    int line;             /* from 1 */
    const char *message;  /* for TOKEN_ERROR: what is wrong */
};

struct lexer {
    const char *at;
    int line;
};

/* The source must outlive the lexer and its tokens. */
void lexer_init(struct lexer *lexer, const char *source);

struct token lexer_next(struct lexer *lexer);

bool token_is(const struct token *token, const char *text);
const char *token_kind_name(enum token_kind kind);

#endif /* KIT_LEXER_H */
