import type { TextEdit, TextRange } from '../../protocol/textPlaces.ts';
import type { ColorTable } from './colorTable.ts';
import { element } from '../kit/element.ts';
import { featureLineAt } from './featureLine.ts';
import type { FeatureLine } from './featureLine.ts';
import { GridImage } from './gridImage.ts';
import type { RangeWindow } from './rangeWindow.ts';
import type { RowLayout } from './rowLayout.ts';
import { RowScroll } from './rowScroll.ts';
import { ShownRows } from './shownRows.ts';
import { measureText } from './textMetrics.ts';
import { movedOffset, TextSelection } from './textSelection.ts';

/** What the text is coloured with. */
export interface TextColors {
  values: RangeWindow<Float32Array> | undefined;
  labels: RangeWindow<Uint8Array> | undefined;
  table: ColorTable;
  /** |value| with the full colour. */
  scale: number;
  /** Pixel (RGBA in memory order) of the line under the true feature. */
  underline: number;
}

interface TextViewHost {
  /** What to colour with now. */
  colors(): TextColors;
  /** Other rows are on the page, or their text changed: their values may be wanted. */
  rendered(): void;
  /** The pointer is on a character, or on none. */
  pointed(offset: number | undefined): void;
  /** A character was clicked. */
  clicked(offset: number): void;
  scrolled(): void;
}

/** Rows kept on the page above and below the visible ones; new ones come when half of them are used up. */
const overscan = 20;
const fewestColumns = 16;

/**
 * The file's text, coloured. Only the rows around the visible ones are on the page: a text node each, over one image
 * of their colours that moves along with them. Everything stands on a grid of columns.
 */
export class TextView {
  readonly root = element('div', {
    id: 'text',
    class: 'text',
    role: 'textbox',
    'aria-readonly': 'true',
    'aria-multiline': 'true',
    tabindex: '0',
  });
  readonly #block = element('div', { class: 'rows' });
  readonly #cursorMark = element('div', { class: 'mark cursor', 'aria-hidden': 'true' });
  readonly #pointedMark = element('div', { class: 'mark pointed', 'aria-hidden': 'true' });
  readonly #chosenMark = element('div', { class: 'mark chosen', 'aria-hidden': 'true' });
  readonly #cursorLine = element('div', { class: 'mark cursorLine', 'aria-hidden': 'true' });
  readonly #image = new GridImage();
  readonly #layout: RowLayout;
  readonly #host: TextViewHost;
  readonly #scroll: RowScroll;
  readonly #rows: ShownRows;
  readonly #selection: TextSelection;
  #metrics = { columnWidth: 8, textHeight: 20, digitsHeight: 24 };
  #gutter = 40;
  #digits = false;
  /** Units of the text when all of it has come. */
  #expectedLength = 0;
  #cursor: number | undefined;
  #pointed: number | undefined;
  #chosen: number | undefined;
  /** False until the text was laid out once: before that sizes are guesses. */
  #measured = false;
  /** Where to start, and what to show, once the text is laid out. */
  #firstTop = 0;
  #firstReveal: number | undefined;

