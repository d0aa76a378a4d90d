import { verbatimEnvironments, withoutStar } from '../../text/latexNames.ts';
import type { Scanner } from '../scanner.ts';
import type { Opening, OpeningKind } from '../openings.ts';

const PLAIN = /[^\\{}[\]()$%\n]+/y;
const COMMAND = /\\(?:[a-zA-Z@]+\*?|[^a-zA-Z@])/y;
const NAMED_GROUP = /\\(?:begin|end)\s*\{/y;
const VERB = /\\(?:verb\*?|lstinline)(?=[^a-zA-Z@*{\s])/y;
const URL = /\\(?:url|path|href|nolinkurl|lstinline)\s*(?:\[[^\]\n]*\])?\{/y;
const DELIMITER = /\\(?:left|right)(?![a-zA-Z@])\s*(?:\\(?:[a-zA-Z]+|.)|[^\s\\])/y;
const BLANK_LINE = /\n[ \t]*(?=\n)/y;

/** One token of LaTeX. */
export function scanLatexToken(scanner: Scanner): number {
  const { top } = scanner;
  if (top?.kind === '%') return inComment(scanner);
  if (top?.kind === 'verb') return inVerb(scanner, top);
  return top?.kind === 'verbatim' ? inVerbatim(scanner, top) : inText(scanner);
}

function inText(scanner: Scanner): number {
  const { text, at } = scanner;
  const plain = scanner.match(PLAIN);
  if (plain !== undefined) return Math.min(scanner.end, at + plain.length);
  const character = text[at];
  switch (character) {
    case '\\':
      return command(scanner);
    case '\n':
      return lineEnd(scanner);
    case '%':
      if (scanner.top?.kind !== '\\url{') scanner.push('%');
      return at + 1;
    case '$':
      return dollar(scanner);
    case '{':
      scanner.push(scanner.top?.kind === '\\url{' ? '\\url{' : '{');
      return at + 1;
    case '}':
      closeGroup(scanner);
      return at + 1;
    case '(':
    case '[':
      scanner.push('soft');
      return at + 1;
    default:
      // An interval may be open at one end: [0, 1).
      scanner.close('soft');
      return at + 1;
  }
}

function inComment(scanner: Scanner): number {
  const { text, at, end } = scanner;
  const found = text.indexOf('\n', at);
  if (found < 0 || found >= end) return end;
  if (found > at) return found;
  scanner.pop(scanner.top!);
  return lineEnd(scanner);
}

function inVerb(scanner: Scanner, opening: Opening): number {
  const { text, at } = scanner;
  if (text[at] === '\n') scanner.lose(opening);
  else if (text[at] === opening.name) scanner.pop(opening);
  return text[at] === '\n' ? lineEnd(scanner) : at + 1;
}

function inVerbatim(scanner: Scanner, { name }: Opening): number {
  const { text, at, end, isWhole } = scanner;
  const closer = `\\end{${name}}`;
  const found = text.indexOf(closer, at);
  if (found === at) {
    if (at + closer.length <= end) scanner.closeNamed(['verbatim'], name);
    return scanner.fixed(closer.length);
  }
  if (found >= 0 && found < end) return found;
  // What may be the beginning of the closer is left for when more is known.
  const backslash = text.lastIndexOf('\\', end - 1);
  const isBegun = end === text.length && backslash >= at && closer.startsWith(text.slice(backslash));
  return isBegun && !isWhole ? backslash : end;
}

function command(scanner: Scanner): number {
  const token = scanner.match(COMMAND);
  if (token === undefined) return scanner.at;
  const special = SPECIAL[token.replace('*', '')]?.(scanner);
  return special ?? otherCommand(scanner, token);
}

/** Commands that what follows belongs to; undefined where that is not what they need. */
const SPECIAL: Readonly<Record<string, ((scanner: Scanner) => number | undefined) | undefined>> = {
  '\\begin': scanner => openGroup(scanner, NAMED_GROUP, '\\begin{'),
  '\\end': scanner => openGroup(scanner, NAMED_GROUP, '\\end{'),
  '\\url': address,
  '\\path': address,
  '\\href': address,
  '\\nolinkurl': address,
  '\\lstinline': scanner => address(scanner) ?? verb(scanner),
  '\\verb': verb,
  '\\left': delimiter,
  '\\right': delimiter,
};

function address(scanner: Scanner): number | undefined {
  return openGroup(scanner, URL, '\\url{');
}

function verb(scanner: Scanner): number | undefined {
  const token = scanner.match(VERB);
  if (token === undefined) return undefined;
  const to = scanner.fixed(token.length + 1);
  if (to > scanner.at) scanner.push('verb', scanner.text[to - 1]);
  return to;
}

function delimiter(scanner: Scanner): number | undefined {
  const token = scanner.match(DELIMITER);
  if (token === undefined) return undefined;
  const to = scanner.fixed(token.length);
  if (to > scanner.at && token.startsWith('\\left')) scanner.push('\\left');
  else if (to > scanner.at) scanner.close('\\left');
  return to;
}

/** What is opened is said to be where its text begins. */
function openGroup(scanner: Scanner, expression: RegExp, kind: OpeningKind): number | undefined {
  const token = scanner.match(expression);
  if (token === undefined) return undefined;
  const to = scanner.fixed(token.length);
  if (to > scanner.at) scanner.push(kind, '', to);
  return to;
}

function otherCommand(scanner: Scanner, token: string): number {
  const { at } = scanner;
  const isWord = /[a-zA-Z@*]$/.test(token);
  const to = isWord ? scanner.longest(token.length) : scanner.fixed(token.length);
  if (to === at) return at;
  if (token === '\\(' || token === '\\[') scanner.push(token);
  else if (token === '\\)') scanner.close('\\(');
  else if (token === '\\]') scanner.close('\\[');
  else if (token === '\\{') scanner.push('soft');
  else if (token === '\\}') scanner.close('soft');
  else if (token === '\\\n') scanner.lineStartsAt(to);
  return to;
}

/** A paragraph ends what cannot go on beyond it. */
function lineEnd(scanner: Scanner): number {
  const { at } = scanner;
  const blank = scanner.match(BLANK_LINE);
  if (blank !== undefined && at + blank.length < scanner.end)
    while (scanner.top && ['soft', '$', '$$'].includes(scanner.top.kind)) scanner.lose(scanner.top);
  scanner.lineStartsAt(at + 1);
  return at + 1;
}

function dollar(scanner: Scanner): number {
  const { text, at } = scanner;
  const math = innermostMath(scanner.top);
  const isDouble = text[at + 1] === '$' && math?.kind !== '$';
  const to = scanner.fixed(isDouble ? 2 : 1);
  if (to === at) return at;
  if (!math) scanner.push(isDouble ? '$$' : '$');
  else if (math.kind === '$' || isDouble) scanner.pop(math);
  else scanner.mistakes++;
  return to;
}

/** The math that a dollar closes: not beyond a group, in which it opens math anew. */
function innermostMath(top: Opening | undefined): Opening | undefined {
  let opening = top;
  while (opening?.kind === 'soft') opening = opening.outer;
  return opening?.kind === '$' || opening?.kind === '$$' ? opening : undefined;
}

function closeGroup(scanner: Scanner): void {
  const group = scanner.top;
  let named = group;
  while (named?.kind === 'soft') named = named.outer;
  scanner.close('{', '\\begin{', '\\end{', '\\url{');
  if (named?.kind !== '\\begin{' && named?.kind !== '\\end{') return;
  const name = scanner.text.slice(named.at, scanner.at);
  if (named.kind === '\\end{') scanner.closeNamed(['env', 'verbatim'], name);
  else scanner.push(isVerbatim(name) ? 'verbatim' : 'env', name, scanner.at);
}

/** Whether the text of an environment is not LaTeX. */
function isVerbatim(environment: string): boolean {
  const name = withoutStar(environment);
  return name === 'comment' || verbatimEnvironments.has(name);
}
