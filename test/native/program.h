// What the drivers need of a system: memory, input and output, and a beginning where there is no C library.
#pragma once

#if defined(FREESTANDING)

typedef unsigned long size_t;

/** Linux on aarch64: the number of the system call in x8, arguments in x0 and on. */
static long systemCall(long number, long a, const void *b, size_t c) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register const void *x1 __asm__("x1") = b;
  register size_t x2 __asm__("x2") = c;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}
static long read(int file, void *to, size_t count) { return systemCall(63, file, to, count); }
static long write(int file, const void *from, size_t count) { return systemCall(64, file, from, count); }

static char heap[1 << 26] __attribute__((aligned(64)));
static size_t heapUsed;
/** Room at a multiple of 64. */
static void *allocate(size_t bytes) {
  void *room = heap + heapUsed;
  heapUsed += (bytes + 63) & ~(size_t)63;
  return room;
}
/** Of all that was allocated, in any order; nothing is used between the first and the last. */
static void release(void *room) {
  (void)room;
  heapUsed = 0;
}

#else

#include <stdlib.h>
#include <unistd.h>

static void *allocate(size_t bytes) { return aligned_alloc(64, (bytes + 63) & ~(size_t)63); }
static void release(void *room) { free(room); }

#endif

/** 0 at the end of the input. */
static int readAll(void *to, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    long got = (long)read(0, (char *)to + done, bytes - done);
    if (got <= 0) return 0;
    done += (size_t)got;
  }
  return 1;
}

static void writeAll(const void *from, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    long put = (long)write(1, (const char *)from + done, bytes - done);
    if (put <= 0) return;
    done += (size_t)put;
  }
}

int main(void);

#if defined(FREESTANDING)
void _start(void) {
  main();
  systemCall(93, 0, 0, 0);
}
#endif
