/*
 * registry.h - reads settings from a file of "name = value" lines in sections.
 */
#ifndef KIT_REGISTRY_H
#define KIT_REGISTRY_H

#include "common.h"
#include "map.h"

struct registry {
    struct map values;   /* "section.name" to a string */
    int error_line;      /* from 1; 0 when the file was good */
};

void registry_init(struct registry *registry);
void registry_free(struct registry *registry);

/* Both add to what is there; a later value replaces an earlier one. */
enum kit_status registry_read_file(struct registry *registry, const char *path);
enum kit_status registry_read_line(struct registry *registry, char *section, size_t section_size,
                                   char *line);

/* The value, or the fallback when the setting is missing or malformed. */
const char *registry_string(const struct registry *registry, const char *name, const char *fallback);
long registry_integer(const struct registry *registry, const char *name, long fallback);
bool registry_boolean(const struct registry *registry, const char *name, bool fallback);

#endif /* KIT_REGISTRY_H */
