import { CConditionals } from './cConditionals.ts';
import {
  awaitsCondition,
  bracesOf,
  bracketOf,
  type Frame,
  holdsStatements,
  isBraces,
  isOpenEnded,
  type Shape,
} from './cFrames.ts';
import {
  ASM,
  changedShape,
  firstShape,
  isWord,
  KEYWORDS,
  LOOPS,
  NO_C,
  shapeBeforeBracket,
  type StatementToken,
} from './cShapes.ts';
import { CStack } from './cStack.ts';
import type { Spans } from '../spans.ts';

/**
 * Finds the conditions and blocks of if statements in one walk over the tokens of a text, with a stack of what is
 * open. It is no compiler: macros are not expanded and types not known, so it knows statements by keywords, brackets
 * and semicolons. What does not fit is in doubt and masked: up to the end of the statement, or of the function where
 * it is the braces that do not fit.
 */
export class CStatements {
  private readonly spans: Spans;
  private readonly conditionals: CConditionals;
  private readonly stack: CStack;
  /** Of the item at the top level that is under way: where it begins, and the column of its first line. */
  private itemFrom = 0;
  private itemColumn = 0;
  /** It is not indented, so that a column says nothing. */
  private flat = false;
  /** Where the last item with a block began. */
  private lastBlockFrom = 0;

  constructor(spans: Spans) {
    this.spans = spans;
    this.stack = new CStack(spans);
    this.conditionals = new CConditionals((from, to) => spans.mask(from, to));
  }

  take(token: StatementToken): void {
    this.settleElse(token.spelling);
    if (this.top.kind === 'items') {
      this.itemFrom = token.from;
      this.itemColumn = token.column;
      this.flat = false;
    }
    this.dispatch(token);
    this.stack.state.before = token.spelling;
    this.stack.state.beforeTo = token.to;
  }

  /** The units [from, to) of a directive; `rest` is what stands behind its name. */
  directive(name: string, rest: string, from: number, to: number): void {
    const { conditionals, stack } = this;
    const { state } = stack;
    if (/^if(?:n?def)?$/.test(name)) conditionals.begin(name, rest, to, state);
    else if (/^elif(?:n?def)?$/.test(name)) stack.state = conditionals.next(state, from, false);
    else if (name === 'else') stack.state = conditionals.next(state, from, true);
    else if (name === 'endif') stack.state = conditionals.end(state, from, to);
  }

  end(at: number): void {
    this.settleElse('');
    if (this.stack.state.doubt) this.spans.mask(this.stack.state.doubt.from, at);
    // Some brace is not closed, and which is not known.
    if (bracesOf(this.top).kind !== 'items') this.spans.mask(this.itemFrom, at);
  }

  private dispatch(token: StatementToken): void {
    switch (token.spelling) {
      case '{':
        return this.openBrace(token);
      case '}':
        return this.closeBrace(token);
      case '(':
        return this.openBracket('paren', token);
      case '[':
        return this.openBracket('bracket', token);
      case ')':
        return this.closeBracket('paren', token);
      case ']':
        return this.closeBracket('bracket', token);
      case ';':
        return this.endStatement(token);
      default:
        if (KEYWORDS.has(token.spelling)) this.takeKeyword(token);
        else this.takePlain(token);
    }
  }

  private get top(): Frame {
    return this.stack.top;
  }

  // Words and marks.

  private takeKeyword(token: StatementToken): void {
    const { spelling, from } = token;
    if (this.top.kind === 'statement') {
      const isWhileOfDo = spelling === 'while' && this.top.shape === 'doWhile';
      if (isWhileOfDo || (spelling === 'goto' && ASM.test(this.stack.state.before)))
        return this.takePlain(token);
      // A macro needs no semicolon, and who is typing has not come to it.
      this.cutStatement(token);
    }
    this.stack.doubtCondition(from);
    if (spelling === 'else') return this.takeElse(from);
    const { kind: within } = bracketOf(this.top);
    this.beginBody(from);
    if (spelling === 'if') this.stack.push({ kind: 'if', from, stage: 'condition', bareFrom: undefined });
    else if (LOOPS.has(spelling))
      this.stack.push({ kind: 'loop', from, stage: 'condition', doubtfulFrom: undefined });
    else if (spelling === 'do') this.stack.push({ kind: 'do', from });
    else if (spelling === 'default' && within === 'paren') return;
    else this.pushStatement(from, spelling === 'case' || spelling === 'default' ? 'case' : 'expression');
  }

  private takeElse(from: number): void {
    const { top } = this;
    if (top.kind === 'if' && top.stage === 'else') this.stack.change({ stage: 'elseBody' });
    else this.stack.doubt(from);
  }

