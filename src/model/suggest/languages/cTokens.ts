import type { Scanner } from '../scanner.ts';
import type { Opening } from '../openings.ts';

const PLAIN = /[^"'/*#(){}[\]\n\\]+/y;
const PLAIN_IN_QUOTES = /[^"'\n\\]+/y;
const DIRECTIVE = /#[ \t]*[a-z]*/y;

/** A number such as 1'000 has quotes in it that are none. */
const IN_NUMBER = /(?<![\w'])\d[\da-fA-FxX']*$/;
const DIGIT = /[\da-fA-F]/;

/** One token of C. */
export function scanCToken(scanner: Scanner): number {
  const kind = scanner.top?.kind;
  if (kind === '/*') return inComment(scanner);
  if (kind === '//') return inLineComment(scanner);
  if (kind === '"' || kind === "'") return inQuotes(scanner, kind);
  switch (scanner.text[scanner.at]) {
    case '/':
    case '*':
      return slashOrStar(scanner);
    case '#':
      return directive(scanner);
    case "'":
      return characterQuote(scanner);
    default:
      return inCode(scanner);
  }
}

/** One token of a language that has C's brackets and strings, while nothing is known of its comments. */
export function scanBracketToken(scanner: Scanner): number {
  return scanner.top?.kind === '"' ? inQuotes(scanner, '"') : inCode(scanner);
}

function inCode(scanner: Scanner): number {
  const { text, at } = scanner;
  const plain = scanner.match(PLAIN);
  if (plain !== undefined) return Math.min(scanner.end, at + plain.length);
  const character = text[at];
  switch (character) {
    case '\n':
      endLine(scanner);
      return at + 1;
    case '\\':
      return continuedLine(scanner);
    case '/':
    case '*':
    case '#':
    case "'":
      return at + 1;
    case '"':
      scanner.push('"');
      return at + 1;
    case '(':
    case '[':
    case '{':
      scanner.push(character);
      return at + 1;
    case ')':
      scanner.close('(');
      return at + 1;
    case ']':
      scanner.close('[');
      return at + 1;
    default:
      closeBlock(scanner);
      return at + 1;
  }
}

function inComment(scanner: Scanner): number {
  const { text, at, end, isWhole } = scanner;
  const found = text.indexOf('*/', at);
  if (found === at) {
    if (at + 2 <= end) scanner.close('/*');
    return scanner.fixed(2);
  }
  let stop = found < 0 ? end : Math.min(found, end);
  // A star at the end of what is known may be half of the closer.
  if (stop === text.length && text[stop - 1] === '*' && !isWhole) stop--;
  if (stop > at) noteLines(scanner, stop);
  return stop;
}

/** Notes where lines start on the way to an offset. */
function noteLines(scanner: Scanner, to: number): void {
  const last = scanner.text.lastIndexOf('\n', to - 1);
  if (last >= scanner.at) scanner.lineStartsAt(last + 1);
}

function inLineComment(scanner: Scanner): number {
  const { text, at, end } = scanner;
  const found = text.indexOf('\n', at);
  const lineEnd = found < 0 || found > end ? end : found;
  if (lineEnd > at) return lineEnd;
  // A backslash before the line end makes the next line part of the comment.
  if (text[at - 1] === '\\') scanner.lineStartsAt(at + 1);
  else endLine(scanner);
  return at + 1;
}

function inQuotes(scanner: Scanner, quote: '"' | "'"): number {
  const { text, at, end } = scanner;
  const plain = scanner.match(PLAIN_IN_QUOTES);
  if (plain !== undefined) return Math.min(end, at + plain.length);
  const character = text[at];
  if (character === '\\') return escape(scanner);
  if (character === '\n') endLine(scanner);
  else if (character === quote) scanner.close(quote);
  return at + 1;
}

/** A backslash and what it stands before: nothing may come between. */
function escape(scanner: Scanner): number {
  const { text, at } = scanner;
  const to = scanner.fixed((text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2);
  if (to > at && text[at + 1] === '\n') scanner.lineStartsAt(to);
  return to;
}

/** A backslash in code stands before the end of its line. */
function continuedLine(scanner: Scanner): number {
  return scanner.text[scanner.at + 1] === '\n' ? escape(scanner) : scanner.longest(1);
}

function slashOrStar(scanner: Scanner): number {
  const { text, at } = scanner;
  const pair = text.slice(at, at + 2);
  const isEnd = pair === '*/' && scanner.mayBeginInComment;
  if (!isEnd && pair !== '/*' && pair !== '//') return scanner.longest(1);
  const to = scanner.fixed(2);
  if (to === at) return at;
  // What was read was no code.
  if (isEnd) scanner.top = undefined;
  else scanner.push(pair === '/*' ? '/*' : '//');
  return to;
}

function characterQuote(scanner: Scanner): number {
  const { text, at } = scanner;
  const before = text.slice(Math.max(0, at - 20), at);
  const isSeparator = IN_NUMBER.test(before) && DIGIT.test(text[at + 1] ?? '');
  if (!isSeparator) scanner.push("'");
  return at + 1;
}

/** A line of the preprocessor: its brackets are its own. */
function directive(scanner: Scanner): number {
  if (scanner.top?.kind !== '#' && scanner.indentationHere() !== undefined) {
    branch(scanner, scanner.match(DIRECTIVE)!.slice(1).trim());
    scanner.push('#');
  }
  return scanner.at + 1;
}

/** Each branch of a condition begins with what was open before it; what the last one leaves open stays so. */
function branch(scanner: Scanner, name: string): void {
  const { conditions } = scanner;
  if (name.startsWith('if')) scanner.conditions = [...conditions, scanner.top];
  else if (name === 'endif') scanner.conditions = conditions.slice(0, -1);
  else if (name.startsWith('el') && conditions.length > 0) scanner.top = conditions[conditions.length - 1];
}

/** What cannot go on over the end of a line ends with it. */
function endLine(scanner: Scanner): void {
  if (scanner.top?.kind === '"' || scanner.top?.kind === "'") scanner.lose(scanner.top);
  else if (scanner.top?.kind === '//') scanner.pop(scanner.top);
  let directiveOf = scanner.top;
  while (directiveOf && directiveOf.kind !== '#') directiveOf = directiveOf.outer;
  if (directiveOf) scanner.pop(directiveOf);
  scanner.lineStartsAt(scanner.at + 1);
}

function closeBlock(scanner: Scanner): void {
  const block = scanner.byIndentation ? blockIndentedLikeHere(scanner) : undefined;
  if (block) scanner.pop(block);
  else scanner.close('{');
}

/** The block whose line is indented like the brace here, when the innermost one is deeper than that. */
function blockIndentedLikeHere(scanner: Scanner): Opening | undefined {
  const indentation = scanner.indentationHere();
  if (indentation === undefined) return undefined;
  for (let each = scanner.top; each && each.kind !== '#'; each = each.outer) {
    if (each.kind !== '{' || each.indentation > indentation) continue;
    return each.indentation === indentation ? each : undefined;
  }
  return undefined;
}
