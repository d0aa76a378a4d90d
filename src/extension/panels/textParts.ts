/** Large enough for most files to be one part, small enough to be shown in no time, UTF-16 units. */
const firstPart = 1 << 16;
const furtherParts = 1 << 18;

/**
 * A text in parts, to be sent one behind the other: the first is soon on the page however long the text is. It reaches
 * up to `needed` at least. Parts end with a line where lines are not very long, and never within a surrogate pair.
 */
export function textParts(text: string, needed: number): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length || parts.length === 0;) {
    const length = from === 0 ? Math.max(firstPart, needed) : furtherParts;
    const to = partEnd(text, from + length);
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}

function partEnd(text: string, wanted: number): number {
  if (wanted >= text.length) return text.length;
  const lineEnd = text.indexOf('\n', wanted);
  if (lineEnd >= 0 && lineEnd - wanted < 1000) return lineEnd + 1;
  const isLowSurrogate = (text.charCodeAt(wanted) & 0xfc00) === 0xdc00;
  return isLowSurrogate ? wanted + 1 : wanted;
}
