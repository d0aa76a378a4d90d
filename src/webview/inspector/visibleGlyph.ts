/** What stands for a character that leaves no ink, or would disturb the text around it. */
const names = new Map<number, { glyph: string; name: string }>([
  [0x20, { glyph: '␣', name: 'space' }],
  [0x09, { glyph: '→', name: 'tab' }],
  [0x0a, { glyph: '↵', name: 'new line' }],
  [0xa0, { glyph: '⍽', name: 'no-break space' }],
  [0xfffd, { glyph: '�', name: 'unknown character' }],
]);

/** Format, separator, private, unassigned and lone surrogate characters: they have no look of their own. */
const inkless = /^[\p{C}\p{Zl}\p{Zp}]/u;

/** True for characters that must not reach the page as they are: controls, bidi overrides, zero-width ones. */
export function isInkless(codePoint: number): boolean {
  return (
    codePoint < 0x20 ||
    codePoint === 0x7f ||
    (codePoint > 0x7f && inkless.test(String.fromCodePoint(codePoint)))
  );
}

/** One glyph for a character that has none: Unicode's control pictures, else a replacement mark. */
export function placeholder(codePoint: number): string {
  if (codePoint < 0x20) return String.fromCharCode(0x2400 + codePoint);
  return codePoint === 0x7f ? '␡' : '�';
}

/** A glyph that can be seen, for a character shown by itself. */
export function visibleGlyph(character: string): string {
  const codePoint = character.codePointAt(0);
  if (codePoint === undefined) return '';
  const named = names.get(codePoint);
  if (named) return named.glyph;
  if (isInkless(codePoint)) return placeholder(codePoint);
  return /^\p{M}/u.test(character) ? `◌${character}` : character;
}

/** How a character is called where a glyph is not enough, such as for a screen reader. */
export function characterName(character: string): string {
  const codePoint = character.codePointAt(0);
  if (codePoint === undefined) return '';
  const named = names.get(codePoint);
  if (named) return named.name;
  if (isInkless(codePoint)) return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return character;
}
