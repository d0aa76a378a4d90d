import type { CellSignal, HostToWebview, TextEdit, TextRange } from '../../protocol/inspector.ts';
import { sameSignal, signalLabel } from './cellName.ts';
import { CellValues } from './cellValues.ts';
import type { HostChannel } from '../kit/hostChannel.ts';
import type { InspectorState } from './inspectorState.ts';
import { OpenRequest, paddedRange } from './openRequest.ts';
import { RangeWindow } from './rangeWindow.ts';
import type { Store } from '../kit/store.ts';

type Message<Kind extends HostToWebview['kind']> = Extract<HostToWebview, { kind: Kind }>;

/** Where the visible text is. */
export interface VisibleText {
  /** Units that are there so far. */
  readonly length: number;
  /** Of the rows of which something can be seen. */
  readonly visibleRange: TextRange;
  /** Of the rows that are on the page. */
  readonly renderedRange: TextRange;
}

/**
 * The values and labels of the visible text, and asking the host for what is missing of them. What can be seen comes
 * first, then what scrolling or flipping through the cells would show next.
 */
export class VisibleValues {
  readonly values = new CellValues();
  labels: RangeWindow<Uint8Array> | undefined;
  #labelsOf: string | undefined;
  readonly #channel: HostChannel;
  readonly #store: Store<InspectorState>;
  readonly #text: VisibleText;
  readonly #openValues = new OpenRequest();
  readonly #openLabels = new OpenRequest();
  /** Signals that the user may flip to next, likeliest first. */
  neighbours: () => CellSignal[] = () => [];

  constructor(channel: HostChannel, store: Store<InspectorState>, text: VisibleText) {
    this.#channel = channel;
    this.#store = store;
    this.#text = text;
  }

  /** Asks for what the visible rows lack. */
  ask(): void {
    const { document, model, cell, feature, options } = this.#store.state;
    const range = this.#text.renderedRange;
    if (!document || !model || range.to === range.from) return;
    const key = `${document.id} ${document.version} ${model.revision}`;
    const place = { document: document.id, version: document.version };
    if (cell && !this.#askForSeen(key, place, cell)) this.#askForNext(key, place, cell);
    if (feature === undefined || !options.underline) return;
    if (this.#labelsOf === feature && this.labels?.covers(range)) return;
    if (this.#openLabels.covers(key, feature, range)) return;
    const padded = paddedRange(range, this.#text.length);
    this.#openLabels.opened(key, [feature], padded);
    this.#channel.post({ kind: 'needLabels', ...place, ...padded, feature });
  }

  edit(edit: TextEdit): void {
    this.values.edit(edit);
    this.labels = this.labels?.edited(edit, this.labels.at(edit.offset - 1) ?? 0);
  }

  /** Another text: nothing is known of it. */
  clear(): void {
    this.values.clear();
    this.forgetLabels();
  }

  forgetLabels(): void {
    this.labels = undefined;
    this.#labelsOf = undefined;
  }

  receiveValues(message: Message<'values'>): void {
    this.#openValues.answered(signalLabel(message.cell));
    this.values.put(message.cell, message.from, message.values);
  }

  receiveLabels(message: Message<'labels'>): void {
    this.#openLabels.answered(message.feature);
    this.labels = new RangeWindow(message.from, message.labels);
    this.#labelsOf = message.feature;
  }

  /** True while something that can be seen has no values, which are then asked for or on their way. */
  #askForSeen(key: string, place: { document: number; version: number }, cell: CellSignal): boolean {
    const missing = this.values.missing(cell, this.#text.visibleRange);
    if (!missing || missing.from >= missing.to) return false;
    if (this.#openValues.covers(key, signalLabel(cell), missing)) return true;
    this.#openValues.opened(key, [signalLabel(cell)], missing);
    this.#channel.post({ kind: 'needValues', ...place, ...missing, cells: [cell] });
    return true;
  }

  #askForNext(key: string, place: { document: number; version: number }, cell: CellSignal): void {
    const range = this.#text.renderedRange;
    const unknown = [cell, ...this.neighbours()].filter(one => !this.values.covers(one, range));
    const missing = unknown.filter(one => !this.#openValues.covers(key, signalLabel(one), range));
    if (missing.length === 0) return;
    // Neighbours join a request; they are no reason to cut off one for the chosen cell.
    if (!sameSignal(missing[0], cell) && unknown.length !== missing.length) return;
    const padded = paddedRange(range, this.#text.length);
    this.#openValues.opened(key, unknown.map(signalLabel), padded);
    this.#channel.post({ kind: 'needValues', ...place, ...padded, cells: unknown });
  }
}