  private takePlain(token: StatementToken): void {
    const { spelling, from } = token;
    // `if constexpr (...)`, or a macro.
    if (awaitsCondition(this.top) && isWord(spelling)) return;
    this.stack.doubtCondition(from);
    // Whatever this is, it is no C.
    if (NO_C.test(spelling)) this.stack.doubt(from);
    const { top } = this;
    if (top.kind === 'paren' || top.kind === 'bracket' || top.kind === 'values') return;
    if (top.kind !== 'statement') this.beginStatement(from, firstShape(spelling));
    else if (top.shape === 'case') this.takeCase(spelling, top.questions);
    else if (spelling === ':' && top.shape === 'name' && this.isLabelPlace()) this.stack.pop();
    else if (spelling === ',' && bracketOf(top).kind === 'paren') {
      // A statement that is an argument of a macro.
      this.stack.pop();
      this.complete();
    } else if (top.shape === 'macro' && isWord(spelling)) {
      // A statement without semicolon, the head of a loop, or a type.
      this.cutStatement(token);
      this.takePlain(token);
    } else this.reshape(changedShape(top.shape, spelling));
  }

  private takeCase(spelling: string, questions: number): void {
    if (spelling === '?') this.stack.change({ questions: questions + 1 });
    else if (spelling === ':' && questions > 0) this.stack.change({ questions: questions - 1 });
    else if (spelling === ':') this.stack.pop();
  }

  private isLabelPlace(): boolean {
    const { below } = this.top;
    return below?.kind !== 'members' && below?.kind !== 'items';
  }

  private reshape(shape: Shape): void {
    if (this.top.kind === 'statement' && this.top.shape !== shape) this.stack.change({ shape });
  }

  // Statements.

  private beginStatement(from: number, shape: Shape): void {
    this.beginBody(from);
    this.pushStatement(from, shape);
  }

  private pushStatement(from: number, shape: Shape): void {
    if (this.top.kind === 'items') this.itemFrom = from;
    this.stack.push({ kind: 'statement', from, shape, questions: 0 });
  }

  /** A statement begins that is not in braces: it may be the block of an if. */
  private beginBody(from: number): void {
    const { top } = this;
    if (top.kind === 'if' && top.stage === 'body' && top.bareFrom === undefined)
      this.stack.change({ bareFrom: from });
  }

  /** The statement on top has no semicolon. What follows may belong to it, if it was the head of a loop. */
  private cutStatement({ spelling, from }: StatementToken): void {
    const { top } = this;
    if (top.kind !== 'statement') return;
    this.stack.pop();
    if (!isOpenEnded(this.top)) return;
    if (spelling !== 'else' && (top.shape === 'macro' || top.shape === 'name'))
      this.stack.push({ kind: 'loop', from: top.from, stage: 'body', doubtfulFrom: from });
    else {
      this.complete();
      this.settleElse(spelling);
    }
  }

  private endStatement({ from, to }: StatementToken): void {
    const { top } = this;
    // Statements may be arguments of a macro; that a bracket is missing will show at the brace.
    if (top.kind === 'paren' || top.kind === 'bracket') return;
    this.stack.doubtCondition(from);
    if (top.kind === 'values') {
      // They never have a semicolon, so a brace is missing.
      this.stack.doubt(from);
      while (!holdsStatements(this.top)) this.stack.pop();
    } else if (top.kind === 'statement') this.stack.pop();
    else this.beginBody(from);
    this.stack.state.beforeTo = to;
    this.complete();
  }

  /** What was on the top of the stack has ended, and with it whatever it was the last part of. */
  private complete(): void {
    for (;;) {
      const { top } = this;
      if (top.kind === 'if' && top.stage === 'body') {
        this.addBare(top.bareFrom);
        return this.stack.change({ stage: 'else' });
      }
      if (top.kind === 'do') {
        this.stack.pop();
        return this.pushStatement(top.from, 'doWhile');
      }
      if (!isOpenEnded(top)) break;
      if (top.kind === 'loop' && top.doubtfulFrom !== undefined)
        this.spans.mask(top.doubtfulFrom, this.stack.state.beforeTo);
      this.stack.pop();
    }
    const { doubt } = this.stack.state;
    if (doubt && (this.top.kind === 'items' || (doubt.base === this.top && !doubt.condition)))
      this.stack.settleDoubt(doubt);
  }

  private addBare(from: number | undefined): void {
    if (from === undefined) return;
    const to = this.stack.state.beforeTo;
    this.spans.add({ from, to, first: from + 1, last: to - 1 });
  }

  /** An if that might have an else has none. */
  private settleElse(spelling: string): void {
    if (spelling === 'else') return;
    while (this.top.kind === 'if' && this.top.stage === 'else') {
      this.stack.pop();
      this.complete();
    }
  }

