import type { TextEdit, TextRange } from '../../protocol/textPlaces.ts';
import type { DomPoint } from './textRow.ts';

/** What the selection needs to know of the text view. */
interface SelectableText {
  readonly root: HTMLElement;
  readonly text: string;
  /** Offset in the text of a point of the page; undefined outside the text. */
  offsetAt(point: DomPoint): number | undefined;
  /** Point of the page for an offset; the nearest one there is if its row is not on the page. */
  pointAt(offset: number): DomPoint | undefined;
}

interface End extends DomPoint {
  textOffset: number;
}

/**
 * The user's selection in terms of the text. The page holds the visible rows only; when rows with an end of the
 * selection leave it, the page's own selection is cut, but this one stays whole, and copying takes it.
 */
export class TextSelection {
  readonly #text: SelectableText;
  #anchor: End | undefined;
  #focus: End | undefined;

  constructor(text: SelectableText) {
    this.#text = text;
    document.addEventListener('selectionchange', () => this.#read());
    text.root.addEventListener('copy', event => this.#copy(event));
    text.root.addEventListener('keydown', event => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'a') return;
      event.preventDefault();
      this.#select(0, this.#text.text.length);
    });
  }

  /** Selected units; undefined if nothing is selected. */
  get range(): TextRange | undefined {
    if (!this.#anchor || !this.#focus || this.#anchor.textOffset === this.#focus.textOffset) return undefined;
    const [from, to] = [this.#anchor.textOffset, this.#focus.textOffset].toSorted((a, b) => a - b);
    return { from, to };
  }

  /** To be called after rows were put on the page or taken from it. */
  rowsChanged(): void {
    if (this.range && this.#anchor && this.#focus)
      this.#select(this.#anchor.textOffset, this.#focus.textOffset);
  }

  edited(edit: TextEdit): void {
    if (this.#anchor)
      this.#anchor = { ...this.#anchor, textOffset: movedOffset(this.#anchor.textOffset, edit) };
    if (this.#focus) this.#focus = { ...this.#focus, textOffset: movedOffset(this.#focus.textOffset, edit) };
  }

  clear(): void {
    this.#anchor = undefined;
    this.#focus = undefined;
  }

  #select(anchor: number, focus: number): void {
    const anchorPoint = this.#text.pointAt(anchor);
    const focusPoint = this.#text.pointAt(focus);
    if (!anchorPoint || !focusPoint) return;
    this.#anchor = { ...anchorPoint, textOffset: anchor };
    this.#focus = { ...focusPoint, textOffset: focus };
    const selection = document.getSelection();
    if (!selection || (isAt(selection, 'anchor', anchorPoint) && isAt(selection, 'focus', focusPoint)))
      return;
    selection.setBaseAndExtent(anchorPoint.node, anchorPoint.offset, focusPoint.node, focusPoint.offset);
  }

  /** An end that is still where it was put keeps its offset, which may be of a row that is not on the page. */
  #read(): void {
    const selection = document.getSelection();
    const anchor = selection && this.#end(selection.anchorNode, selection.anchorOffset, this.#anchor);
    const focus = selection && this.#end(selection.focusNode, selection.focusOffset, this.#focus);
    this.#anchor = anchor && focus ? anchor : undefined;
    this.#focus = anchor && focus ? focus : undefined;
  }

  #end(node: Node | null, offset: number, known: End | undefined): End | undefined {
    if (!node || !this.#text.root.contains(node)) return undefined;
    if (known && known.node === node && known.offset === offset) return known;
    const textOffset = this.#text.offsetAt({ node, offset });
    return textOffset === undefined ? undefined : { node, offset, textOffset };
  }

  #copy(event: ClipboardEvent): void {
    const range = this.range;
    if (!range || !event.clipboardData) return;
    event.clipboardData.setData('text/plain', this.#text.text.slice(range.from, range.to));
    event.preventDefault();
  }
}

function isAt(selection: Selection, end: 'anchor' | 'focus', point: DomPoint): boolean {
  const node = end === 'anchor' ? selection.anchorNode : selection.focusNode;
  const offset = end === 'anchor' ? selection.anchorOffset : selection.focusOffset;
  return node === point.node && offset === point.offset;
}

/** Where an offset is after an edit; inside the replaced text it goes to its end. */
export function movedOffset(offset: number, edit: TextEdit): number {
  if (offset < edit.offset) return offset;
  if (offset >= edit.offset + edit.length) return offset + edit.text.length - edit.length;
  return edit.offset + edit.text.length;
}
