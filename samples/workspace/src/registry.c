/*
 * registry.c - reads settings such as
 *
 *   [server]
 *   port = 8080        ; a comment
 *   name = "my server"
 */
#include "registry.h"

#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1024, MAX_NAME = 128 };

void registry_init(struct registry *registry)
{
    map_init(&registry->values);
    registry->error_line = 0;
}

static bool free_value(const char *key, void *value, void *context)
{
    (void)key;
    (void)context;
    free(value);
    return true;
}

void registry_free(struct registry *registry)
{
    map_visit(&registry->values, free_value, NULL);
    map_free(&registry->values);
}

/* Cuts off a comment, but not a ';' or '#' inside quotes. */
static void cut_comment(char *line)
{
    bool quoted = false;

    for (; *line != '\0'; line++) {
        if (*line == '"') {
            quoted = !quoted;
        } else if ((*line == ';' || *line == '#') && !quoted) {
            *line = '\0';
            return;
        }
    }
}

/* Takes the quotes off a quoted value, in place. */
static char *unquote(char *value)
{
    size_t length = strlen(value);

    if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
        value[length - 1] = '\0';
        return value + 1;
    }
    return value;
}

static enum kit_status store(struct registry *registry, const char *section, const char *name,
                             const char *value)
{
    char full_name[2 * MAX_NAME];
    size_t size = strlen(value) + 1;
    char *copy;

    if (*section == '\0') {
        snprintf(full_name, sizeof(full_name), "%s", name);
    } else {
        snprintf(full_name, sizeof(full_name), "%s.%s", section, name);
    }
    copy = malloc(size);
    if (copy == NULL) {
        return KIT_NO_MEMORY;
    }
    memcpy(copy, value, size);
    free(map_get(&registry->values, full_name));
    return map_set(&registry->values, full_name, copy);
}

enum kit_status registry_read_line(struct registry *registry, char *section, size_t section_size,
                                   char *line)
{
    cut_comment(line);
    line = trim(line);
    if (*line == '\0') {
        return KIT_OK;
    }

    if (*line == '[') {
        char *end = strchr(line, ']');
        if (end == NULL || end[1] != '\0' || (size_t)(end - line) > section_size) {
            return KIT_BAD_INPUT;
        }
        *end = '\0';
        snprintf(section, section_size, "%s", trim(line + 1));
        return KIT_OK;
    }

    char *equals = strchr(line, '=');
    if (equals == NULL || equals == line) {
        return KIT_BAD_INPUT;
    }
    *equals = '\0';
    return store(registry, section, trim(line), unquote(trim(equals + 1)));
}

enum kit_status registry_read_file(struct registry *registry, const char *path)
{
    char line[MAX_LINE];
    char section[MAX_NAME] = "";
    enum kit_status status = KIT_OK;
    int number = 0;
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        return KIT_NOT_FOUND;
    }
    while (status == KIT_OK && fgets(line, sizeof(line), file) != NULL) {
        number++;
        status = registry_read_line(registry, section, sizeof(section), line);
    }
    if (status != KIT_OK) {
        registry->error_line = number;
    }
    fclose(file);
    return status;
}

const char *registry_string(const struct registry *registry, const char *name, const char *fallback)
{
    const char *value = map_get(&registry->values, name);

    return value == NULL ? fallback : value;
}

long registry_integer(const struct registry *registry, const char *name, long fallback)
{
    const char *value = map_get(&registry->values, name);
    char *end;

    if (value == NULL || *value == '\0') {
        return fallback;
    }
    errno = 0;
    long number = strtol(value, &end, 0);
    if (errno != 0 || *end != '\0') {
        return fallback;
    }
    return number;
}

bool registry_boolean(const struct registry *registry, const char *name, bool fallback)
{
    const char *value = map_get(&registry->values, name);

    if (value == NULL) {
        return fallback;
    }
    if (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0) {
        return true;
    }
    if (strcmp(value, "no") == 0 || strcmp(value, "false") == 0 || strcmp(value, "off") == 0) {
        return false;
    }
    return fallback;
}
