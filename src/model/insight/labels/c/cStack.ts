import type { Doubt, State } from './cConditionals.ts';
import {
  awaitsCondition,
  changedFrame,
  type Frame,
  frameOn,
  type FrameParts,
  holdsStatements,
  root,
} from './cFrames.ts';
import type { Spans } from '../spans.ts';

/** What is open at a place of a text in C, and from where on that is in doubt: what is in doubt is masked. */
export class CStack {
  /** To go back to it, where an #if has several branches. */
  state: State = { top: root, doubt: undefined, before: '', beforeTo: 0 };
  private readonly spans: Spans;

  constructor(spans: Spans) {
    this.spans = spans;
  }

  get top(): Frame {
    return this.state.top;
  }

  push(parts: FrameParts): void {
    this.state.top = frameOn(this.top, parts);
  }

  pop(): void {
    this.state.top = this.top.below ?? root;
  }

  /** Puts what differs from it in something in the place of the top. */
  change(difference: Parameters<typeof changedFrame>[1]): void {
    this.state.top = changedFrame(this.top, difference);
  }

  /** Nothing is known from the start of the statement that is under way up to its end. */
  doubt(at: number): void {
    if (this.state.doubt) return;
    let from = at;
    let frame = this.top;
    for (; frame.below && !holdsStatements(frame); frame = frame.below) from = frame.from;
    this.state.doubt = { from, base: frame };
  }

  settleDoubt({ from }: Doubt): void {
    this.spans.mask(from, this.state.beforeTo);
    this.state.doubt = undefined;
  }

  /** An if or loop without parentheses. */
  doubtCondition(at: number): void {
    if (!awaitsCondition(this.top)) return;
    this.doubt(at);
    this.change({ stage: 'body' });
  }
}
