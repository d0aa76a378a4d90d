/**
 * Makes text that LaTeX takes as it stands harmless to the grammar, which reads `\verb|%$|` and the `%20` of an
 * address as a comment and `$` in a listing as math.
 */

/** Environments whose body is not LaTeX. */
const VERBATIM_ENVIRONMENTS = String.raw`(?:[BL]?Verbatim|verbatim|lstlisting|minted|alltt|comment)\*?`;

/** In the order in which they are tried at each place. The text between `open` and `close` is the one that stands. */
const PLACES = new RegExp(
  [
    String.raw`(?<beginBody>\\begin\s*\{(?<name>${VERBATIM_ENVIRONMENTS})\})(?<body>[^]*?)(?=\\end\s*\{\k<name>\})`,
    String.raw`\\(?:verb|lstinline(?:\[[^\]\n]*\])?|mintinline(?:\[[^\]\n]*\])?\{[^}\n]*\})\*?(?<delimiter>[^\sA-Za-z*{])(?<inline>[^\n]*?)\k<delimiter>`,
    String.raw`\\(?:url|path|nolinkurl|href|lstinline(?:\[[^\]\n]*\])?|mintinline\{[^}\n]*\})\s*\{(?<braced>[^{}\n]*)\}`,
    // What hides the start of any of the above.
    String.raw`%[^\n]*`,
    String.raw`\\[^]`,
  ].join('|'),
  'g',
);

/** Characters that mean something to LaTeX. */
const SPECIAL = /[%$\\{}&#_^~[\]]/g;

/** A LaTeX text of the same length and lines in which nothing that stands verbatim looks like LaTeX. */
export function neutraliseVerbatim(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(PLACES, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<'beginBody' | 'body' | 'inline' | 'braced', string | undefined>;
    if (groups.body !== undefined) return groups.beginBody + groups.body.replace(SPECIAL, 'x');
    const standing = groups.inline ?? groups.braced;
    if (standing === undefined) return match;
    // It comes last, before its one closing character.
    const start = match.length - 1 - standing.length;
    return match.slice(0, start) + standing.replace(SPECIAL, 'x') + match.slice(-1);
  });
}
