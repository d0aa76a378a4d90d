/*
 * ring.c - ring buffer of bytes.
 *
 * head and tail run on without wrapping; only the index into the storage is
 * taken modulo the size. So a full ring (head - tail == size) and an empty one
 * (head == tail) can be told apart without wasting a byte.
 */
#include "ring.h"

#include <stdlib.h>
#include <string.h>

static size_t round_up_to_power_of_two(size_t value)
{
    size_t power = 1;

    while (power < value) {
        power *= 2;
    }
    return power;
}

enum kit_status ring_init(struct ring *ring, size_t size)
{
    if (size == 0) {
        return KIT_BAD_INPUT;
    }
    ring->size = round_up_to_power_of_two(size);
    ring->bytes = malloc(ring->size);
    if (ring->bytes == NULL) {
        return KIT_NO_MEMORY;
    }
    ring->head = 0;
    ring->tail = 0;
    return KIT_OK;
}

void ring_free(struct ring *ring)
{
    free(ring->bytes);
    ring->bytes = NULL;
    ring->size = 0;
}

size_t ring_used(const struct ring *ring)
{
    return ring->head - ring->tail;
}

size_t ring_room(const struct ring *ring)
{
    return ring->size - ring_used(ring);
}

size_t ring_write(struct ring *ring, const void *data, size_t length)
{
    const uint8_t *from = data;
    size_t room = ring_room(ring);

    if (length > room) {
        length = room;
    }

    /* At most two pieces: up to the end of the storage, and from its start. */
    size_t start = ring->head & (ring->size - 1);
    size_t first = ring->size - start;
    if (first > length) {
        first = length;
    }
    memcpy(ring->bytes + start, from, first);
    memcpy(ring->bytes, from + first, length - first);
    ring->head += length;
    return length;
}

size_t ring_read(struct ring *ring, void *data, size_t length)
{
    uint8_t *to = data;
    size_t used = ring_used(ring);

    if (length > used) {
        length = used;
    }

    size_t start = ring->tail & (ring->size - 1);
    size_t first = ring->size - start;
    if (first > length) {
        first = length;
    }
    memcpy(to, ring->bytes + start, first);
    memcpy(to + first, ring->bytes, length - first);
    ring->tail += length;
    return length;
}

enum kit_status ring_peek(const struct ring *ring, size_t offset, uint8_t *byte)
{
    if (offset >= ring_used(ring)) {
        return KIT_EMPTY;
    }
    *byte = ring->bytes[(ring->tail + offset) & (ring->size - 1)];
    return KIT_OK;
}
