/*
 * main.c - a small program around the toolkit.
 *
 *   kit calc EXPRESSION    prints the value of an expression
 *   kit json FILE          checks a JSON file and prints it without white space
 *   kit columns FILE       prints the names of a CSV file's columns
 *   kit setting FILE NAME  prints a setting
 */
#include "calc.h"
#include "registry.h"
#include "csv.h"
#include "json.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole file as a string, or NULL. The caller frees it. */
static char *read_file(const char *path)
{
    struct text text;
    char buffer[4096];
    size_t length;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        log_error("cannot open \"%s\"", path);
        return NULL;
    }
    text_init(&text);
    text_add(&text, ""); /* an empty file is an empty string */
    while ((length = fread(buffer, 1, sizeof(buffer), file)) > 0) {
        if (text_add_bytes(&text, buffer, length) != KIT_OK) {
            log_error("\"%s\" does not fit into memory", path);
            text_free(&text);
            break;
        }
    }
    if (ferror(file)) {
        log_error("cannot read \"%s\"", path);
        text_free(&text);
    }
    fclose(file);
    return text.chars;
}

static bool lookup_constant(const char *name, size_t length, double *value, void *context)
{
    (void)context;
    if (length == 2 && strncmp(name, "pi", 2) == 0) {
        *value = 3.14159265358979;
        return true;
    }
    return false;
}

static int run_calc(char **args)
{
    struct calc_result result = calc_evaluate(args[0], lookup_constant, NULL);

    if (result.status != KIT_OK) {
        log_error("%s: %s", args[0], result.message);
        return EXIT_FAILURE;
    }
    printf("%.12g\n", result.value);
    return EXIT_SUCCESS;
}

static int run_json(char **args)
{
    char *source = read_file(args[0]);
    const char *error = NULL;
    struct json *value;
    struct text text;

    if (source == NULL) {
        return EXIT_FAILURE;
    }
    value = json_parse(source, &error);
    if (value == NULL) {
        log_error("%s: malformed at byte %td", args[0], error - source);
        free(source);
        return EXIT_FAILURE;
    }
    text_init(&text);
    if (json_write(value, &text) == KIT_OK) {
        puts(text_string(&text));
    }
    text_free(&text);
    json_free(value);
    free(source);
    return EXIT_SUCCESS;
}

/* Prints the first row only. */
static bool print_columns(size_t line, char **fields, size_t count, void *context)
{
    (void)line;
    (void)context;
    for (size_t i = 0; i < count; i++) {
        printf("%zu: %s\n", i + 1, fields[i]);
    }
    return false;
}

static int run_columns(char **args)
{
    char *source = read_file(args[0]);
    enum kit_status status;

    if (source == NULL) {
        return EXIT_FAILURE;
    }
    status = csv_read(source, ',', print_columns, NULL);
    if (status != KIT_OK) {
        log_error("%s: %s", args[0], kit_status_text(status));
    }
    free(source);
    return status == KIT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_setting(char **args)
{
    struct registry registry;
    enum kit_status status;
    const char *value;

    registry_init(&registry);
    status = registry_read_file(&registry, args[0]);
    if (status == KIT_NOT_FOUND) {
        log_error("cannot open \"%s\"", args[0]);
    } else if (status != KIT_OK) {
        log_error("%s:%d: %s", args[0], registry.error_line, kit_status_text(status));
    } else {
        value = registry_string(&registry, args[1], NULL);
        if (value == NULL) {
            log_warning("there is no setting \"%s\"", args[1]);
            status = KIT_NOT_FOUND;
        } else {
            puts(value);
        }
    }
    registry_free(&registry);
    return status == KIT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static const struct command {
    const char *name;
    int arg_count;
    int (*run)(char **args);
} commands[] = {
    { "calc", 1, run_calc },
    { "json", 1, run_json },
    { "columns", 1, run_columns },
    { "setting", 2, run_setting },
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc >= 2 && i < COUNT_OF(commands); i++) {
        const struct command *command = &commands[i];
        if (strcmp(argv[1], command->name) != 0) {
            continue;
        }
        if (argc - 2 != command->arg_count) {
            log_error("%s takes %d arguments, not %d", command->name, command->arg_count, argc - 2);
            return 2;
        }
        return command->run(argv + 2);
    }
    fprintf(stderr, "usage: kit calc EXPRESSION\n"
                    "       kit json FILE\n"
                    "       kit columns FILE\n"
                    "       kit setting FILE NAME\n");
    return 2;
}
