const glyphs: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥' };

/** A character as it can be seen. */
export function visibleSymbol(character: string): string {
  return glyphs[character] ?? character;
}
