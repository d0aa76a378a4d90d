import { agree, bracketOf, common, type Frame, holdsStatements, innermost } from './cFrames.ts';

/** Why and from where on it is not known what is inside an if. */
export interface Doubt {
  from: number;
  /** It ends when a statement in these braces does. */
  base: Frame;
  /**
   * What is open depends on this condition, of which one branch was gone on with. It then ends with the function, or
   * with another #if of this condition that closes what the first one opened.
   */
  condition?: { text: string; isTrue: boolean };
}

/** What is open at a place, to go back to. */
export interface State {
  top: Frame;
  doubt: Doubt | undefined;
  /** The token before, and where it ends. */
  before: string;
  beforeTo: number;
}

/** An #if that is not closed. */
interface Conditional {
  /** Where its first branch begins. */
  from: number;
  /** Without what makes it the opposite. */
  text: string;
  isNegated: boolean;
  /** Known or taken to be so; undefined if both are possible. */
  isTrue: boolean | undefined;
  /** Where its branches begin. */
  start: State;
  /** How the branches so far end: the one to go on with, whether it is the first, and whether all end alike. */
  result: State | undefined;
  resultIsFirst: boolean;
  agreed: boolean;
  /** No branch opens or closes a bracket that is not closed or opened in it. */
  isBalanced: boolean;
  isFirst: boolean;
  hasOthers: boolean;
  hasElse: boolean;
}

/**
 * Every branch of an #if begins in the state before it. If all of them end in states that agree, that is how it goes
 * on; else with the one in which most is open, and in doubt.
 */
export class CConditionals {
  private readonly open: Conditional[] = [];
  private readonly mask: (from: number, to: number) => void;

  constructor(mask: (from: number, to: number) => void) {
    this.mask = mask;
  }

  get isInside(): boolean {
    return this.open.length > 0;
  }

  /** At #if or the like, which ends at `from`; `rest` is its condition. */
  begin(name: string, rest: string, from: number, state: State): void {
    const { text, isNegated } = normalise(name, rest);
    let isTrue = text === '1' ? true : text === '0' ? false : undefined;
    const known = state.doubt?.condition;
    if (known?.text === text) isTrue = known.isTrue;
    if (isTrue !== undefined && isNegated) isTrue = !isTrue;
    const start = { ...state };
    this.open.push({
      from,
      text,
      isNegated,
      isTrue,
      start,
      result: undefined,
      resultIsFirst: true,
      agreed: true,
      isBalanced: true,
      isFirst: true,
      hasOthers: false,
      hasElse: false,
    });
  }

  /** At #else or the like: the state in which the next branch begins. */
  next(state: State, at: number, isElse: boolean): State {
    const conditional = this.open.at(-1);
    if (!conditional) return state;
    this.endBranch(conditional, state, at);
    conditional.isFirst = false;
    conditional.hasOthers = true;
    conditional.hasElse ||= isElse;
    return { ...conditional.start };
  }

  /** At #endif, which are the units [from, to): the state to go on with. */
  end(state: State, from: number, to: number): State {
    const conditional = this.open.pop();
    if (!conditional) return state;
    this.endBranch(conditional, state, from);
    const { start } = conditional;
    if (!conditional.hasElse) {
      conditional.isFirst = false;
      this.endBranch(conditional, { ...start }, from);
    }
    const result = conditional.result ?? { ...start };
    const { doubt } = result;
    // What one branch leaves open is open in the text of the next as well, where it should not be.
    if (conditional.hasOthers && !agree(result.top, start.top)) this.mask(conditional.from, to);
    if (doubt?.condition?.text === conditional.text && isBackAt(result.top, doubt.base)) {
      this.mask(doubt.from, to);
      result.doubt = undefined;
    } else if (!conditional.agreed && !doubt) {
      const base = innermost(common(result.top, start.top), holdsStatements);
      const condition = {
        text: conditional.text,
        isTrue: conditional.resultIsFirst !== conditional.isNegated,
      };
      result.doubt = conditional.isBalanced ? { from: to, base } : { from: to, base, condition };
    }
    return result;
  }

  private endBranch(conditional: Conditional, state: State, at: number): void {
    const { start, result, isTrue, isFirst } = conditional;
    // Of what does not fit; that one branch has more open than another stays so.
    const cameUp = ({ doubt }: State) => doubt !== undefined && doubt !== start.doubt && !doubt.condition;
    if (isTrue !== undefined && isTrue !== isFirst) this.abandon(state, cameUp(state), at);
    else if (!result) this.goOnWith(conditional, state);
    else if (cameUp(state) && !cameUp(result)) this.abandon(state, true, at);
    else if (cameUp(result) && !cameUp(state)) {
      this.abandon(result, true, at);
      this.goOnWith(conditional, state);
    } else {
      const isOpen = result.doubt?.condition ?? state.doubt?.condition;
      conditional.agreed &&= !isOpen && agree(result.top, state.top);
      conditional.isBalanced &&=
        bracketOf(result.top) === bracketOf(start.top) && bracketOf(state.top) === bracketOf(start.top);
      if (state.top.depth > result.top.depth) this.goOnWith(conditional, state);
    }
  }

  private goOnWith(conditional: Conditional, state: State): void {
    conditional.result = { ...state };
    conditional.resultIsFirst = conditional.isFirst;
  }

  /** What was in doubt in a branch stays so up to its end. */
  private abandon({ doubt }: State, isNew: boolean, at: number): void {
    if (doubt && isNew) this.mask(doubt.from, at);
  }
}

/** A condition as it is compared with others. */
function normalise(name: string, rest: string): { text: string; isNegated: boolean } {
  const text = rest.replace(/\/\*[^]*?\*\/|\/\/.*|\s+/g, '');
  if (name !== 'if') return { text, isNegated: name === 'ifndef' };
  const [, not, one, other] = /^(!?)(?:defined\((\w+)\)|defined(\w+))$/.exec(text) ?? [];
  if (one ?? other) return { text: one ?? other, isNegated: not === '!' };
  return { text, isNegated: false };
}

/** Nothing is open in the braces but statements. */
function isBackAt(top: Frame, base: Frame): boolean {
  return bracketOf(top) === base;
}
