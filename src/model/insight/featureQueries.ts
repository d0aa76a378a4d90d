/**
 * Where the features are in a syntax tree: one tree-sitter query a language, which finds all of them in one walk.
 *
 * A capture is named feature.role, and the role says which positions of a match are inside, a position being the place
 * between two characters: with `inside`, those strictly within the node; with `line`, those and its end; with `open`
 * and `close`, those from the end of the first node to the start of the second. `raw` is text that the grammar did not
 * parse; `error` what it could not, and `missing` what the parser made up to go on.
 */
import type { Language } from '../text/language.ts';

/** Languages that there is a grammar for. */
export type ParsedLanguage = Exclude<Language, 'other'>;

const errors = '(ERROR) @error (MISSING) @missing';

const c = `
  (string_literal . ["\\"" "L\\"" "u\\"" "U\\"" "u8\\""] @quotes.open "\\"" @quotes.close .)
  (char_literal . ["'" "L'" "u'" "U'" "u8'"] @quotes.open "'" @quotes.close .)
  ((comment) @comment.line (#match? @comment.line "^//"))
  ((comment) @comment.inside (#match? @comment.inside "^/[*]"))
  (if_statement condition: (_) @if.inside)
  (if_statement consequence: (_) @if.inside)
  (preproc_arg) @raw
  ${errors}`;

/** Environments as the LaTeX grammar sorts them. */
const environments = [
  'generic',
  'math',
  'verbatim',
  'listing',
  'comment',
  'minted',
  'pycode',
  'sagesilent',
  'sageblock',
];

const latex = `
  (inline_formula) @math.inside
  (displayed_equation) @math.inside
  (math_environment begin: (_) @math.open end: (_) @math.close)
  (line_comment) @comment.line
  (block_comment) @comment.inside
  (comment_environment begin: (_) @comment.open end: (_) @comment.close)
  ${environments.map(environmentPattern).join('\n')}
  ${errors}`;

function environmentPattern(kind: string): string {
  const begin = '(begin name: (_) @environment.name) @environment.open';
  return `((${kind}_environment begin: ${begin} end: (_) @environment.close)
    (#not-eq? @environment.name "{document}"))`;
}

export const featureQueries: Record<ParsedLanguage, string> = { c, latex };
