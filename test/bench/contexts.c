// Measures the context expert natively: bits per character on some files after others were learnt, and microseconds a
// character. test/bench/contexts.mjs builds and runs it.
//
//   contexts MEGABYTES TRAIN TEST [OVERLAY]
//
// TRAIN and TEST are lists of files, a line each. With OVERLAY, in MB, what was learnt is frozen and each test file is
// read into a layer of its own of that size; else the test files are learnt like the others, one after the other.
#define _GNU_SOURCE // madvise
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "../../src/model/contexts/contexts.c"

static double secondsOfProcess(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/** In huge pages where there are some, as the addon asks for: it takes a fifth to a third less time. */
static void *allocate(size_t bytes) {
  const size_t page = 2097152;
  size_t rounded = (bytes + page - 1) / page * page;
  void *memory = aligned_alloc(page, rounded);
  if (!memory) exit(1);
#ifdef MADV_HUGEPAGE
  if (!getenv("SMALL_PAGES")) madvise(memory, rounded, MADV_HUGEPAGE);
#endif
  return memory;
}

static u8 *readFile(const char *name, u32 *bytes) {
  FILE *file = fopen(name, "rb");
  if (!file) {
    perror(name);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  *bytes = (u32)ftell(file);
  fseek(file, 0, SEEK_SET);
  u8 *text = malloc(*bytes + 1);
  if (fread(text, 1, *bytes, file) != *bytes) exit(1);
  fclose(file);
  return text;
}

/** The shares of src/model/contexts/layerSizes.ts. */
static Layer *makeLayer(double megabytes, Layer *below) {
  double bytes = megabytes * 1048576 - 2300000;
  u32 text = 1;
  while (text * 2.0 <= bytes / 8) text *= 2;
  double journal = below ? bytes * 0.4 : 0;
  double rest = bytes - text - journal;
  double matches = rest / 24;
  double runs = (rest - matches) * 0.5;
  u32 slots = (u32)(matches / 4);
  u32 groups = (u32)(runs / (WAYS * sizeof(Run)));
  u32 buckets = (u32)((rest - matches - runs) / (WAYS * sizeof(Bucket)));
  u32 blocks = (u32)(journal / sizeof(Saved));
  Layer *layer = allocate(layerBytes(groups, buckets, slots, text, blocks));
  createLayer(layer, below, groups, buckets, slots, text, blocks);
  return layer;
}

typedef struct {
  double nats, seconds;
  double bytes;
} Sum;

static void report(const char *what, Sum sum) {
  printf("%s %.6f bits, %.2f us  ", what, sum.nats / log(2) / sum.bytes, sum.seconds * 1e6 / sum.bytes);
}

/** Twelve bytes ahead, each the likeliest, at every 200th place: as completion does. Gives how many bytes that were. */
static u32 timeProposals(Layer *layer, Cursor *cursor, const u8 *text, u32 bytes, u32 document, double *seconds) {
  Cursor *ahead = allocate(sizeof(Cursor));
  // Its page is there before time is taken.
  beginText(ahead, 0);
  u32 tried = 0;
  beginText(cursor, document);
  for (u32 i = 0; i + 200 < bytes && i < 100000; i += 200) {
    passBytes(layer, cursor, text + i, 200);
    double begin = secondsOfProcess();
    copyPlace(cursor, ahead);
    for (int step = 0; step < 12; step++) {
      float likely[256];
      u8 best = 0;
      distribution(layer, ahead, 0, 0, 0.02, likely);
      for (int j = 1; j < 256; j++) best = likely[j] > likely[best] ? (u8)j : best;
      passBytes(layer, ahead, &best, 1);
    }
    *seconds += secondsOfProcess() - begin;
    tried += 12;
  }
  free(ahead);
  return tried;
}

static double timePassing(Layer *layer, Cursor *cursor, const u8 *text, u32 bytes) {
  beginText(cursor, 0);
  double begin = secondsOfProcess();
  passBytes(layer, cursor, text, bytes);
  return (secondsOfProcess() - begin) * 1e6 / bytes;
}

int main(int count, char **arguments) {
  Layer *workspace = makeLayer(atof(arguments[1]), 0);
  double overlay = count > 4 ? atof(arguments[4]) : 0;
  Cursor *cursor = allocate(sizeof(Cursor));
  Sum sums[2] = {{0, 0, 0}, {0, 0, 0}};
  double proposing = 0;
  double proposed = 0;
  double passing = 0;
  u32 document = 0;
  for (int part = 0; part < 2; part++) {
    FILE *list = fopen(arguments[2 + part], "r");
    char name[1000];
    while (list && fgets(name, sizeof name, list)) {
      name[strcspn(name, "\n")] = 0;
      u32 bytes;
      u8 *text = readFile(name, &bytes);
      Layer *layer = part && overlay ? makeLayer(overlay, workspace) : workspace;
      beginText(cursor, ++document);
      double begin = secondsOfProcess();
      sums[part].nats += learnBytes(layer, cursor, text, bytes);
      sums[part].seconds += secondsOfProcess() - begin;
      sums[part].bytes += bytes;
      if (part) {
        proposed += timeProposals(layer, cursor, text, bytes, document, &proposing);
        passing = timePassing(layer, cursor, text, bytes);
      }
      if (layer != workspace) free(layer);
      free(text);
    }
    if (list) fclose(list);
  }
  report("train", sums[0]);
  report("test", sums[1]);
  printf("proposing %.2f us, passing %.2f us", proposing * 1e6 / proposed, passing);
  for (int i = 4; i < count; i++) printf(" %s", arguments[i]);
  puts("");
}
