/**
 * Where a place in C is: what is open around it, the innermost first. Frames never change: one is put in another's
 * place, so that a state can be kept where #if begins, and be gone back to where #else does.
 */
export type Frame =
  | PlainFrame
  | BlockFrame
  | StatementFrame
  | IfFrame
  /** for, while, switch, or a macro that is like them. */
  | LoopFrame;

interface Common {
  below: Frame | undefined;
  /** How many are below it. */
  depth: number;
  /** The innermost one below it that has a closing mark, so that chains of else need not be gone down. */
  holder: Frame | undefined;
  /** The innermost braces below it. */
  braces: Frame | undefined;
  /** The unit that it begins at. */
  from: number;
}

interface PlainFrame extends Common {
  /**
   * `items`: the text itself, or the braces of `extern "C"` and the like. `members`: the braces of a struct, union,
   * enum or class. `values`: braces around values.
   */
  kind: 'items' | 'members' | 'values' | 'paren' | 'bracket' | 'do';
}

/** Braces around statements. */
interface BlockFrame extends Common {
  kind: 'block';
  /** Closing it ends the statement that it is in, other than in `({ ... })`. */
  ends: boolean;
  /** Column of the first thing in the line that it was opened in. */
  column: number;
}

/** What a statement or declaration looks like so far, which says what a brace opens in it. */
export type Shape =
  /** One word, or several. */
  | 'name'
  | 'names'
  /** One word with parentheses, or several. */
  | 'macro'
  | 'function'
  /** struct and the like, and what may stand before their braces. */
  | 'type'
  /** `extern "C"` and namespaces. */
  | 'linkage'
  /** Ends with its colon. */
  | 'case'
  /** What comes after the body of do. */
  | 'doWhile'
  | 'expression';

interface StatementFrame extends Common {
  kind: 'statement';
  shape: Shape;
  /** Question marks of a `case` that wait for their colon. */
  questions: number;
}

interface IfFrame extends Common {
  kind: 'if';
  /** What comes next, or of `body` and `elseBody` what is under way. */
  stage: 'condition' | 'body' | 'else' | 'elseBody';
  /** Where its block begins, if that has no braces. */
  bareFrom: number | undefined;
}

interface LoopFrame extends Common {
  kind: 'loop';
  stage: 'condition' | 'body';
  /** From here on it may be that the body does not belong to it: a macro is a statement, or the head of one. */
  doubtfulFrom: number | undefined;
}

/** What is special to a frame: all but its place. */
export type FrameParts = Frame extends infer Each
  ? Each extends Frame
    ? Omit<Each, 'below' | 'depth' | 'holder' | 'braces'>
    : never
  : never;

/** All that any kind of frame has. */
type AnyParts = Pick<Frame, 'kind' | 'from'> &
  Partial<
    Omit<BlockFrame, 'kind'> &
      Omit<StatementFrame, 'kind'> &
      Pick<IfFrame, 'bareFrom'> &
      Pick<LoopFrame, 'doubtfulFrom'>
  > & { stage?: IfFrame['stage'] };

/** A frame on top of another. All have the same fields in the same order, which makes them several times as fast. */
export function frameOn(below: Frame, parts: FrameParts): Frame {
  const { kind, from, ends, column, shape, questions, stage, bareFrom, doubtfulFrom } = parts as AnyParts;
  const depth = below.depth + 1;
  const holder = bracketOf(below);
  const braces = bracesOf(below);
  return {
    kind,
    from,
    below,
    depth,
    holder,
    braces,
    ends,
    column,
    shape,
    questions,
    stage,
    bareFrom,
    doubtfulFrom,
  } as Frame;
}

/** The frame that differs in something. */
export function changedFrame(frame: Frame, difference: Partial<AnyParts>): Frame {
  const old = frame as AnyParts & Common;
  const {
    shape = old.shape,
    questions = old.questions,
    stage = old.stage,
    bareFrom = old.bareFrom,
  } = difference;
  const { kind, from, below, depth, holder, braces, ends, column, doubtfulFrom } = old;
  return {
    kind,
    from,
    below,
    depth,
    holder,
    braces,
    ends,
    column,
    shape,
    questions,
    stage,
    bareFrom,
    doubtfulFrom,
  } as Frame;
}

export const root: Frame = {
  kind: 'items',
  below: undefined,
  depth: 0,
  holder: undefined,
  braces: undefined,
  from: 0,
};

/** A part of a statement that has no closing mark of its own. */
export function isOpenEnded({ kind }: Frame): boolean {
  return kind === 'statement' || kind === 'if' || kind === 'loop' || kind === 'do';
}

/** The frame, or the innermost one around it, that has a closing mark. */
export function bracketOf(frame: Frame): Frame {
  return isOpenEnded(frame) ? (frame.holder ?? root) : frame;
}

/** The frame, or the innermost one around it, that is braces, or the text itself. */
export function bracesOf(frame: Frame): Frame {
  return isBraces(frame) ? frame : (frame.braces ?? root);
}

export function isBraces(frame: Frame): boolean {
  return !isOpenEnded(frame) && frame.kind !== 'paren' && frame.kind !== 'bracket';
}

/** Braces that statements or declarations stand in. */
export function holdsStatements(frame: Frame): boolean {
  return isBraces(frame) && frame.kind !== 'values';
}

/** The condition of an if or a loop is what comes next. */
export function awaitsCondition(frame: Frame): boolean {
  return (frame.kind === 'if' || frame.kind === 'loop') && frame.stage === 'condition';
}

/** The frame, or the innermost one around it, that fits. The root holds statements. */
export function innermost(frame: Frame, fits: (frame: Frame) => boolean): Frame {
  let found = frame;
  while (found.below && !fits(found)) found = found.below;
  return found;
}

/** The innermost frame that both have. */
export function common(a: Frame, b: Frame): Frame {
  let [one, other] = [a, b];
  while (one !== other) {
    if (one.depth >= other.depth) one = one.below ?? root;
    else other = other.below ?? root;
  }
  return one;
}

/**
 * True if whatever follows is inside the same things, and what closes them is the same: the branches of an #if then
 * agree. An else that waits, loops and statements that go on make no difference.
 */
export function agree(a: Frame, b: Frame): boolean {
  let [one, other] = [a, b];
  // What both have in common is the same from there down.
  while (one !== other) {
    const [deeper, higher] = one.depth >= other.depth ? [one, other] : [other, one];
    if (isWithoutEffect(deeper)) [one, other] = [deeper.below!, higher];
    else if (isWithoutEffect(higher)) [one, other] = [deeper, higher.below!];
    else {
      if (deeper.kind !== higher.kind || !deeper.below || !higher.below) return false;
      if (deeper.kind === 'if' && higher.kind === 'if' && deeper.stage !== higher.stage) return false;
      [one, other] = [deeper.below, higher.below];
    }
  }
  return true;
}

/** Inside of it is nothing that is not inside of what it stands in. */
function isWithoutEffect(frame: Frame): boolean {
  if (frame.kind === 'if') return frame.stage === 'else' || frame.stage === 'elseBody';
  if (frame.kind === 'items') return frame.below !== undefined;
  return isOpenEnded(frame);
}
