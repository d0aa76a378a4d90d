// Learns a text and a document over it, and writes what the context expert says on the way: so it is tried on processors
// and under watches that a test in Node.js does not reach. contextTrace.ts does the same on other builds.
//
// Input: nine 32-bit numbers (bytes of the text and of the document, the five sizes of a layer, the last of them for the
// document's only, bytes from one mark to the next, and how many words are damaged between text and document), then the
// bytes and for each damage a place and a word. Output: 64-bit floats.

#include "../../src/model/contexts/contexts.c"
#include "program.h"

static void say(double value) { writeAll(&value, sizeof value); }

static void sayDistribution(Layer *layer, Cursor *cursor, const float *tree, u32 row, double least, float *room) {
  distribution(layer, cursor, tree, row, least, room);
  double sum = 0;
  for (u32 i = 0; i < 256; i++) sum += room[i] * (double)(i + 1);
  say(sum);
}

/** Another expert that is right two times of three. */
static u32 ask(u32 i, u32 byte, float *distribution, float *tree) {
  for (u32 k = 0; k < 256; k++) distribution[k] = 0.25f / 256;
  distribution[i % 3 ? byte : byte ^ 1] += 0.75f;
  return outsideTree(distribution, tree);
}

int main(void) {
  u32 n[9];
  while (readAll(n, sizeof n)) {
    u32 textBytes = n[0], documentBytes = n[1], journal = n[6], step = n[7];
    u8 *text = allocate(textBytes + documentBytes);
    readAll(text, textBytes + documentBytes);
    const u8 *document = text + textBytes;
    Layer *workspace = allocate(layerBytes(n[2], n[3], n[4], n[5], 0));
    Layer *layer = allocate(layerBytes(n[2], n[3], n[4], n[5], journal));
    Cursor *cursor = allocate(sizeof(Cursor)), *ahead = allocate(sizeof(Cursor)), *kept = allocate(sizeof(Cursor));
    // As an arena gives it.
    clearWords(sizeof(Cursor), cursor), clearWords(sizeof(Cursor), ahead), clearWords(sizeof(Cursor), kept);
    float *room = allocate(256 * sizeof(float)), *tree = allocate(512 * sizeof(float));
    createLayer(workspace, 0, n[2], n[3], n[4], n[5], 0);
    const u32 words = workspace->tables.bytes / 4;
    beginText(cursor, 1);
    say(learnBytes(workspace, cursor, text, textBytes));
    // As if it came from a file that somebody has changed.
    for (u32 i = 0; i < n[8]; i++) {
      u32 damage[2];
      readAll(damage, sizeof damage);
      ((u32 *)workspace)[damage[0] % words] = damage[1];
    }
    u32 sound = reviveLayer(workspace, n[2], n[3], n[4], n[5]);
    say(sound);
    if (!sound) documentBytes = 0;
    createLayer(layer, workspace, n[2], n[3], n[4], n[5], journal);
    beginText(cursor, 2);
    for (u32 i = 0; i < documentBytes; i++) {
      if (i % step == 0) {
        // What is learnt ahead is taken back.
        u32 mark = markLayer(layer), end = textEnd(layer);
        copyPlace(cursor, kept);
        say(learnBytes(layer, cursor, document + i, documentBytes - i < step ? documentBytes - i : step));
        say(rewindLayer(layer, mark, end));
        copyPlace(kept, cursor);
        copyPlace(cursor, ahead);
        passBytes(layer, ahead, text, textBytes < 5 ? textBytes : 5);
        sayDistribution(layer, ahead, 0, 0, 0.01, room);
      }
      u32 row = ask(i, document[i], room, tree);
      if (i % step == 1) sayDistribution(layer, cursor, tree, row, 0, room);
      say(learnByte(layer, cursor, document[i], tree, row));
      say(predictBit(layer, cursor, 0.5, 0.25, 1));
      votes(layer, cursor, room);
      for (u32 voter = 0; voter < VOTERS; voter++) say(room[voter]);
    }
    release(kept), release(ahead), release(cursor), release(tree), release(room);
    release(layer), release(workspace), release(text);
  }
  return 0;
}
