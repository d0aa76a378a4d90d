/**
 * Literals and comments in the replacement text of C macros, which the grammar takes as one piece. A quote counts only
 * where a whole literal stands, since such text may hold plain words ("don't").
 */

/** Units [from, to) of a literal or comment within the raw text, its marks with it. */
export interface RawPart {
  kind: 'quotes' | 'comment';
  from: number;
  to: number;
  /** Units at the end from whose start on a position is outside; 0 for a comment up to the end of its line. */
  closeLength: 0 | 1;
}

const PARTS = new RegExp(
  [
    String.raw`(?<lineComment>//(?:\\\n|[^\n])*)`,
    String.raw`(?<blockComment>/\*[^]*?\*/)`,
    String.raw`"(?:\\[^]|[^"\\\n])*"`,
    String.raw`'(?:\\[^][0-9A-Fa-f]*|[^'\\\n])'`,
  ].join('|'),
  'g',
);

export function rawParts(text: string): RawPart[] {
  return [...text.matchAll(PARTS)].map(match => {
    const { lineComment, blockComment } = match.groups ?? {};
    return {
      kind: (lineComment ?? blockComment) ? 'comment' : 'quotes',
      from: match.index,
      to: match.index + match[0].length,
      closeLength: lineComment === undefined ? 1 : 0,
    };
  });
}

/** A `#define` with its continuation lines. */
const DEFINES = /^[ \t]*#[ \t]*define\b(?:\\\n|[^\n])*/gm;

/**
 * The grammar ends a macro at a comment, and takes the rest of it for code that it cannot parse. So comments that
 * stand within a macro are blanked, in a text of the same length and lines, and returned as units [from, to).
 */
export function hideMacroComments(text: string): { source: string; hidden: [from: number, to: number][] } {
  const hidden: [number, number][] = [];
  const source = text.replace(DEFINES, (macro: string, start: number) => {
    let blanked = macro;
    for (const { kind, from, to, closeLength } of rawParts(macro)) {
      if (kind !== 'comment' || closeLength === 0 || macro.slice(to).trim() === '') continue;
      const blank = macro.slice(from, to).replace(/[^\\\n]/g, ' ');
      blanked = blanked.slice(0, from) + blank + blanked.slice(to);
      hidden.push([start + from, start + to]);
    }
    return blanked;
  });
  return { source, hidden };
}
