import type { Scanner } from '../spans.ts';
import { newTexSpans, TexScanner, type TexSpanMap } from './texScanner.ts';

const ENTRY = /@[ \t\n]*([^\s"#%'(),={}@\\]+)[ \t\n]*([{(])/y;
/** The beginning of an entry at the start of a line: where it stands in another, that one was not closed. */
const NEW_ENTRY = /[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][^\s"#%'(),={}@\\]*,/y;
const FIELD = /[^\s"#%'(),={}@\\]+(?=[ \t\n]*=)/y;

/** Fields whose text is no LaTeX. */
const VERBATIM_FIELDS = /^(?:url|urlraw|doi|eprint|file|pdf|bdsk-\S+)$/i;

/**
 * Finds comments, math and environments in BibTeX, whose syntax is its own: whatever stands between entries is a
 * comment, and so is @comment; a percent sign is none; and LaTeX is what stands in the values of fields.
 */
export class BibScanner implements Scanner {
  readonly found: TexSpanMap = newTexSpans();
  private readonly text: string;
  private at = 0;
  /** Where what stands between entries began. */
  private junkFrom = 0;

  constructor(text: string) {
    this.text = text;
  }

  advance(to: number): void {
    const { text } = this;
    while (this.at < Math.min(to, text.length)) {
      const next = text.indexOf('@', this.at);
      const at = next < 0 ? text.length : next;
      const entry = next < 0 ? undefined : matchAt(ENTRY, text, at);
      if (entry) {
        this.endJunk(at);
        this.readEntry(at, entry[1].toLowerCase(), at + entry[0].length, entry[2] === '{' ? '}' : ')');
        this.junkFrom = this.at;
      } else this.at = at + 1;
    }
    if (this.at >= text.length) this.endJunk(text.length);
  }

  private endJunk(to: number): void {
    const { text, junkFrom } = this;
    this.junkFrom = to;
    const from = junkFrom + text.slice(junkFrom, to).search(/\S|$/);
    const length = text.slice(from, to).trimEnd().length;
    if (length > 0) this.comments.add({ from, to: from + length, first: from + 1 });
  }

  private get comments() {
    return this.found.get('comment')!;
  }

  /** `at` is its @, `inner` behind its opening mark. */
  private readEntry(at: number, kind: string, inner: number, close: string): void {
    if (kind === 'comment') {
      const end = this.findClose(inner, close);
      this.comments.add({ from: inner, to: end.at });
      this.endEntry(at, end);
      return;
    }
    let unit = inner;
    for (;;) {
      unit = this.skipTo(unit, close);
      const character = this.text[unit];
      if (character === close) return this.endEntry(at, { at: unit, isClosed: true });
      if (character === undefined || character === '\n')
        return this.endEntry(at, { at: unit, isClosed: false });
      const value = this.readValue(unit, close);
      if (!value.isClosed) return this.endEntry(at, value);
      unit = value.at;
    }
  }

  /** Of what is not closed nothing is known. */
  private endEntry(from: number, { at, isClosed }: { at: number; isClosed: boolean }): void {
    this.at = isClosed ? at + 1 : Math.max(at, this.at + 1);
    if (!isClosed) for (const spans of this.found.values()) spans.mask(from, at);
  }

  private field = '';

  /** To the next value, the closing mark, or the line feed before an entry that begins too early. */
  private skipTo(from: number, close: string): number {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      const character = text[at];
      if (character === close || character === '{' || character === '"') return at;
      if (character === '\n' && matchAt(NEW_ENTRY, text, at + 1)) return at;
      const field = matchAt(FIELD, text, at)?.[0];
      if (field !== undefined) this.field = field;
      at += field?.length ?? 1;
    }
    return at;
  }

  /** A value in braces or quotes that opens at `from`. */
  private readValue(from: number, close: string): { at: number; isClosed: boolean } {
    const mark = this.text[from] === '{' ? '}' : '"';
    const end = this.findClose(from + 1, mark);
    if (close !== '' && !VERBATIM_FIELDS.test(this.field)) this.readLatex(from + 1, end.at);
    return end.isClosed ? { at: end.at + 1, isClosed: true } : end;
  }

  private readLatex(from: number, to: number): void {
    new TexScanner(this.text, { from, to, hasComments: false }, this.found).advance(to);
  }

  /** The mark outside of braces; braces count with a backslash before them, too. */
  private findClose(from: number, mark: string): { at: number; isClosed: boolean } {
    const { text } = this;
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      const character = text[at];
      if (character === mark && depth === 0) return { at, isClosed: true };
      if (character === '{') depth++;
      else if (character === '}') depth--;
      else if (character === '\n' && matchAt(NEW_ENTRY, text, at + 1)) return { at, isClosed: false };
    }
    return { at: text.length, isClosed: false };
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