  /** Before a closing mark: statements end, with a semicolon or without. */
  private endStatements(at: number): void {
    while (isOpenEnded(this.top)) {
      this.stack.doubtCondition(at);
      const { top } = this;
      if (top.kind === 'if' && top.stage === 'body') this.addBare(top.bareFrom);
      this.stack.pop();
    }
  }

  // Brackets.

  private openBracket(kind: 'paren' | 'bracket', { spelling, from }: StatementToken): void {
    if (kind === 'bracket') this.stack.doubtCondition(from);
    const { top } = this;
    if (top.kind === 'statement')
      this.reshape(shapeBeforeBracket(top.shape, spelling, this.stack.state.before));
    else if (!awaitsCondition(top) && (isOpenEnded(top) || holdsStatements(top)))
      this.beginStatement(from, 'expression');
    this.stack.push({ kind, from });
  }

  private closeBracket(kind: 'paren' | 'bracket', { from }: StatementToken): void {
    if (kind === 'paren' && bracketOf(this.top).kind === 'paren') this.endStatements(from);
    const { top } = this;
    if (top.kind === kind) {
      this.stack.pop();
      if (kind === 'paren' && awaitsCondition(this.top)) {
        if (this.top.kind === 'if') this.spans.add({ from: top.from + 1, to: from });
        this.stack.change({ stage: 'body' });
      }
      return;
    }
    this.stack.doubt(from);
    // One of the other kind, whose end is missing.
    if (top.kind === 'paren' || top.kind === 'bracket') this.stack.pop();
  }

  // Braces.

  private openBrace({ from, column }: StatementToken): void {
    this.stack.doubtCondition(from);
    const { top } = this;
    const { before } = this.stack.state;
    const block = (ends: boolean) => this.stack.push({ kind: 'block', from, ends, column });
    if (!isOpenEnded(top) && !holdsStatements(top)) {
      // `({ ... })`; behind other parentheses a literal or a function of C++, which are alike for what is asked here.
      if (before === '(' || before === ')' || before === '^' || before === ']') block(false);
      else this.stack.push({ kind: 'values', from });
    } else if (top.kind !== 'statement') block(true);
    else if (top.shape === 'type') this.stack.push({ kind: 'members', from });
    else if (top.shape === 'linkage') this.stack.push({ kind: 'items', from });
    else if (top.shape !== 'expression') block(true);
    else if (before === ')' || before === '^') block(false);
    else this.stack.push({ kind: 'values', from });
  }

  private closeBrace(token: StatementToken): void {
    const { from, to } = token;
    if (this.isTooFarOut(token)) return this.endFunction(to);
    while (!isBraces(this.top)) {
      this.endStatements(from);
      if (isBraces(this.top)) break;
      // A parenthesis that was not closed.
      this.stack.doubt(from);
      this.stack.pop();
    }
    const { top } = this;
    if (!top.below) {
      // In the function before it a brace is missing. In a branch of an #if it may be that of another branch.
      if (!this.conditionals.isInside) this.spans.mask(this.lastBlockFrom, to);
      return;
    }
    this.stack.pop();
    this.stack.state.beforeTo = to;
    const { doubt } = this.stack.state;
    if (doubt?.base === top && !doubt.condition) this.stack.settleDoubt(doubt);
    if (top.kind === 'members') this.reshape('expression');
    else if (top.kind === 'items' || (top.kind === 'block' && top.ends)) this.endBlock(top, from);
  }

  private endBlock(block: Frame, closeFrom: number): void {
    if (this.top.kind === 'statement') this.stack.pop();
    const { top } = this;
    if (top.kind === 'if' && top.stage === 'body' && top.bareFrom === undefined)
      this.spans.add({ from: block.from + 1, to: closeFrom });
    if (top.kind === 'items') this.lastBlockFrom = this.itemFrom;
    this.complete();
  }

  /** It stands as far out as the function, and closes something else: what that is in was not closed. */
  private isTooFarOut({ firstOfLine, column }: StatementToken): boolean {
    if (!firstOfLine || column > this.itemColumn) return false;
    const block = bracesOf(this.top);
    if (block.kind !== 'block' || block.braces?.kind === 'items') return false;
    if (block.column <= this.itemColumn) this.flat = true;
    return !this.flat;
  }

  private endFunction(to: number): void {
    const { doubt } = this.stack.state;
    this.spans.mask(doubt?.condition ? doubt.from : this.itemFrom, to);
    this.stack.state.doubt = undefined;
    while (this.top.kind !== 'items') this.stack.pop();
    this.lastBlockFrom = this.itemFrom;
  }
}
