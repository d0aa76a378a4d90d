import { CLexer } from './cLexer.ts';
import { CStatements } from './cStatements.ts';
import { type Scanner, Spans } from '../spans.ts';

/** Directives that decide which text counts; what others say is no statement. */
const CONDITIONAL =
  /^(?:if|ifdef|ifndef|elif|elifdef|elifndef|else|endif|include|include_next|import|undef)$/;

/** What stands before the replacement of a macro. */
const MACRO_HEAD = /^\s*(?:\w+(?:\([^)]*\))?\s*)?/;
const SPACE = /^\s*/;

/** Finds literals, comments and if statements in C. */
export class CScanner implements Scanner {
  readonly found = new Map([
    ['quotes', new Spans()],
    ['comment', new Spans()],
    ['if', new Spans()],
  ] as const);
  private readonly quotes = this.found.get('quotes')!;
  private readonly comments = this.found.get('comment')!;
  private readonly ifs = this.found.get('if')!;
  private readonly lexer: CLexer;
  private readonly statements = new CStatements(this.ifs);
  private isDone = false;
  /** The directive under way: where it and what is behind its name begin. */
  private directiveFrom = 0;
  private restFrom = 0;
  /** Where a line begins, and the column of the first thing in it. */
  private indent = { lineFrom: -1, column: 0 };

  constructor(text: string) {
    this.lexer = new CLexer(text);
  }

  advance(to: number): void {
    const { lexer } = this;
    while (!this.isDone && lexer.from < to) {
      lexer.next();
      this.take();
    }
  }

  private take(): void {
    const { lexer } = this;
    switch (lexer.kind) {
      case 'lineComment':
        return this.comments.add({ from: lexer.from + 2, to: lexer.to, first: lexer.from + 1 });
      case 'blockComment':
        return this.takeBlockComment();
      case 'openQuote':
        // Where the quote should have ended is not known, nor whether what is like a comment is one.
        this.quotes.mask(lexer.from, lexer.openTo);
        this.comments.mask(lexer.from, lexer.openTo);
        return;
      case 'directive':
        this.directiveFrom = lexer.from;
        this.restFrom = lexer.to;
        return;
      case 'lineEnd':
        return this.takeDirective(lexer.directive, lexer.to);
      case 'end':
        this.isDone = true;
        return this.statements.end(lexer.to);
      case 'literal':
        this.quotes.add({ from: lexer.innerFrom, to: lexer.innerTo });
        if (lexer.unclosed) this.maskAll(lexer.from, lexer.to);
        return this.takeStatementToken();
      case 'word':
      case 'number':
      case 'mark':
        return this.takeStatementToken();
    }
  }

  private takeBlockComment(): void {
    const { from, to, unclosed } = this.lexer;
    if (unclosed) {
      this.comments.add({ from: from + 2, to, first: from + 1 });
      this.maskAll(from, to);
    } else this.comments.add({ from: from + 2, to: to - 2, first: from + 1, last: to - 1 });
  }

  private maskAll(from: number, to: number): void {
    for (const spans of this.found.values()) spans.mask(from, to);
  }

  private takeDirective(name: string, to: number): void {
    const rest = this.lexer.text.slice(this.restFrom, to);
    if (CONDITIONAL.test(name)) this.statements.directive(name, rest, this.directiveFrom, to);
    // It may be anything: a statement, part of one, or none.
    else this.ifs.mask(this.restFrom + (name === 'define' ? MACRO_HEAD : SPACE).exec(rest)![0].length, to);
  }

  private takeStatementToken(): void {
    const { lexer } = this;
    if (lexer.directive !== '') return;
    const { spelling, from, to, firstOfLine } = lexer;
    this.statements.take({ spelling, from, to, firstOfLine, column: this.column() });
  }

  private column(): number {
    const { lexer, indent } = this;
    if (indent.lineFrom !== lexer.lineFrom) {
      let at = lexer.lineFrom;
      while (at < lexer.from && lexer.text.charCodeAt(at) <= 0x20) at++;
      this.indent = { lineFrom: lexer.lineFrom, column: at - lexer.lineFrom };
    }
    return this.indent.column;
  }
}
