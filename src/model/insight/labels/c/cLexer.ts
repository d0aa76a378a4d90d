/**
 * Takes C apart as a compiler does before it parses: comments, literals, words, numbers and directives, so that none is
 * looked for within another (C23, 5.1.1.2 and 6.4). Strings may have the prefixes of C and C++; raw strings are known,
 * as compilers know them in C, too. Trigraphs are not.
 */
type CTokenKind =
  | 'lineComment'
  | 'blockComment'
  /** A string, a character, or the name of an included file in quotes. */
  | 'literal'
  /** A quote that no other one closes in its line. What follows it is taken apart as if it were not there. */
  | 'openQuote'
  | 'word'
  | 'number'
  /** One character of punctuation. */
  | 'mark'
  /** A # and the name behind it. What follows up to `lineEnd` belongs to it. */
  | 'directive'
  /** The end of a directive's line; of no length. */
  | 'lineEnd'
  | 'end';

const WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
/** Pieces of a preprocessing number: it may have quotes between its digits, and signs in its exponent. */
const NUMBER = /\.?\d[\w.\u0080-\uffff]*/y;
const MORE_NUMBER = /(?:(?<=[eEpP])[+-]|'(?=\w))[\w.\u0080-\uffff]*/y;
const DIRECTIVE = /#(?:[ \t]|\\\n)*([A-Za-z_]\w*)?/y;
const HEADER = /<[^>\n]*>|"[^"\n]*"/y;
const PREFIX = /^(?:L|u8?|U)$/;
const RAW_PREFIX = /^(?:L|u8?|U)?R$/;
const RAW_OPEN = /"([^ ()\\\t\v\f\n]{0,16})\(/y;

/** Directives whose text is for people. */
const PROSE = new Set(['error', 'warning']);
const INCLUDES = new Set(['include', 'include_next', 'import', 'embed']);

export class CLexer {
  readonly text: string;
  /** Of the token that `next` came to: units [from, to), and of a literal what is between its quotes. */
  kind: CTokenKind = 'lineEnd';
  from = 0;
  to = 0;
  innerFrom = 0;
  innerTo = 0;
  /** A comment or literal that the text ends in. */
  unclosed = false;
  /** Name of the directive that the token belongs to; '' outside of directives. */
  directive = '';
  /** It is the first token of its line, and where that line begins. */
  firstOfLine = true;
  lineFrom = 0;
  /** Of a quote that is not closed: the end of its line. */
  openTo = 0;
  private inDirective = false;
  private fresh = true;
  /** Up to where each kind of quote is known to have no end in its line. */
  private readonly openBefore = { "'": 0, '"': 0 };

  constructor(text: string) {
    this.text = text;
  }

  /** The token as it stands. */
  get spelling(): string {
    return this.text.slice(this.from, this.to);
  }

  next(): void {
    this.unclosed = false;
    if (this.kind === 'lineEnd') this.directive = '';
    if (!this.skipSpace()) return;
    const { text, from } = this;
    this.firstOfLine = this.fresh;
    const code = text.charCodeAt(from);
    if (code === 0x23 && this.fresh) this.readDirective();
    else if (this.inDirective && INCLUDES.has(this.directive) && matchAt(HEADER, text, from))
      this.readHeader();
    else if (code === 0x2f && text.charCodeAt(from + 1) === 0x2f) this.readLineComment();
    else if (code === 0x2f && text.charCodeAt(from + 1) === 0x2a) this.readBlockComment();
    else if (code === 0x22 || code === 0x27) this.readLiteral(from);
    else this.readPlain();
    // A comment before it does not keep a # from being the first of its line.
    if (this.kind !== 'blockComment' || this.inDirective) this.fresh = false;
  }

