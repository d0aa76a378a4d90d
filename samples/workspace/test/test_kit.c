/*
 * test_kit.c - checks of the toolkit. Prints what fails and returns how many did.
 */
#include "../src/calc.h"
#include "../src/csv.h"
#include "../src/http.h"
#include "../src/json.h"
#include "../src/lexer.h"
#include "../src/map.h"
#include "../src/ring.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            printf("%s:%d: %s is not true\n", __FILE__, __LINE__, #condition);  \
            failures++;                                                         \
        }                                                                       \
    } while (0)

static void test_ring(void)
{
    struct ring ring;
    char bytes[8];

    CHECK(ring_init(&ring, 5) == KIT_OK);
    CHECK(ring.size == 8); /* rounded up */
    CHECK(ring_write(&ring, "abcdef", 6) == 6);
    CHECK(ring_read(&ring, bytes, 4) == 4);
    CHECK(memcmp(bytes, "abcd", 4) == 0);

    /* This one goes over the end of the storage. */
    CHECK(ring_write(&ring, "ghijkl", 6) == 6);
    CHECK(ring_room(&ring) == 0);
    CHECK(ring_read(&ring, bytes, 8) == 8);
    CHECK(memcmp(bytes, "efghijkl", 8) == 0);
    ring_free(&ring);
}

static void test_map(void)
{
    struct map map;
    char key[16];
    int values[100];

    map_init(&map);
    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof(key), "key %d", i);
        values[i] = i;
        CHECK(map_set(&map, key, &values[i]) == KIT_OK);
    }
    for (int i = 0; i < 100; i += 2) {
        snprintf(key, sizeof(key), "key %d", i);
        CHECK(map_remove(&map, key) == KIT_OK);
    }
    CHECK(map.count == 50);
    CHECK(map_get(&map, "key 42") == NULL);
    CHECK(map_get(&map, "key 43") == &values[43]);
    CHECK(map_remove(&map, "no such key") == KIT_NOT_FOUND);
    map_free(&map);
}

static void test_lexer(void)
{
    struct lexer lexer;
    struct token token;

    lexer_init(&lexer, "let x = 1.5 # a comment\nprint \"it's \\\"x\\\"\"");
    token = lexer_next(&lexer);
    CHECK(token.kind == TOKEN_NAME && token_is(&token, "let"));
    lexer_next(&lexer);
    lexer_next(&lexer);
    token = lexer_next(&lexer);
    CHECK(token.kind == TOKEN_NUMBER && token_is(&token, "1.5"));
    token = lexer_next(&lexer);
    CHECK(token.line == 2);
    token = lexer_next(&lexer);
    CHECK(token.kind == TOKEN_STRING && token_is(&token, "it's \\\"x\\\""));
    token = lexer_next(&lexer);
    CHECK(token.kind == TOKEN_END);
}

static void test_calc(void)
{
    struct calc_result result = calc_evaluate("1 + 2 * (3 - 4) / 8", NULL, NULL);

    CHECK(result.status == KIT_OK);
    CHECK(fabs(result.value - 0.75) < 1e-12);

    result = calc_evaluate("1 + ", NULL, NULL);
    CHECK(result.status == KIT_BAD_INPUT);
    result = calc_evaluate("1 / (2 - 2)", NULL, NULL);
    CHECK(strcmp(result.message, "division by zero") == 0);
}

static void test_json(void)
{
    const char *source = " { \"name\": \"kit\", \"sizes\": [1, 2.5], \"done\": true } ";
    const char *error = NULL;
    struct json *value = json_parse(source, &error);
    struct text text;

    CHECK(value != NULL);
    if (value == NULL) {
        return;
    }
    CHECK(strcmp(json_member(value, "name")->string, "kit") == 0);
    CHECK(json_member(value, "missing") == NULL);
    text_init(&text);
    CHECK(json_write(value, &text) == KIT_OK);
    CHECK(strcmp(text_string(&text), "{\"name\":\"kit\",\"sizes\":[1,2.5],\"done\":true}") == 0);
    text_free(&text);
    json_free(value);

    source = "[1, 2";
    CHECK(json_parse(source, &error) == NULL);
    CHECK(error == source + 5);
}

static void test_http(void)
{
    char head[] = "POST /search?q=a+b HTTP/1.1\r\nHost: example.org\r\n"
                  "content-length: 12\r\n\r\n";
    char encoded[] = "a+b%21";
    struct http_request request;
    size_t length;

    CHECK(http_parse(&request, head) == KIT_OK);
    CHECK(request.method == HTTP_POST);
    CHECK(strcmp(request.target, "/search?q=a+b") == 0);
    CHECK(http_content_length(&request, &length) == KIT_OK && length == 12);
    CHECK(http_keeps_alive(&request));
    CHECK(url_decode(encoded) == KIT_OK && strcmp(encoded, "a b!") == 0);
}

static bool count_fields(size_t line, char **fields, size_t count, void *context)
{
    size_t *total = context;

    (void)line;
    (void)fields;
    *total += count;
    return true;
}

static void test_csv(void)
{
    char good[] = "name,size\n\"a \"\"b\"\"\",1\nc,\n";
    char bad[] = "name,\"size";
    size_t total = 0;

    CHECK(csv_read(good, ',', count_fields, &total) == KIT_OK);
    CHECK(total == 6);
    CHECK(csv_read(bad, ',', count_fields, &total) == KIT_BAD_INPUT);
}

int main(void)
{
    test_ring();
    test_map();
    test_lexer();
    test_calc();
    test_json();
    test_http();
    test_csv();
    if (failures == 0) {
        puts("all checks passed");
    }
    return failures;
}
