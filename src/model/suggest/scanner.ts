import { columnsOf } from './columns.ts';
import { findClosed, type Opening, type OpeningKind } from './openings.ts';

interface ScanHooks {
  /** An opening was closed by the token at an offset. */
  onClose: (opening: Opening, at: number) => void;
  /** An opening was ended by something else than what closes it. */
  onLose: (opening: Opening) => void;
  /** What would have closed one of some kinds closed nothing. */
  onStray: (kinds: readonly OpeningKind[], name: string | undefined) => void;
}

/** Characters of a line that are looked at for what it begins with. */
const WIDEST = 200;

interface ScannerOptions {
  startsText: boolean;
  byIndentation: boolean;
  hooks?: ScanHooks | undefined;
}

/** Reads the token at `scanner.at` and returns where it ends; `at` itself when the text ends too early to tell. */
type ScanToken = (scanner: Scanner) => number;

/** What a scanner knows of the language of its text. */
export interface ScannedLanguage {
  scanToken: ScanToken;
  /** A block may be told by how the lines of its braces are indented. */
  hasIndentedBlocks: boolean;
}

/**
 * Follows what is open along a text, at the cost of its length. Where a text ends within a token it stops before that
 * token, so that it can go on when more of the text is known.
 */
export class Scanner {
  text = '';
  /** No token is read that ends behind it. */
  end = 0;
  /** Whether nothing comes behind the text. */
  isWhole = false;
  /** All before it has been read. */
  at = 0;
  top: Opening | undefined;
  /** How many closers closed nothing, and how many openings were ended by something else than what closes them. */
  mistakes = 0;
  /** What was open where each #if began. */
  conditions: readonly (Opening | undefined)[] = [];
  /** Whether a brace at the start of its line closes the block that is indented like it, whatever is open within. */
  readonly byIndentation: boolean;
  /** Whether the text may begin within a comment, so that the end of one says that what was read is none of it. */
  readonly mayBeginInComment: boolean;
  readonly #hooks: ScanHooks | undefined;
  readonly #language: ScannedLanguage;
  #lineStart = 0;

  constructor(language: ScannedLanguage, options: ScannerOptions) {
    this.#language = language;
    this.byIndentation = options.byIndentation && language.hasIndentedBlocks;
    this.mayBeginInComment = !options.startsText;
    this.#hooks = options.hooks;
  }

  /** One that goes on from here by itself. */
  fork(hooks?: ScanHooks): Scanner {
    const fork = new Scanner(this.#language, { startsText: true, byIndentation: this.byIndentation, hooks });
    const { at, top, conditions } = this;
    Object.assign(fork, { at, top, conditions });
    fork.#lineStart = this.#lineStart;
    return fork;
  }

  /** Reads on, in a text that begins with what was read, up to an offset; what comes behind it is looked at only. */
  run(text: string, { isWhole = false, end = text.length } = {}): void {
    Object.assign(this, { text, end, isWhole });
    while (this.at < this.end) {
      const to = this.#language.scanToken(this);
      if (to <= this.at) return;
      this.at = to;
    }
  }

  push(kind: OpeningKind, name = '', at = this.at): void {
    this.top = { kind, name, at, indentation: this.byIndentation ? this.#indentation() : 0, outer: this.top };
  }

  /** Closes an opening that is open; what is open within it is lost. */
  pop(opening: Opening): void {
    while (this.top && this.top !== opening) this.lose(this.top);
    this.#hooks?.onClose(opening, this.at);
    this.top = opening.outer;
  }

  /** Ends an opening that nothing closes, and all within it. */
  lose(opening: Opening): void {
    for (let each = this.top; each && each !== opening.outer; each = each.outer) {
      this.mistakes++;
      this.#hooks?.onLose(each);
    }
    this.top = opening.outer;
  }

  /** Closes the innermost of its kinds, or counts it as a stray. */
  close(...kinds: OpeningKind[]): void {
    this.closeNamed(kinds);
  }

  closeNamed(kinds: readonly OpeningKind[], name?: string): void {
    const closed = findClosed(this.top, kinds, name);
    if (closed) {
      this.pop(closed);
      return;
    }
    this.mistakes++;
    this.#hooks?.onStray(kinds, name);
  }

  /** The width of what the line begins with, if nothing but white space comes before here. */
  indentationHere(): number | undefined {
    const before = this.text.slice(this.#lineStart, this.at);
    return before.trim() === '' ? columnsOf(before) : undefined;
  }

  #indentation(): number {
    return columnsOf(this.text.slice(this.#lineStart, Math.min(this.at, this.#lineStart + WIDEST)));
  }

  lineStartsAt(offset: number): void {
    this.#lineStart = offset;
  }

  /** Matches a sticky expression here. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    return expression.exec(this.text)?.[0];
  }

  /** Where a token of so many characters ends; `at` when that is too far. */
  fixed(length: number): number {
    return this.at + length > this.end ? this.at : this.at + length;
  }

  /** The same for one that may be longer in a longer text. */
  longest(length: number): number {
    const isCut = this.at + length >= this.text.length && !this.isWhole;
    return isCut ? this.at : this.fixed(length);
  }
}