  constructor(layout: RowLayout, host: TextViewHost) {
    this.#layout = layout;
    this.#host = host;
    this.#image.canvas.className = 'grid';
    this.#image.canvas.setAttribute('aria-hidden', 'true');
    this.#block.append(
      this.#cursorLine,
      this.#image.canvas,
      this.#cursorMark,
      this.#chosenMark,
      this.#pointedMark,
    );
    const spacer = element('div', { class: 'spacer' }, this.#block);
    this.root.append(spacer);
    this.#scroll = new RowScroll(this.root, spacer);
    const rows = new ShownRows(layout, this.#block, this.#image.canvas);
    this.#rows = rows;
    this.#selection = new TextSelection({
      root: this.root,
      get text() {
        return layout.text;
      },
      offsetAt: point => rows.offsetAt(point),
      pointAt: offset => rows.pointAt(offset),
    });
    this.root.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.root.addEventListener('pointermove', event => host.pointed(this.#offsetAtPosition(event)));
    this.root.addEventListener('pointerleave', () => host.pointed(undefined));
    this.root.addEventListener('click', event => this.#clicked(event));
    new ResizeObserver(() => this.#roomChanged()).observe(this.root);
  }

  /** Rows that are on the page, as units of the text. */
  get renderedRange(): TextRange {
    return this.#rows.units;
  }

  /** Rows of which something can be seen, as units of the text. */
  get visibleRange(): TextRange {
    const { from, to } = this.#scroll.visible();
    return { from: this.#layout.range(from).from, to: this.#layout.range(to - 1).to };
  }

  /** False while there is no room for the text on the page. */
  get isLaidOut(): boolean {
    return this.#measured;
  }

  /** Offset of the first visible row. */
  get topOffset(): number {
    return this.#measured ? this.#layout.range(this.#scroll.firstRow().row).from : this.#firstTop;
  }

  /** Whether the row of an offset can be seen whole. */
  isVisible(offset: number): boolean {
    return this.#scroll.isWhollyVisible(this.#layout.rowAt(offset));
  }

  /** Where a character is on the page, CSS pixels from the window's corner; undefined if its row is not there. */
  rectangleOf(offset: number): DOMRect | undefined {
    const place = this.#placeOf(offset);
    if (!place) return undefined;
    const block = this.#block.getBoundingClientRect();
    return new DOMRect(block.left + place.left, block.top + place.top, place.width, this.#metrics.textHeight);
  }

  /** The text was replaced: show it from the row of `offset`. It will have `length` units when all of it has come. */
  textReplaced(offset: number, length: number): void {
    this.#expectedLength = length;
    this.#selection.clear();
    this.#cursor = undefined;
    this.#pointed = undefined;
    this.#chosen = undefined;
    this.#firstTop = offset;
    this.#firstReveal = undefined;
    this.#measure();
    this.#fitColumns();
    this.#rebuild(offset);
  }

  /** Edits the text; rows that did not change stay on the page, and on the same place of it, as they are. */
  applyEdits(edits: readonly TextEdit[]): void {
    const { row, above } = this.#scroll.firstRow();
    let top = this.#layout.range(row).from;
    for (const edit of edits) {
      this.#selection.edited(edit);
      top = movedOffset(top, edit);
      if (this.#cursor !== undefined) this.#cursor = movedOffset(this.#cursor, edit);
      this.#rows.replace(this.#layout.edit(edit));
    }
    if (this.#fitColumns()) return this.#rebuild(top);
    this.#scroll.setRows(this.#layout.rowCount, this.#rowHeight);
    this.#scroll.scrollTo(this.#layout.rowAt(top) * this.#rowHeight + above);
    this.#render();
  }

  /** The room, the font or the theme may have changed. */
  resized(): void {
    const top = this.topOffset;
    this.#measure();
    this.#fitColumns();
    this.#rebuild(top);
    const reveal = this.#firstReveal;
    if (!this.#measured || reveal === undefined) return;
    this.#firstReveal = undefined;
    this.reveal(reveal);
  }

  showDigits(shown: boolean): void {
    if (shown === this.#digits) return;
    const top = this.topOffset;
    this.#digits = shown;
    this.#rebuild(top);
  }

  markCursor(offset: number | undefined): void {
    this.#cursor = offset;
    this.#placeMarks();
  }

  markPointed(offset: number | undefined): void {
    this.#pointed = offset;
    this.#placeMarks();
  }

  /** The character whose prediction is asked about. */
  markChosen(offset: number | undefined): void {
    if (offset === this.#chosen) return;
    this.#chosen = offset;
    this.#placeMarks();
  }

  /** Scrolls as little as needed to show an offset, with a few rows around it. */
  reveal(offset: number): void {
    if (!this.#measured) this.#firstReveal = offset;
    else if (this.#scroll.reveal(this.#layout.rowAt(offset))) this.#scrolled();
  }

  /** Scrolls so that the row of an offset is the first one. */
  scrollToTop(offset: number): void {
    this.#firstTop = offset;
    if (this.#scroll.scrollToRow(this.#layout.rowAt(offset))) this.#scrolled();
  }

  /** Colours the rows; to be called for another cell, new values, another scale or theme. */
  paint(): void {
    const { values, labels, table, scale, underline } = this.#host.colors();
    const columns = this.#layout.columns + 1;
    const background = new Uint32Array(columns);
    const feature = Array.from<FeatureLine>({ length: columns });
    const size = {
      columns,
      rows: this.#rows.count,
      rowHeight: this.#rowHeight,
      textHeight: this.#metrics.textHeight,
    };
    this.#image.canvas.style.width = `${columns * this.#metrics.columnWidth}px`;
    this.#image.canvas.style.height = `${size.rows * size.rowHeight}px`;
    const rows = [...this.#rows.entries()];
    this.#image.paint(size, underline, index => {
      const { row, range } = rows[index];
      // A line end has a value as well; the end of the text and of a wrapped row have none.
      const used = Math.min(columns, row.columns + (range.to - range.from > row.text.length ? 1 : 0));
      background.fill(0);
      feature.fill('none');
      for (let column = 0; column < used; column++) {
        const offset = range.from + row.unitAt(column);
        const value = values?.at(offset);
        background[column] = table.pixel(value === undefined ? undefined : value / scale);
        if (labels) feature[column] = featureLineAt(labels, offset, column >= row.columns);
      }
      return labels ? { background, feature } : { background };
    });
    for (const { row, range } of rows) row.showDigits(this.#digits ? values : undefined, range.from);
  }

  get #rowHeight(): number {
    return this.#metrics.textHeight + (this.#digits ? this.#metrics.digitsHeight : 0);
  }

  #measure(): void {
    const metrics = measureText(this.root);
    this.#measured = metrics !== undefined;
    if (metrics) this.#metrics = metrics;
  }

  /** Finds how many columns there is room for; true if the rows were laid out anew. */
  #fitColumns(): boolean {
    if (this.root.clientWidth === 0) return false;
    const { columnWidth } = this.#metrics;
    // The gutter is as wide as the whole text will need it, so that its parts do not move it.
    const { text, lineCount } = this.#layout;
    const share = Math.min(1, text.length / this.#expectedLength) || 1;
    const digits = String(Math.round(lineCount / share)).length;
    const gutter = Math.round((Math.max(3, digits) + 2) * columnWidth);
    // One column stays free: a line end is shown behind the last character.
    const room = Math.floor((this.root.clientWidth - gutter) / columnWidth) - 1;
    const columns = Math.max(fewestColumns, room);
    const changed = columns !== this.#layout.columns || gutter !== this.#gutter;
    this.#gutter = gutter;
    this.#layout.setColumns(columns);
    return changed;
  }

  /** Other room: nothing is laid out again unless rows get longer or shorter. */
  #roomChanged(): void {
    if (!this.#measured) return this.resized();
    const top = this.topOffset;
    if (this.#fitColumns()) this.#rebuild(top);
    else this.#scrolled();
  }

  /** Makes all rows anew, from the row of `topOffset` on. */
  #rebuild(topOffset: number): void {
    this.#rows.clear();
    const { style } = this.root;
    style.setProperty('--gutter', `${this.#gutter}px`);
    style.setProperty('--text-height', `${this.#metrics.textHeight}px`);
    style.setProperty('--row-height', `${this.#rowHeight}px`);
    style.setProperty('--tab-size', String(this.#layout.tabSize));
    this.#scroll.setRows(this.#layout.rowCount, this.#rowHeight);
    this.#scroll.scrollToRow(this.#layout.rowAt(topOffset));
    this.#render();
  }

  #scrolled(): void {
    const needed = this.#scroll.visible(overscan / 2);
    const end = this.#rows.first + this.#rows.count;
    if (needed.from < this.#rows.first || needed.to > end) this.#render();
    else if (this.#scroll.isScaled) this.#placeBlock();
    this.#host.scrolled();
  }

  #render(): void {
    this.#rows.show(this.#scroll.visible(overscan), this.#metrics.columnWidth);
    this.#placeBlock();
    this.paint();
    this.#placeMarks();
    this.#selection.rowsChanged();
    this.#host.rendered();
  }

  #placeBlock(): void {
    this.#block.style.transform = `translateY(${this.#scroll.placeOf(this.#rows.first)}px)`;
  }

  #placeMarks(): void {
    const cursor = this.#cursor === undefined ? undefined : this.#placeOf(this.#cursor);
    placeMark(this.#cursorMark, cursor);
    placeMark(this.#cursorLine, cursor);
    this.#placeBox(this.#pointedMark, this.#pointed);
    this.#placeBox(this.#chosenMark, this.#chosen);
  }

  /** Around a character. */
  #placeBox(mark: HTMLElement, offset: number | undefined): void {
    const place = offset === undefined ? undefined : this.#placeOf(offset);
    placeMark(mark, place);
    if (place) mark.style.width = `${place.width}px`;
  }

  /** Where an offset stands in the block, CSS pixels. */
  #placeOf(offset: number): { left: number; top: number; width: number } | undefined {
    const index = this.#layout.rowAt(offset);
    const row = this.#rows.row(index);
    if (!row) return undefined;
    const { column, width } = row.columnsOf(offset - this.#layout.range(index).from);
    return {
      left: this.#gutter + column * this.#metrics.columnWidth,
      top: (index - this.#rows.first) * this.#rowHeight,
      width: width * this.#metrics.columnWidth,
    };
  }

  #offsetAtPosition(position: { clientX: number; clientY: number }): number | undefined {
    const block = this.#block.getBoundingClientRect();
    const index = this.#rows.first + Math.floor((position.clientY - block.top) / this.#rowHeight);
    const row = this.#rows.row(index);
    if (!row) return undefined;
    const column = Math.floor((position.clientX - block.left - this.#gutter) / this.#metrics.columnWidth);
    if (column < 0 || column > row.columns) return undefined;
    const { from, to } = this.#layout.range(index);
    const offset = from + row.unitAt(column);
    return offset < to ? offset : undefined;
  }

  /** The end of a selection by mouse is a click as well, but not a wish to go there. */
  #clicked(event: MouseEvent): void {
    if (this.#selection.range) return;
    const offset = this.#offsetAtPosition(event);
    if (offset !== undefined) this.#host.clicked(offset);
  }
}

function placeMark(mark: HTMLElement, place: { left: number; top: number } | undefined): void {
  mark.hidden = !place;
  if (!place) return;
  mark.style.setProperty('--left', `${place.left}px`);
  mark.style.setProperty('--top', `${place.top}px`);
}
