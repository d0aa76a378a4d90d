import { CLexer } from '../../insight/labels/c/cLexer.ts';
import type { TextPair } from './textPair.ts';

/** Such a name before a bracket at the top of a file is a macro, and what it defines has another name. */
const MACRO_NAME = /^[A-Z0-9_]+$/;
const DEFINITION = /^\s*([A-Za-z_]\w*)(\([^()]*\))?/;

/** The functions that a text defines: the definition with `_` for its name, and the name. */
export function cFunctions(text: string): TextPair[] {
  return new FunctionFinder(text).find();
}

/** As `cFunctions`, with the last word of the name: what the function does, or is about. */
export function cFunctionEndings(text: string): TextPair[] {
  return cFunctions(text).map(({ source, target }) => ({ source, target: lastWord(target) }));
}

/** Of names such as list_add, listAdd, ListADD2. */
function lastWord(name: string): string {
  return (/(?:[A-Z]?[a-z]+|[A-Z]+)\d*_*$/.exec(name)?.[0] ?? name).replace(/_+$/, '').toLowerCase();
}

/** The macros that a text defines: what they stand for, and the name. Those that stand for nothing are left out. */
export function cMacros(text: string): TextPair[] {
  const lexer = new CLexer(text);
  const pairs: TextPair[] = [];
  for (lexer.next(); lexer.kind !== 'end'; lexer.next()) {
    if (lexer.kind !== 'directive' || lexer.directive !== 'define') continue;
    const head = DEFINITION.exec(text.slice(lexer.to));
    if (!head) continue;
    const [whole, name] = head;
    const from = lexer.to + whole.length;
    const words = new Spelling(text, name);
    for (lexer.next(); !['lineEnd', 'end'].includes(lexer.kind); lexer.next())
      if (lexer.from >= from) words.add(lexer);
    if (words.text !== '') pairs.push({ source: words.text, target: name });
  }
  return pairs;
}

/** A token: what of it is needed to spell it. */
type Token = Pick<CLexer, 'kind' | 'from' | 'to'>;

/** Puts tokens together without comments, and with `_` for what has the name that is asked for. */
class Spelling {
  text = '';
  readonly #all: string;
  readonly #name: string;
  #end = -1;

  constructor(all: string, name: string) {
    this.#all = all;
    this.#name = name;
  }

  add({ kind, from, to }: Token): void {
    if (kind === 'blockComment' || kind === 'lineComment') return;
    const spelling = this.#all.slice(from, to);
    const space = this.text !== '' && from > this.#end ? ' ' : '';
    this.text += space + (spelling === this.#name ? '_' : spelling);
    this.#end = to;
  }
}

/** What a declaration may begin with before its type. */
const STORAGE = new Set(['static', 'extern', 'inline', 'noinline']);

class FunctionFinder {
  readonly #lexer: CLexer;
  readonly #text: string;
  readonly #pairs: TextPair[] = [];
  /** Of the declaration that is read. */
  #tokens: Token[] = [];
  /** The words before its brackets: of the function, and of macros such as __printf(1, 2). */
  #names: string[] = [];
  /** Open round brackets. */
  #round = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new CLexer(text);
  }

  find(): TextPair[] {
    const lexer = this.#lexer;
    for (lexer.next(); lexer.kind !== 'end'; lexer.next()) {
      const { directive, kind, from, to } = lexer;
      if (directive !== '' || kind === 'blockComment' || kind === 'lineComment') continue;
      if (kind === 'mark') this.#takeMark(lexer.spelling);
      else this.#tokens.push({ kind, from, to });
    }
    return this.#pairs;
  }

  #takeMark(mark: string): void {
    if (mark === '{') return this.#takeBlock();
    if (this.#round === 0 && (mark === ';' || mark === '=' || mark === '}')) return this.#forget();
    if (mark === '(' && this.#round++ === 0) this.#takeName();
    if (mark === ')') this.#round = Math.max(0, this.#round - 1);
    const { kind, from, to } = this.#lexer;
    this.#tokens.push({ kind, from, to });
  }

  /** The word before a bracket names a function if something stands before it that can be a type. */
  #takeName(): void {
    const name = this.#tokens.at(-1);
    const before = this.#tokens.slice(0, -1).some(token => !STORAGE.has(this.#spell(token)));
    if (name?.kind === 'word' && before) this.#names.push(this.#spell(name));
  }

  #takeBlock(): void {
    // What begins so is for compilers, unless there is nothing else.
    const name = this.#names.find(each => !each.startsWith('__')) ?? this.#names[0];
    const last = this.#tokens.at(-1);
    const isBody = this.#round === 0 && last && (last.kind === 'word' || this.#spell(last) === ')');
    const words = new Spelling(this.#text, name ?? '');
    for (const token of this.#tokens) words.add(token);
    const isClosed = this.#readBlock(words);
    if (name !== undefined && isBody && isClosed && !MACRO_NAME.test(name))
      this.#pairs.push({ source: words.text, target: name });
    this.#forget();
  }

  /** To the end of a block; false where the text ends before. */
  #readBlock(words: Spelling): boolean {
    const lexer = this.#lexer;
    for (let depth = 0; lexer.kind !== 'end'; lexer.next()) {
      if (lexer.directive !== '') continue;
      words.add(lexer);
      if (lexer.kind !== 'mark') continue;
      if (lexer.spelling === '{') depth++;
      else if (lexer.spelling === '}') depth--;
      else continue;
      // Alternatives of conditional text may open a bracket twice: one that begins a line ends what is at the top.
      if (depth <= 0 || (lexer.spelling === '}' && lexer.from === lexer.lineFrom)) return true;
    }
    return false;
  }

  #spell({ from, to }: Token): string {
    return this.#text.slice(from, to);
  }

  #forget(): void {
    this.#tokens = [];
    this.#names = [];
    this.#round = 0;
  }
}