  /** To the next token; false where that is an end. */
  private skipSpace(): boolean {
    const { text } = this;
    let at = this.to;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x0a) {
        if (this.inDirective) return this.end('lineEnd', at);
        this.newLine(at + 1);
      } else if (code === 0x5c && text.charCodeAt(at + 1) === 0x0a) {
        at++;
        this.lineFrom = at + 1;
      } else if (code !== 0x20 && (code < 0x09 || code > 0x0d)) break;
    }
    this.from = at;
    if (at < text.length) return true;
    return this.end(this.inDirective ? 'lineEnd' : 'end', at);
  }

  private end(kind: 'lineEnd' | 'end', at: number): false {
    this.from = this.to = at;
    this.kind = kind;
    this.inDirective = false;
    return false;
  }

  private newLine(from: number): void {
    this.lineFrom = from;
    this.fresh = true;
  }

  private token(kind: CTokenKind, to: number): void {
    this.kind = kind;
    this.to = to;
  }

  private readDirective(): void {
    const [whole, name = ''] = matchAt(DIRECTIVE, this.text, this.from)!;
    this.inDirective = true;
    this.directive = name;
    this.token('directive', this.from + whole.length);
  }

  private readHeader(): void {
    const [name] = matchAt(HEADER, this.text, this.from)!;
    const to = this.from + name.length;
    this.token(name.startsWith('"') ? 'literal' : 'mark', to);
    this.innerFrom = this.from + 1;
    this.innerTo = to - 1;
  }

  private readLineComment(): void {
    this.token('lineComment', endOfLine(this.text, this.from));
  }

  private readBlockComment(): void {
    const close = this.text.indexOf('*/', this.from + 2);
    this.unclosed = close < 0;
    this.token('blockComment', close < 0 ? this.text.length : close + 2);
    const lastBreak = this.text.lastIndexOf('\n', this.to - 1);
    // Its line is the one that it ends in.
    if (lastBreak >= this.from) this.lineFrom = lastBreak + 1;
  }

  /** A literal whose quote is at `quoteAt`; a prefix may stand before it. */
  private readLiteral(quoteAt: number): void {
    const { text, openBefore } = this;
    const quote = text[quoteAt] as '"' | "'";
    if (quote === "'" && PROSE.has(this.directive)) return this.token('mark', quoteAt + 1);
    const close = quoteAt < openBefore[quote] ? -1 : closingQuote(text, quoteAt);
    if (close >= 0) {
      this.innerFrom = quoteAt + 1;
      this.innerTo = close;
      this.token('literal', close + 1);
    } else {
      // Whatever looks like another quote up to there is escaped, for this one as for itself.
      if (quoteAt >= openBefore[quote]) openBefore[quote] = endOfLine(text, quoteAt);
      this.openTo = openBefore[quote];
      this.token('openQuote', quoteAt + 1);
    }
  }

  /** True if a raw string begins at `quoteAt`. */
  private readRawString(quoteAt: number): boolean {
    const open = matchAt(RAW_OPEN, this.text, quoteAt);
    if (!open) return false;
    const close = `)${open[1]}"`;
    this.innerFrom = quoteAt + open[0].length;
    const found = this.text.indexOf(close, this.innerFrom);
    this.unclosed = found < 0;
    this.innerTo = found < 0 ? this.text.length : found;
    this.token('literal', found < 0 ? this.text.length : found + close.length);
    return true;
  }

  private readPlain(): void {
    const { text, from } = this;
    const word = matchAt(WORD, text, from)?.[0];
    if (word !== undefined) {
      const behind = from + word.length;
      const code = text.charCodeAt(behind);
      if (code === 0x22 && RAW_PREFIX.test(word) && this.readRawString(behind)) return;
      if ((code === 0x22 || code === 0x27) && PREFIX.test(word)) this.readLiteral(behind);
      else this.token('word', behind);
      return;
    }
    const number = matchAt(NUMBER, text, from);
    if (!number) return this.token('mark', from + 1);
    this.token('number', NUMBER.lastIndex);
    while (matchAt(MORE_NUMBER, text, this.to)) this.token('number', MORE_NUMBER.lastIndex);
  }
}

/** The next quote of the same kind in the line that no backslash stands before; -1 if there is none. */
function closingQuote(text: string, quoteAt: number): number {
  const quote = text.charCodeAt(quoteAt);
  for (let at = quoteAt + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === 0x0a) return -1;
    if (code === 0x5c) at++;
  }
  return -1;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The next line feed that no backslash stands before, or the end of the text. */
function endOfLine(text: string, from: number): number {
  for (let at = from; ; at++) {
    at = text.indexOf('\n', at);
    if (at < 0) return text.length;
    if (at === from || text.charCodeAt(at - 1) !== 0x5c) return at;
  }
}
