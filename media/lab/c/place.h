// Where in a text a place is: words, lines, brackets, and from these the contexts. It reads no layer: moving costs little.
#pragma once

#include "arithmetic.h"

/** In a line's white space, in its first word, after it. */
enum { BODY, INDENT, HEAD };

INLINE int isWord(u32 c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c >= 128;
}
INLINE int opens(u32 c) { return c == '(' || c == '{' || c == '['; }
INLINE int closes(u32 c) { return c == ')' || c == '}' || c == ']'; }

/** Eight kinds of bytes. */
INLINE u32 kindOf(u32 c) {
  if (isWord(c)) return c >= '0' && c <= '9' ? 1 : c < 'a' ? 2 : 0;
  return c == ' ' || c == '\t' ? 3 : c == '\n' ? 4 : opens(c) ? 5 : closes(c) ? 6 : 7;
}

INLINE void endWord(Place *place) {
  place->word2 = place->word1;
  place->word1 = place->word;
  place->word = 0;
  place->wordLength = 0;
}

/** A backslash begins a word: LaTeX's commands are words. */
INLINE void readWordByte(Place *place, u32 c) {
  if (place->wordLength == 0 || c == '\\') {
    if (place->wordLength) endWord(place);
    place->signs = hash(place->signs, 'w');
    if (place->part != BODY) place->part = HEAD;
  }
  place->word = hash(place->word + 1, c);
  place->wordLength++;
}

INLINE void readLineEnd(Place *place) {
  place->lineAbove = place->line;
  place->line = place->position;
  place->signsAbove = place->signs;
  place->signs = 0;
  place->headAbove = place->head;
  place->head = 0;
  place->part = INDENT;
  place->indent = 0;
  // A brace alone on a line ends what is outermost.
  if ((place->last[0] & 0xffffff) == 0x0a7d0a) place->depth = 0;
}

INLINE void readBracket(Place *place, u32 c) {
  Bracket *innermost = &place->brackets[(place->depth - 1) % BRACKETS];
  if (opens(c)) place->brackets[place->depth++ % BRACKETS] = (Bracket){hash(place->word1, c), 0};
  else if (closes(c) && place->depth) place->depth--;
  else if ((c == ',' || c == ';') && place->depth && innermost->commas < 20) innermost->commas++;
}

INLINE void readOtherByte(Place *place, u32 c) {
  if (place->wordLength) {
    if (place->part == HEAD) {
      place->head = place->word;
      place->part = BODY;
    }
    endWord(place);
    place->gap = 0;
  }
  place->gap = hash(place->gap, c);
  if (c == '\n') return readLineEnd(place);
  if (place->part == INDENT && (c == ' ' || c == '\t')) {
    place->indent += c == '\t' ? 8 : 1;
    return;
  }
  if (c != ' ') place->signs = hash(place->signs, c);
  if (place->part == INDENT) {
    place->part = BODY;
    place->head = c;
  }
  readBracket(place, c);
}

INLINE void readByte(Place *place, u32 c) {
  place->tail[place->position++ % TAIL] = (u8)c;
  for (int i = 3; i > 0; i--) place->last[i] = place->last[i] << 8 | place->last[i - 1] >> 24;
  place->last[0] = place->last[0] << 8 | c;
  if (isWord(c) || c == '\\') readWordByte(place, c);
  else readOtherByte(place, c);
  place->partial = 1;
  place->bit = 0;
}

/** The byte in the line above that stands over the one that comes; a line end where there is none. */
INLINE u32 byteAbove(const Place *place) {
  u32 above = place->lineAbove + (place->position - place->line);
  return place->position - above < TAIL && above < place->line ? place->tail[above % TAIL] : '\n';
}

INLINE void beginPlace(Place *place, u32 document) {
  u32 *words = (u32 *)place;
  for (u32 i = 0; i < sizeof(Place) / 4; i++) words[i] = 0;
  place->partial = 1;
  place->document = document;
  place->part = INDENT;
  place->last[0] = '\n';
}
