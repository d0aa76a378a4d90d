/**
 * What is open at a place of a text: brackets, quotes, comments, groups, math and environments that were opened before
 * it and not closed yet. A list from the innermost outwards; lists share their tails and are never changed.
 */
export interface Opening {
  /** What opened it; `env` for \begin. */
  readonly kind: OpeningKind;
  /** Of an environment; the delimiter of \verb. */
  readonly name: string;
  /** UTF-16 offset of what opened it. */
  readonly at: number;
  /** Width of the white space that its line begins with, where blocks are told by that. */
  readonly indentation: number;
  readonly outer: Opening | undefined;
}

export type OpeningKind =
  // Brackets; those of LaTeX's text and math that nothing else depends on are `soft`.
  | '('
  | '['
  | '{'
  | 'soft'
  // A group that is the argument of \begin or \end, or of \url and the like.
  | '\\begin{'
  | '\\end{'
  | '\\url{'
  | '$'
  | '$$'
  | '\\('
  | '\\['
  | '\\left'
  | 'env'
  // Within these, text is no code.
  | '"'
  | "'"
  | '/*'
  | '//'
  | '%'
  | 'verb'
  | 'verbatim'
  /** A line of the preprocessor, with the lines that go on from it. */
  | '#';

/** How strong an opening is: what closes it also closes all weaker ones within it, and none that is as strong. */
const STRENGTH: Readonly<Record<OpeningKind, number>> = {
  '(': 0,
  '[': 0,
  soft: 0,
  '"': 0,
  "'": 0,
  '//': 0,
  '%': 0,
  verb: 0,
  '{': 1,
  '\\begin{': 1,
  '\\end{': 1,
  '\\url{': 1,
  $: 1,
  $$: 1,
  '\\(': 1,
  '\\[': 1,
  '\\left': 1,
  env: 2,
  '/*': 3,
  verbatim: 3,
  '#': 3,
};

export function strengthOf(kind: OpeningKind): number {
  return STRENGTH[kind];
}

/** Within these a text goes on to their end whatever it holds. */
const COMMENTS: readonly OpeningKind[] = ['/*', 'verbatim'];

export function isCommentOverLines(opening: Opening | undefined): boolean {
  return opening !== undefined && COMMENTS.includes(opening.kind);
}

/** These end with their line. */
const WITHIN_LINE: readonly OpeningKind[] = ['"', "'", '//', '%', 'verb'];

export function endsWithLine(opening: Opening | undefined): boolean {
  return opening !== undefined && WITHIN_LINE.includes(opening.kind);
}

/** The innermost opening that something closes; undefined when it closes nothing that is open. */
export function findClosed(
  top: Opening | undefined,
  kinds: readonly OpeningKind[],
  name?: string,
): Opening | undefined {
  const strength = STRENGTH[kinds[0]];
  for (let opening = top; opening; opening = opening.outer) {
    if (kinds.includes(opening.kind) && (name === undefined || opening.name === name)) return opening;
    // An environment whose name is another was forgotten, or is spelt wrong: look further out.
    if (STRENGTH[opening.kind] >= strength && opening.kind !== 'env') return undefined;
    if (opening.kind === 'env' && name === undefined) return undefined;
  }
  return undefined;
}

/** What is open, the innermost first, of at least a strength. */
export function outwards(top: Opening | undefined, strength = 0): Opening[] {
  const openings: Opening[] = [];
  for (let each = top; each; each = each.outer) if (STRENGTH[each.kind] >= strength) openings.push(each);
  return openings;
}

/** Whether an opening is one of those that are open. */
export function isAmong(opening: Opening, top: Opening | undefined): boolean {
  for (let each = top; each; each = each.outer) if (each === opening) return true;
  return false;
}
