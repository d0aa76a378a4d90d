/*
 * map.c - hash map with open addressing and linear probing.
 *
 * Removing shifts the following entries back, so that no slot has to be marked
 * as deleted and a search may stop at the first free slot.
 */
#include "map.h"

#include <stdlib.h>
#include <string.h>

/* The 32 bit FNV-1a hash. */
static uint32_t hash_string(const char *string)
{
    uint32_t hash = 2166136261u;

    for (; *string != '\0'; string++) {
        hash ^= (unsigned char)*string;
        hash *= 16777619u;
    }
    return hash;
}

static char *copy_string(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = malloc(size);

    if (copy != NULL) {
        memcpy(copy, string, size);
    }
    return copy;
}

void map_init(struct map *map)
{
    map->slots = NULL;
    map->capacity = 0;
    map->count = 0;
}

void map_free(struct map *map)
{
    for (size_t i = 0; i < map->capacity; i++) {
        free(map->slots[i].key);
    }
    free(map->slots);
    map_init(map);
}

/* The slot that has the key, or the free slot where it would go. */
static struct map_slot *find_slot(const struct map *map, const char *key, uint32_t hash)
{
    size_t mask = map->capacity - 1;
    size_t index = hash & mask;

    while (map->slots[index].key != NULL) {
        struct map_slot *slot = &map->slots[index];
        if (slot->hash == hash && strcmp(slot->key, key) == 0) {
            return slot;
        }
        index = (index + 1) & mask;
    }
    return &map->slots[index];
}

static enum kit_status grow(struct map *map)
{
    struct map bigger;

    bigger.capacity = map->capacity == 0 ? 8 : map->capacity * 2;
    bigger.count = map->count;
    bigger.slots = calloc(bigger.capacity, sizeof(*bigger.slots));
    if (bigger.slots == NULL) {
        return KIT_NO_MEMORY;
    }
    for (size_t i = 0; i < map->capacity; i++) {
        struct map_slot *slot = &map->slots[i];
        if (slot->key != NULL) {
            *find_slot(&bigger, slot->key, slot->hash) = *slot;
        }
    }
    free(map->slots);
    *map = bigger;
    return KIT_OK;
}

enum kit_status map_set(struct map *map, const char *key, void *value)
{
    uint32_t hash = hash_string(key);

    /* Keep a quarter of the slots free: probing stays short. */
    if (map->count * 4 >= map->capacity * 3) {
        enum kit_status status = grow(map);
        if (status != KIT_OK) {
            return status;
        }
    }

    struct map_slot *slot = find_slot(map, key, hash);
    if (slot->key == NULL) {
        slot->key = copy_string(key);
        if (slot->key == NULL) {
            return KIT_NO_MEMORY;
        }
        slot->hash = hash;
        map->count++;
    }
    slot->value = value;
    return KIT_OK;
}

void *map_get(const struct map *map, const char *key)
{
    if (map->count == 0) {
        return NULL;
    }
    struct map_slot *slot = find_slot(map, key, hash_string(key));
    return slot->key == NULL ? NULL : slot->value;
}

enum kit_status map_remove(struct map *map, const char *key)
{
    size_t mask = map->capacity - 1;

    if (map->count == 0) {
        return KIT_NOT_FOUND;
    }
    struct map_slot *slot = find_slot(map, key, hash_string(key));
    if (slot->key == NULL) {
        return KIT_NOT_FOUND;
    }
    free(slot->key);
    map->count--;

    /* Close the gap: move back what was pushed past its place. */
    size_t gap = (size_t)(slot - map->slots);
    size_t index = (gap + 1) & mask;
    while (map->slots[index].key != NULL) {
        size_t wanted = map->slots[index].hash & mask;
        if (((index - wanted) & mask) >= ((index - gap) & mask)) {
            map->slots[gap] = map->slots[index];
            gap = index;
        }
        index = (index + 1) & mask;
    }
    map->slots[gap].key = NULL;
    map->slots[gap].value = NULL;
    return KIT_OK;
}

void map_visit(const struct map *map, map_visitor visit, void *context)
{
    for (size_t i = 0; i < map->capacity; i++) {
        const struct map_slot *slot = &map->slots[i];
        if (slot->key != NULL && !visit(slot->key, slot->value, context)) {
            return;
        }
    }
}
