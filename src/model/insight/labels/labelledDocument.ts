import type { ReadControl } from '../../base/readControl.ts';
import { withLineFeeds } from '../../text/vocabulary.ts';
import type { FeatureName } from './features.ts';
import { type Labels, paintLabels, paintUnknown } from './labelPainter.ts';
import { type LabelledSyntax, labelledSyntaxes } from './labelledSyntaxes.ts';
import type { FoundSpans, Scanner } from './spans.ts';

/** UTF-16 units in one slice of scanning: some milliseconds. */
const UNITS_PER_SLICE = 32_768;

/** How long finding the labels of one text may take; then it counts as not labelled. */
export interface LabelBudget {
  /** Milliseconds, from any origin. */
  clock: () => number;
  milliseconds: number;
}

/** A text and where its features are; undefined when that was not found out in time. */
interface Scanned {
  text: string;
  spans: FoundSpans | undefined;
}

/** One open text and where its features are. */
export class LabelledDocument {
  private readonly syntax: LabelledSyntax;
  private readonly budget: LabelBudget;
  private scanned: Scanned | undefined;
  /** Counts scans begun, so that one in slices sees that it was overtaken. */
  private runs = 0;
  private readonly painted = new Map<FeatureName, Labels>();

  constructor(syntax: LabelledSyntax, budget: LabelBudget) {
    this.syntax = syntax;
    this.budget = budget;
  }

  /** The last text took longer than the budget: all of it is masked. */
  get isUnlabelled(): boolean {
    return this.scanned !== undefined && this.scanned.spans === undefined;
  }

  /** Where the features of the last text are, in units of it with LF line ends; undefined if it is not labelled. */
  get spans(): FoundSpans | undefined {
    return this.scanned?.spans;
  }

  /** Finds the features of a text. */
  scan(text: string): void {
    this.runs++;
    const scan = new Scan(this.syntax, withLineFeeds(text), this.budget);
    while (!scan.isDone) scan.advance();
    this.accept(scan);
  }

  /** As `scan`, in slices. False when aborted or overtaken: the labels are then still those of the text before. */
  async update(text: string, control: ReadControl): Promise<boolean> {
    const run = ++this.runs;
    const lines = withLineFeeds(text);
    if (lines === this.scanned?.text) return true;
    const scan = new Scan(this.syntax, lines, this.budget);
    for (;;) {
      scan.advance();
      if (scan.isDone) {
        this.accept(scan);
        return true;
      }
      await control.yieldToEvents();
      if (control.signal.aborted || run !== this.runs) return false;
    }
  }

  /** Labels of the last text, one for each of its code points. */
  labels(feature: FeatureName): Labels {
    const found = this.painted.get(feature) ?? this.paint(feature);
    this.painted.set(feature, found);
    return found;
  }

  private paint(feature: FeatureName): Labels {
    if (!this.scanned) throw new RangeError('No text was scanned.');
    const { text, spans } = this.scanned;
    if (!spans) return paintUnknown(text);
    const found = spans.get(feature);
    if (!found) throw new RangeError(`No labels for ${feature} in ${this.syntax}.`);
    return paintLabels(text, found);
  }

  private accept({ text, spans }: Scan): void {
    this.scanned = { text, spans };
    this.painted.clear();
  }
}

/** The way of a scanner through a text. */
class Scan {
  readonly text: string;
  private readonly scanner: Scanner;
  private readonly budget: LabelBudget;
  private at = 0;
  private spent = 0;

  constructor(syntax: LabelledSyntax, text: string, budget: LabelBudget) {
    this.text = text;
    this.scanner = labelledSyntaxes[syntax].createScanner(text);
    this.budget = budget;
  }

  get isDone(): boolean {
    return this.at > this.text.length || this.isLate;
  }

  get spans(): FoundSpans | undefined {
    return this.isLate ? undefined : this.scanner.found;
  }

  private get isLate(): boolean {
    return this.spent > this.budget.milliseconds;
  }

  /** One slice. Only its own time counts. */
  advance(): void {
    const { clock } = this.budget;
    const start = clock();
    this.at += UNITS_PER_SLICE;
    if (this.at >= this.text.length) this.at = this.text.length + 1;
    this.scanner.advance(this.at);
    this.spent += clock() - start;
  }
}
