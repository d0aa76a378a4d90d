/*
 * ring.h - a ring buffer of bytes, for one writer and one reader.
 */
#ifndef KIT_RING_H
#define KIT_RING_H

#include "common.h"

struct ring {
    uint8_t *bytes;  /* storage of "size" bytes, owned by the ring */
    size_t size;     /* a power of two */
    size_t head;     /* counts bytes written, never wrapped */
    size_t tail;     /* counts bytes read, never wrapped */
};

/* size is rounded up to a power of two. */
enum kit_status ring_init(struct ring *ring, size_t size);
void ring_free(struct ring *ring);

size_t ring_used(const struct ring *ring);
size_t ring_room(const struct ring *ring);

/* Both return the number of bytes moved, which may be less than asked for. */
size_t ring_write(struct ring *ring, const void *data, size_t length);
size_t ring_read(struct ring *ring, void *data, size_t length);

/* Looks at a byte without taking it; 0 is the oldest. */
enum kit_status ring_peek(const struct ring *ring, size_t offset, uint8_t *byte);

#endif /* KIT_RING_H */
