/*
 * map.h - a hash map from strings to pointers.
 */
#ifndef KIT_MAP_H
#define KIT_MAP_H

#include "common.h"

struct map_slot {
    char *key;      /* NULL: this slot is free */
    void *value;
    uint32_t hash;
};

struct map {
    struct map_slot *slots;
    size_t capacity;  /* a power of two, or 0 before the first insert */
    size_t count;
};

void map_init(struct map *map);

/* Frees the map and its copies of the keys, not the values. */
void map_free(struct map *map);

/* Inserts or replaces. The key is copied. */
enum kit_status map_set(struct map *map, const char *key, void *value);

/* NULL when there is no such key. */
void *map_get(const struct map *map, const char *key);

/* KIT_NOT_FOUND when there is no such key. */
enum kit_status map_remove(struct map *map, const char *key);

/* Calls visit for each pair, in no particular order, until it returns false. */
typedef bool (*map_visitor)(const char *key, void *value, void *context);
void map_visit(const struct map *map, map_visitor visit, void *context);

#endif /* KIT_MAP_H */
