import { withoutStar } from '../../../text/latexNames.ts';
import type { Spans } from '../spans.ts';
import { mathWithParagraphs, partsOfMath } from './texNames.ts';

/** What marks the end of a formula: that of $, $$, \( and \[, or a brace. */
type FormulaMark = '$' | '$$' | ')' | ']' | '}';

/** How far down a formula is looked for that an empty line ends. */
const DEEPEST_FORMULA = 100;

/** Something that is open. */
interface Frame {
  kind: 'text' | 'group' | 'formula' | 'environment';
  /** Where it, and where what is in it, begins. */
  from: number;
  inner: number;
  /** What closes a formula; the name of an environment. */
  name: string;
  /** An environment that is math. */
  isMath: boolean;
  /** A group that is text with paragraphs of its own. */
  isText: boolean;
  /** A group that is, or is in, the body of a definition. */
  isDefinition: boolean;
  /** Something in it closes what was not opened in it, so that nothing is known of all of it. */
  isTorn: boolean;
  /** Where the first formula in $ began in the paragraph of it that is under way. */
  firstFormula: number | undefined;
}

interface TexSpans {
  math: Spans;
  environment: Spans;
}

/**
 * The groups, formulas and environments that are open at a place of a LaTeX text. What is not closed, or closed and
 * not open, is masked up to the end of the group around it, a formula up to the end of its paragraph.
 */
export class TexStack {
  private readonly spans: TexSpans;
  private readonly frames: Frame[];
  private paragraphFrom: number;
  /** Where among the frames the groups are, and the environments of each name: nothing is searched for. */
  private readonly groups: number[] = [];
  private readonly environments = new Map<string, number[]>();
  /** The last group that was closed: where, and if it was text. */
  private closed = { end: -1, isText: false };

  constructor(spans: TexSpans, from: number) {
    this.spans = spans;
    this.paragraphFrom = from;
    this.frames = [frame('text', from, from)];
  }

  get isInDefinition(): boolean {
    return this.top.isDefinition;
  }

  private get top(): Frame {
    return this.frames.at(-1)!;
  }

  private push(pushed: Frame): void {
    pushed.isDefinition ||= this.top.isDefinition;
    this.indicesOf(pushed)?.push(this.frames.length);
    this.frames.push(pushed);
  }

  private pop(): Frame {
    const popped = this.frames.pop()!;
    this.indicesOf(popped)?.pop();
    return popped;
  }

  /** Of all that are like a frame, if it is one that something asks for. */
  private indicesOf({ kind, name }: Frame): number[] | undefined {
    if (kind === 'group' || name === '}') return this.groups;
    if (kind !== 'environment') return undefined;
    let indices = this.environments.get(name);
    if (!indices) this.environments.set(name, (indices = []));
    return indices;
  }

  // Groups.

  openGroup(at: number, { isText, isDefinition }: { isText: boolean; isDefinition: boolean }): void {
    const group = frame('group', at, at + 1);
    // Further arguments of the same command are like the first.
    group.isText = isText || (this.closed.end === at && this.closed.isText);
    group.isDefinition = isDefinition;
    this.push(group);
  }

  closeGroup(at: number): void {
    const index = this.groups.at(-1);
    if (index === undefined) return;
    this.dropAbove(index, at);
    const group = this.pop();
    if (group.kind === 'formula') this.spans.math.add({ from: group.inner, to: at });
    if (group.isTorn) this.maskAll(group.from, at + 1);
    this.closed = { end: at + 1, isText: group.isText };
  }

  // Formulas.

  openFormula(from: number, inner: number, mark: FormulaMark): void {
    if (mark === '$') this.top.firstFormula ??= from;
    const formula = frame('formula', from, inner);
    formula.name = mark;
    this.push(formula);
  }

  /** At a dollar sign, and at two of them if `isDouble`: the units that it takes. */
  dollar(at: number, isDouble: boolean): number {
    const { kind, name } = this.top;
    const isFormula = kind === 'formula';
    if (isFormula && name === '$') this.endFormula(at, at + 1);
    else if (isFormula && name === '$$') {
      // One alone is no end of it, but TeX takes it for one.
      if (!isDouble) this.spans.math.mask(this.top.from, at + 1);
      this.endFormula(at, isDouble ? at + 2 : at + 1);
      return isDouble ? 2 : 1;
    } else {
      const length = isDouble ? 2 : 1;
      this.openFormula(at, at + length, isDouble ? '$$' : '$');
      return length;
    }
    return 1;
  }

