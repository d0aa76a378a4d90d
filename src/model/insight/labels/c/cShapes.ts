/** What a statement of C looks like, token by token: see `Shape`. */
import type { Shape } from './cFrames.ts';

/** A word, number, literal or mark outside of directives. */
export interface StatementToken {
  spelling: string;
  from: number;
  to: number;
  /** Column of the first thing in its line, and whether it is that itself. */
  column: number;
  firstOfLine: boolean;
}

/** Words that a statement begins with. */
export const KEYWORDS = new Set(
  'if for while switch do else return goto break continue case default'.split(' '),
);
export const LOOPS = new Set(['for', 'while', 'switch']);
/** Marks that C has not. */
export const NO_C = /^[@`\\#]$/;
/** Between asm and its parentheses goto is no statement. */
export const ASM = /^(?:asm|__asm(?:__)?|volatile|__volatile__|inline|__inline__)$/;

const WORD = /^[A-Za-z_$\u0080-\uffff]/;
const TYPES = new Set(['struct', 'union', 'enum', 'class']);
/** Words that never begin a declaration or a call that braces may follow. */
const OPERANDS = new Set(['sizeof', 'throw', 'co_return', 'delete', 'new']);
/** Words whose parentheses may stand between struct and its braces. */
const ATTRIBUTES = /^(?:__attribute(?:__)?|__declspec|(?:__)?align(?:as|ed)|_Alignas|__\w*packed\w*)$/;

export function isWord(spelling: string): boolean {
  return WORD.test(spelling) && !spelling.endsWith('"') && !spelling.endsWith("'");
}

/** Of the first token. */
export function firstShape(spelling: string): Shape {
  if (!isWord(spelling) || OPERANDS.has(spelling)) return 'expression';
  if (TYPES.has(spelling)) return 'type';
  return spelling === 'namespace' ? 'linkage' : 'name';
}

/** With one token more that is no bracket. */
export function changedShape(shape: Shape, spelling: string): Shape {
  if (isWord(spelling)) {
    if (shape === 'name' || shape === 'names') return TYPES.has(spelling) ? 'type' : 'names';
    return shape === 'doWhile' ? 'expression' : shape;
  }
  // `extern "C"`
  if (shape === 'name' && spelling.endsWith('"')) return 'linkage';
  if (spelling === '*' && shape !== 'expression') return shape === 'function' ? shape : 'names';
  // Names of C++ are qualified, and types have bases.
  if (spelling === ':' && shape !== 'macro') return shape;
  return spelling === '=' || shape !== 'function' ? 'expression' : shape;
}

/** `before` is the token before the bracket. */
export function shapeBeforeBracket(shape: Shape, bracket: string, before: string): Shape {
  if (bracket === '[') return shape === 'name' || shape === 'names' ? 'expression' : shape;
  if (shape === 'name') return 'macro';
  if (shape === 'names') return 'function';
  if (shape === 'type' && !ATTRIBUTES.test(before)) return 'function';
  return shape;
}
