import { withoutStar } from '../../../text/latexNames.ts';
import { type Scanner, Spans } from '../spans.ts';
import { TexConditionals } from './texConditionals.ts';
import { TexDeclarations } from './texDeclarations.ts';
import { mathWithOptions, plainVerbatim, type QuotingCommand, textCommands } from './texNames.ts';
import { TexStack } from './texStack.ts';
import {
  closingBrace,
  commandName,
  endOfLine,
  isEmptyLine,
  nextInLine,
  readArgument,
  readOption,
  skipSpace,
} from './texText.ts';

/** The part of a text that is LaTeX, and what is known of it. */
interface TexPart {
  from: number;
  to: number;
  /** A percent sign begins a comment; in BibTeX it does not. */
  hasComments: boolean;
}

export type TexSpanMap = ReadonlyMap<'math' | 'comment' | 'environment', Spans>;

export function newTexSpans(): TexSpanMap {
  return new Map([
    ['math', new Spans()],
    ['comment', new Spans()],
    ['environment', new Spans()],
  ]);
}

/** Marks that a delimiter of \url or \path is likely to be; others stand there by chance. */
const LIKELY_DELIMITER = /[|!+"'/@#=~:`^]/;
const ANY_DELIMITER = /[^\s\p{L}\\{}]/u;
/** Of an environment. */
const LONGEST_NAME = 100;
const BEGIN = /^(?:begin|end)$/;
/** Commands behind which `<backquote><character>` is that character's number. */
const NUMBERS = /^(?:char|catcode|lccode|uccode|sfcode|mathcode|delcode)$/;
const CHARACTER = /[ \t]*`\\?[^]/y;
/** Sets the category of the percent sign. */
const PERCENT = /[ \t]*`\\?%[ \t]*=?[ \t]*(\d+|\\[A-Za-z@]+)/y;

/**
 * Finds comments, math and environments in LaTeX, in one walk that takes quoted text, comments and what conditionals
 * hide as TeX does. Macros are not expanded, but for those that are nothing but the \begin or \end of an environment.
 */
export class TexScanner implements Scanner {
  readonly found: TexSpanMap;
  private readonly text: string;
  private readonly part: TexPart;
  private readonly comments: Spans;
  private readonly stack: TexStack;
  private readonly declarations = new TexDeclarations();
  private readonly conditionals: TexConditionals;
  private at: number;
  private atIsLetter = false;
  private hasComments: boolean;
  private isDone = false;
  /** Where text commands have their argument. */
  private textAt = -1;

  constructor(text: string, part: Partial<TexPart> = {}, found: TexSpanMap = newTexSpans()) {
    this.text = text;
    this.part = { from: 0, to: text.length, hasComments: true, ...part };
    this.found = found;
    this.comments = found.get('comment')!;
    this.stack = new TexStack(
      { math: found.get('math')!, environment: found.get('environment')! },
      this.part.from,
    );
    this.conditionals = new TexConditionals(text, this.declarations);
    this.at = this.part.from;
    this.hasComments = this.part.hasComments;
  }

  advance(to: number): void {
    const end = Math.min(to, this.part.to);
    while (this.at < end) this.step();
    if (this.at < this.part.to || this.isDone) return;
    this.isDone = true;
    this.stack.end(this.part.to);
  }

  private step(): void {
    const { text, at } = this;
    switch (text[at]) {
      case '\\':
        return this.takeCommand();
      case '%':
        if (this.hasComments) return this.takeComment();
        break;
      case '$':
        this.at += this.stack.dollar(at, text[at + 1] === '$');
        return;
      case '{':
        this.openGroup(at);
        break;
      case '}':
        this.stack.closeGroup(at);
        break;
      case '\n':
        if (isEmptyLine(text, at + 1)) this.stack.endParagraph(at);
        break;
      default:
        if (this.declarations.shortVerbs.has(text[at])) return this.quoteTo(at, at);
        return this.skipPlain();
    }
    this.at++;
  }

  /** Letters and the like are most of a text. */
  private skipPlain(): void {
    const { text, declarations } = this;
    const hasShort = declarations.shortVerbs.size > 0;
    let at = this.at + 1;
    for (; at < this.part.to; at++) {
      const code = text.charCodeAt(at);
      // \ % $ { } and the line feed.
      if (code === 0x5c || code === 0x25 || code === 0x24 || code === 0x7b || code === 0x7d || code === 0x0a)
        break;
      if (hasShort && declarations.shortVerbs.has(text[at])) break;
    }
    this.at = at;
  }

  private takeComment(): void {
    const from = this.at + 1;
    const to = Math.min(endOfLine(this.text, from), this.part.to);
    this.comments.add({ from, to });
    this.at = to;
  }

  private openGroup(at: number): void {
    this.stack.openGroup(at, {
      isText: this.textAt === at,
      isDefinition: this.declarations.bodies.delete(at),
    });
  }

  // Commands.

  private takeCommand(): void {
    const { text, at, declarations } = this;
    const name = commandName(text, at, this.atIsLetter);
    const end = at + 1 + name.length;
    this.at = Math.max(end, at + 1);
    if (!/^[A-Za-z@]/.test(name)) return this.takeMark(name, at);
    if (BEGIN.test(name)) return this.takeEnvironment(name, at, end);
    const quotes = declarations.quotes(name);
    if (quotes) return this.quote(quotes, at, end);
    const alias = declarations.aliasOf(name);
    if (alias && 'begin' in alias) this.open(alias.begin, at, end);
    else if (alias) this.close(alias.end, at, end);
    else if (textCommands.test(name)) this.textAt = skipSpace(text, end);
    else if (NUMBERS.test(name)) this.takeNumber(name, end);
    else this.takeOther(name, at, end);
  }

  private takeMark(mark: string, at: number): void {
    if (mark === '(' || mark === '[') this.stack.openFormula(at, at + 2, mark === '(' ? ')' : ']');
    else if (mark === ')' || mark === ']') this.stack.closeFormula(at, mark);
    // An escaped line feed may still be the one before an empty line.
    else if (mark === '\n') this.at = at + 1;
  }

  private takeOther(name: string, at: number, end: number): void {
    const { text } = this;
    switch (name) {
      case 'ensuremath': {
        const open = skipSpace(text, end);
        if (text[open] !== '{') return;
        this.stack.openFormula(at, open + 1, '}');
        this.at = open + 1;
        return;
      }
      case 'par':
        return this.stack.endParagraph(at);
      case 'string':
        // The next character is a letter like others.
        if (/[${}]/.test(text.charAt(end))) this.at = end + 1;
        return;
      case 'makeatletter':
      case 'ProvidesPackage':
      case 'ProvidesClass':
      case 'ProvidesExplPackage':
      case 'ProvidesExplClass':
        this.atIsLetter = true;
        return;
      case 'makeatother':
        this.atIsLetter = false;
        return;
      case 'endgroup':
        this.hasComments = this.part.hasComments;
        return;
      default:
        if (this.takeConditional(name, at, end)) return;
        // What it names is not called.
        this.at = this.declarations.read(name, text, end) ?? end;
    }
  }

  /** `\catcode`\%=12` and the like: the character is not itself there, and may mean something else from then on. */
  private takeNumber(name: string, end: number): void {
    CHARACTER.lastIndex = PERCENT.lastIndex = end;
    if (CHARACTER.test(this.text)) this.at = CHARACTER.lastIndex;
    const category = name === 'catcode' ? PERCENT.exec(this.text)?.[1] : undefined;
    if (category !== undefined) this.hasComments = this.part.hasComments && category === '14';
  }

  private takeConditional(name: string, at: number, end: number): boolean {
    const part = { limit: this.part.to, isDefinition: this.stack.isInDefinition };
    const hidden = this.conditionals.take(name, end, part);
    if (hidden === undefined) return false;
    if (hidden === 'nothing') return true;
    this.comments.add({ from: hidden.from, to: hidden.to, first: at + 1, last: hidden.end - 1 });
    this.at = hidden.end;
    if (hidden.isBroken) this.maskAll(at, hidden.end);
    return true;
  }

  // Environments.

  private takeEnvironment(command: string, at: number, end: number): void {
    const { text } = this;
    const open = skipSpace(text, end);
    const length = text[open] === '{' ? text.slice(open, open + LONGEST_NAME).indexOf('}') : -1;
    if (length < 0) return;
    const close = open + length;
    const name = text.slice(open + 1, close).trim();
    this.at = close + 1;
    if (command === 'begin') this.open(name, at, close + 1);
    else this.close(name, at, close + 1);
  }

  private open(name: string, at: number, end: number): void {
    const kind = this.declarations.kindOf(name);
    const plain = withoutStar(name);
    const isMath = kind === 'math';
    const hasOption = isMath ? mathWithOptions.has(plain) : !plainVerbatim.has(plain);
    const option = hasOption && this.text[end] === '[' ? readOption(this.text, end) : undefined;
    const inner = option?.end ?? end;
    const isRaw = (kind === 'verbatim' || kind === 'comment') && !this.stack.isInDefinition;
    if (isRaw) this.skipVerbatim(name, kind, at, inner);
    else this.stack.openEnvironment(name, { from: at, inner, isMath });
  }

  private close(name: string, at: number, end: number): void {
    const isMath = this.declarations.kindOf(name) === 'math';
    this.stack.closeEnvironment(name, { at, end, isMath });
  }

  private skipVerbatim(name: string, kind: string, at: number, inner: number): void {
    const found = findEnd(this.text, name, inner, this.part.to);
    const to = found?.from ?? this.part.to;
    const environment = this.found.get('environment')!;
    environment.add({ from: inner, to });
    if (kind === 'comment') this.comments.add({ from: inner, to });
    this.at = found?.to ?? to;
    if (!found) this.maskAll(at, to);
  }

  // Quoted text.

  private quote(command: QuotingCommand, at: number, end: number): void {
    const { text, part } = this;
    let open = text[end] === '*' ? end + 1 : end;
    open = readOption(text, open)?.end ?? open;
    for (let left = command.skips; left > 0; left--) {
      const skipped = readArgument(text, open);
      if (!skipped) return;
      open = skipped.end;
    }
    const first = skipSpace(text, open);
    if (command.marks !== 'delimiter' && text[first] === '{') {
      return this.goBehind(at, closingBrace(text, first, part.to));
    }
    const delimiterAt = command.anyDelimiter ? skipBlanks(text, open) : open;
    const pattern = command.anyDelimiter ? ANY_DELIMITER : LIKELY_DELIMITER;
    if (command.marks !== 'braces' && pattern.test(text.charAt(delimiterAt))) this.quoteTo(at, delimiterAt);
  }

  /** From the delimiter up to the next of the same in the line. */
  private quoteTo(at: number, delimiterAt: number): void {
    this.goBehind(at, nextInLine(this.text, delimiterAt, this.part.to));
  }

  private goBehind(at: number, { end, isClosed }: { end: number; isClosed: boolean }): void {
    this.at = end;
    if (!isClosed) this.maskAll(at, end);
  }

  private maskAll(from: number, to: number): void {
    for (const spans of this.found.values()) spans.mask(from, to);
  }
}

/** The \end of an environment that is looked for as it is written. */
function findEnd(
  text: string,
  name: string,
  from: number,
  limit: number,
): { from: number; to: number } | undefined {
  for (let at = text.indexOf('\\end', from); at >= 0 && at < limit; at = text.indexOf('\\end', at + 1)) {
    const open = skipBlanks(text, at + 4);
    if (text.startsWith(`{${name}}`, open)) return { from: at, to: open + name.length + 2 };
  }
  return undefined;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