  /** At \) or \]. */
  closeFormula(at: number, mark: ')' | ']'): void {
    const { length } = this.frames;
    const isOpen = (index: number) =>
      this.frames[index].kind === 'formula' && this.frames[index].name === mark;
    // What is right within it may lack its own end.
    const open = [length - 1, length - 2].find(index => index > 0 && isOpen(index));
    if (open === undefined) return this.tear(at, at + 2, true);
    this.dropAbove(open, at);
    this.endFormula(at, at + 2);
  }

  private endFormula(at: number, end: number): void {
    const { from, inner } = this.pop();
    this.spans.math.add({ from: inner, to: at, first: from + 1, last: end - 1 });
  }

  // Environments.

  openEnvironment(name: string, place: { from: number; inner: number; isMath: boolean }): void {
    const environment = frame('environment', place.from, place.inner);
    environment.name = name;
    environment.isMath = place.isMath;
    this.push(environment);
  }

  /** At \end, which are the units [at, end). */
  closeEnvironment(name: string, place: { at: number; end: number; isMath: boolean }): void {
    const { at, end, isMath } = place;
    const index = this.environments.get(name)?.at(-1);
    // One around the definition that we are in is not meant.
    if (index === undefined || this.frames[index].isDefinition !== this.top.isDefinition)
      return this.tear(at, end, isMath);
    this.dropAbove(index, at);
    const environment = this.pop();
    if (name !== 'document') this.spans.environment.add({ from: environment.inner, to: at });
    if (environment.isMath) this.spans.math.add({ from: environment.inner, to: at });
    if (environment.isTorn) this.spans.math.mask(environment.from, end);
  }

  // Ends.

  /** At the line feed before an empty line, where math ends at the latest. */
  endParagraph(at: number): void {
    const index = this.outermostFormula();
    if (index < this.frames.length) {
      const outermost = this.frames[index];
      if (outermost.kind === 'formula') this.dropAbove(index - 1, at);
      else {
        this.dropAbove(index, at);
        this.endMath(outermost, at);
      }
    }
    this.top.firstFormula = undefined;
    this.paragraphFrom = at + 1;
  }

  /** Of those that only parts of a formula stand between and the top. */
  private outermostFormula(): number {
    let found = this.frames.length;
    for (let index = this.frames.length - 1; index > 0; index--) {
      const { kind, name, isMath, isText, isTorn } = this.frames[index];
      const isFormula = kind === 'formula' || (kind === 'environment' && isMath && !isTorn);
      if (isFormula && mathWithParagraphs.has(withoutStar(name))) break;
      if (isFormula) found = index;
      else if (kind === 'group' ? isText : !partsOfMath.test(name)) break;
      // Nobody nests formulas so deep, and a paragraph may have an end at every line.
      if (this.frames.length - index > DEEPEST_FORMULA) break;
    }
    return found;
  }

  /** An environment that is math up to an empty line. What comes until it is closed is not known. */
  private endMath(environment: Frame, at: number): void {
    this.spans.math.add({ from: environment.inner, to: at });
    this.spans.math.mask(environment.from, at);
    environment.isMath = false;
    environment.isTorn = true;
  }

  /** At the end of the text. */
  end(at: number): void {
    this.dropAbove(0, at);
  }

  /** Whatever is above a frame ends with it, and should have been closed. */
  private dropAbove(index: number, at: number): void {
    while (this.frames.length > index + 1) {
      const dropped = this.pop();
      const { kind, from, inner } = dropped;
      if (kind === 'environment') this.spans.environment.mask(from, at);
      if (kind !== 'formula' && !dropped.isMath) continue;
      this.spans.math.add({ from: inner, to: at });
      // Which of the dollar signs of a paragraph is one too many is not known.
      const first = dropped.name === '$' ? this.top.firstFormula : undefined;
      this.spans.math.mask(first ?? from, at);
    }
  }

  /** Something closes here that is not open: of the group, or of the paragraph up to here, nothing is known. */
  private tear(at: number, end: number, isMath: boolean): void {
    const group = this.frames[this.groups.at(-1) ?? -1];
    if (group) {
      group.isTorn = true;
      return;
    }
    const from = Math.min(this.paragraphFrom, at);
    this.spans.environment.mask(from, end);
    if (isMath) this.spans.math.mask(from, end);
  }

  private maskAll(from: number, to: number): void {
    this.spans.math.mask(from, to);
    this.spans.environment.mask(from, to);
  }
}

function frame(kind: Frame['kind'], from: number, inner: number): Frame {
  return {
    kind,
    from,
    inner,
    name: '',
    isMath: false,
    isText: false,
    isDefinition: false,
    isTorn: false,
    firstFormula: undefined,
  };
}
