/*
 * calc.c - a calculator by recursive descent.
 *
 *   sum     = product { ("+" | "-") product }
 *   product = factor { ("*" | "/" | "%") factor }
 *   factor  = number | name | "-" factor | "(" sum ")"
 *
 * Each function reads one rule of this grammar. After an error the value is
 * meaningless and the first message is kept.
 */
#include "calc.h"

#include "lexer.h"

#include <math.h>
#include <stdlib.h>

struct parser {
    struct lexer lexer;
    struct token token;     /* the next one, not used up yet */
    calc_lookup lookup;
    void *context;
    const char *message;    /* NULL: no error so far */
    int depth;              /* of nested parentheses */
};

enum { MAX_DEPTH = 200 };

static double parse_sum(struct parser *parser);

static void advance(struct parser *parser)
{
    parser->token = lexer_next(&parser->lexer);
    if (parser->token.kind == TOKEN_ERROR && parser->message == NULL) {
        parser->message = parser->token.message;
    }
}

static double fail(struct parser *parser, const char *message)
{
    if (parser->message == NULL) {
        parser->message = message;
    }
    return 0.0;
}

/* Uses up the next token when it is the given symbol. */
static bool accept(struct parser *parser, const char *symbol)
{
    if (parser->token.kind != TOKEN_SYMBOL || !token_is(&parser->token, symbol)) {
        return false;
    }
    advance(parser);
    return true;
}

static double parse_variable(struct parser *parser)
{
    double value = 0.0;
    struct token name = parser->token;

    advance(parser);
    if (parser->lookup == NULL ||
        !parser->lookup(name.start, name.length, &value, parser->context)) {
        return fail(parser, "unknown variable");
    }
    return value;
}

static double parse_factor(struct parser *parser)
{
    if (parser->depth >= MAX_DEPTH) {
        return fail(parser, "nested too deeply");
    }
    if (parser->token.kind == TOKEN_NUMBER) {
        double value = strtod(parser->token.start, NULL);
        advance(parser);
        return value;
    }
    if (parser->token.kind == TOKEN_NAME) {
        return parse_variable(parser);
    }

    double value = 0.0;
    parser->depth++;
    if (accept(parser, "-")) {
        value = -parse_factor(parser);
    } else if (accept(parser, "(")) {
        value = parse_sum(parser);
        if (!accept(parser, ")")) {
            fail(parser, "a closing parenthesis is missing");
        }
    } else {
        fail(parser, "a number, a name or a parenthesis was expected");
    }
    parser->depth--;
    return value;
}

static double parse_product(struct parser *parser)
{
    double value = parse_factor(parser);

    while (parser->message == NULL) {
        if (accept(parser, "*")) {
            value *= parse_factor(parser);
        } else if (accept(parser, "/")) {
            double divisor = parse_factor(parser);
            if (divisor == 0.0) {
                return fail(parser, "division by zero");
            }
            value /= divisor;
        } else if (accept(parser, "%")) {
            double divisor = parse_factor(parser);
            if (divisor == 0.0) {
                return fail(parser, "remainder of a division by zero");
            }
            value = fmod(value, divisor);
        } else {
            break;
        }
    }
    return value;
}

static double parse_sum(struct parser *parser)
{
    double value = parse_product(parser);

    while (parser->message == NULL) {
        if (accept(parser, "+")) {
            value += parse_product(parser);
        } else if (accept(parser, "-")) {
            value -= parse_product(parser);
        } else {
            break;
        }
    }
    return value;
}

struct calc_result calc_evaluate(const char *expression, calc_lookup lookup, void *context)
{
    struct parser parser = { .lookup = lookup, .context = context };
    struct calc_result result = { .status = KIT_OK };

    lexer_init(&parser.lexer, expression);
    advance(&parser);
    result.value = parse_sum(&parser);
    if (parser.message == NULL && parser.token.kind != TOKEN_END) {
        parser.message = "something follows the end of the expression";
    }
    if (parser.message != NULL) {
        result.status = KIT_BAD_INPUT;
        result.message = parser.message;
    }
    return result;
}
