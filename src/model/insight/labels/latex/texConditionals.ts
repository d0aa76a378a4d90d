import type { TexDeclarations } from './texDeclarations.ts';
import { commandName, endOfLine } from './texText.ts';

/** What TeX leaves out, from behind the command that hides it. */
interface Hidden {
  from: number;
  /** Where it ends, and where the \else or \fi behind it does. */
  to: number;
  end: number;
  /** The text ends in it. */
  isBroken: boolean;
}

/** Compares a digit with a space, which is never the same: `\if0`. */
const FALSE_IF = /[ \t]*\d(?=\s)/y;

/** How far the end is looked for in a definition, where there need not be one. */
const LONGEST_IN_DEFINITION = 2000;

/**
 * Conditionals of TeX whose outcome is plain to see, \iffalse and \iftrue: what they leave out is a comment. Of all
 * others both branches are text.
 */
export class TexConditionals {
  private readonly text: string;
  private readonly declarations: TexDeclarations;
  /** Those that are open: true where what comes behind \else is hidden. */
  private readonly open: boolean[] = [];
  private isUnless = false;

  constructor(text: string, declarations: TexDeclarations) {
    this.text = text;
    this.declarations = declarations;
  }

  /**
   * What a command hides that ends at `end`: nothing, if it is part of a conditional; undefined if it is not. In a
   * definition it hides something only if that ends there.
   */
  take(
    name: string,
    end: number,
    part: { limit: number; isDefinition: boolean },
  ): Hidden | 'nothing' | undefined {
    const isUnless = this.isUnless;
    this.isUnless = name === 'unless';
    if (name === 'unless') return 'nothing';
    if (name === 'fi') this.open.pop();
    else if (name === 'else') {
      if (this.open.pop() === true) return this.skip(end, part, false);
      this.open.push(false);
    } else if (!this.declarations.isConditional(name, this.text.charAt(end))) return undefined;
    else {
      const falseEnd = this.endOfFalse(name, end);
      if (isUnless ? name === 'iftrue' : falseEnd !== undefined)
        return this.skip(falseEnd ?? end, part, true);
      this.open.push(isUnless ? falseEnd !== undefined : name === 'iftrue');
    }
    return 'nothing';
  }

  /** Behind the condition, if that is plainly false. */
  private endOfFalse(name: string, end: number): number | undefined {
    if (name === 'iffalse') return end;
    FALSE_IF.lastIndex = end;
    return name === 'if' && FALSE_IF.test(this.text) ? FALSE_IF.lastIndex : undefined;
  }

  /** Up to the \fi, or the \else, of the same conditional. TeX skips tokens: comments are none, and braces are all one. */
  private skip(
    from: number,
    part: { limit: number; isDefinition: boolean },
    elseEnds: boolean,
  ): Hidden | 'nothing' {
    const { text } = this;
    const limit = part.isDefinition ? this.endOfDefinition(from) : part.limit;
    let depth = 0;
    for (let at = nextMark(text, from); at < limit; at = nextMark(text, at)) {
      if (text[at] === '%') {
        at = endOfLine(text, at);
        continue;
      }
      const name = commandName(text, at, true);
      const end = at + 1 + name.length;
      const isEnd = depth === 0 && (name === 'fi' || (name === 'else' && elseEnds));
      if (isEnd) {
        if (name === 'else') this.open.push(false);
        return { from, to: at, end, isBroken: false };
      }
      if (name === 'fi') depth--;
      else if (this.declarations.isConditional(name, text.charAt(end))) depth++;
      // What is declared there is not asked for.
      at = name === 'newif' ? end + 1 : end;
    }
    return part.isDefinition ? 'nothing' : { from, to: limit, end: limit, isBroken: true };
  }

  /** The brace that closes the definition, if that is near. */
  private endOfDefinition(from: number): number {
    const limit = Math.min(this.text.length, from + LONGEST_IN_DEFINITION);
    let depth = 0;
    for (let at = from; at < limit; at++) {
      const character = this.text[at];
      if (character === '{') depth++;
      else if (character === '}' && --depth < 0) return at;
      else if (character === '\\') at++;
    }
    return limit;
  }
}

function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c || code === 0x25) return at;
  }
  return text.length;
}
