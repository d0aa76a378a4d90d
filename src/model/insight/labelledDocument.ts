import type { Edit, Parser, Point, Tree } from 'web-tree-sitter';
import type { ReadControl } from '../sampling/readControl.ts';
import { withLineFeeds } from '../text/vocabulary.ts';
import type { FeatureName } from './features.ts';
import type { LabelGrammar } from './labelGrammar.ts';
import { type Labels, paintLabels, type PreparedText } from './labelPainter.ts';
import { neutraliseVerbatim } from './neutralise.ts';
import { hideMacroComments } from './rawC.ts';
import * as treeSitter from './treeSitter.ts';

/** Calls of the parser's progress callback in one slice of parsing: some 5 to 10 ms. */
const TICKS_PER_SLICE = 50;

/** One open text and its syntax tree. Owns both parser and tree: delete it when the text closes. */
export class LabelledDocument {
  private readonly grammar: LabelGrammar;
  private readonly parser: Parser;
  private tree: Tree | undefined;
  /** What the tree is of. */
  private text: PreparedText = { source: '', hidden: [] };
  /** Counts parses begun, so that one in slices sees that it was overtaken. */
  private runs = 0;
  private known: Map<FeatureName, Labels> | undefined;

  constructor(grammar: LabelGrammar) {
    this.grammar = grammar;
    this.parser = new treeSitter.Parser();
    this.parser.setLanguage(grammar.language);
  }

  /** Parses a text, anew only where it differs from the one before. */
  parse(text: string): void {
    const prepared = this.prepare(text);
    const edited = this.editedTree(prepared);
    const tree = this.parser.parse(prepared.source, edited);
    edited?.delete();
    this.accept(prepared, tree);
  }

  /** As `parse`, in slices. False when aborted or overtaken: the labels are then still those of the text before. */
  async update(text: string, control: ReadControl): Promise<boolean> {
    const prepared = this.prepare(text);
    const run = this.runs;
    const edited = this.editedTree(prepared);
    try {
      for (;;) {
        let ticks = 0;
        const progressCallback = () => ++ticks > TICKS_PER_SLICE;
        const tree = this.parser.parse(prepared.source, edited, { progressCallback });
        if (tree) {
          this.accept(prepared, tree);
          return true;
        }
        await control.yieldToEvents();
        if (control.signal.aborted || run !== this.runs) return false;
      }
    } finally {
      edited?.delete();
    }
  }

  /** Labels of the text parsed last, one for each of its code points. */
  labels(feature: FeatureName): Labels {
    if (this.tree) this.known ??= paintLabels(this.tree, this.text, this.grammar);
    const labels = this.known?.get(feature);
    if (!labels)
      throw new RangeError(`No labels for ${feature} in ${this.grammar.name}, or nothing was parsed.`);
    return labels;
  }

  delete(): void {
    this.runs++;
    this.tree?.delete();
    this.tree = undefined;
    this.parser.delete();
  }

  /** The text as the grammar is to see it, with the parser ready for it. */
  private prepare(text: string): PreparedText {
    this.runs++;
    this.parser.reset();
    const lines = withLineFeeds(text);
    if (this.grammar.name === 'c') return hideMacroComments(lines);
    return { source: neutraliseVerbatim(lines), hidden: [] };
  }

  /** A copy of the tree that knows what changed, to be deleted after the parse. */
  private editedTree({ source }: PreparedText): Tree | undefined {
    const edited = this.tree?.copy();
    edited?.edit(difference(this.text.source, source));
    return edited;
  }

  private accept(prepared: PreparedText, tree: Tree | null): void {
    if (!tree) throw new Error('The parser gave no tree.');
    this.tree?.delete();
    this.tree = tree;
    this.text = prepared;
    this.known = undefined;
  }
}

/** The one replacement that makes one text of another. */
function difference(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  const oldEnd = before.length - same;
  const newEnd = after.length - same;
  return new treeSitter.Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  });
}

function pointAt(text: string, index: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < index; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return { row, column: index - lineStart };
}
