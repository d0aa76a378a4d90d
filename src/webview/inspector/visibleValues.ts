import type { CellSignal } from '../../protocol/cells.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { FromPage, FromPanel } from '../../protocol/inspector.ts';
import type { FeatureLabels } from '../../protocol/modelMessages.ts';
import { Newest } from '../../protocol/newest.ts';
import type { DocumentState, TextEdit, TextRange } from '../../protocol/textPlaces.ts';
import { sameSignal, signalLabel } from './cellName.ts';
import { CellValues } from './cellValues.ts';
import type { InspectorState } from './inspectorState.ts';
import { OpenRequest, paddedRange } from './openRequest.ts';
import { RangeWindow } from './rangeWindow.ts';
import type { Store } from '../kit/store.ts';

/** Where the visible text is. */
export interface VisibleText {
  /** Units that are there so far. */
  readonly length: number;
  /** Of the rows of which something can be seen. */
  readonly visibleRange: TextRange;
  /** Of the rows that are on the page. */
  readonly renderedRange: TextRange;
}

export interface VisibleParts {
  channel: Pick<Channel<FromPage, FromPanel>, 'ask'>;
  store: Pick<Store<InspectorState>, 'state' | 'update'>;
  text: VisibleText;
  /** Calls back when so much time has passed. */
  later: (work: () => void, milliseconds: number) => void;
}

/** Values of one or more signals from a place on. */
interface ReceivedValues extends DocumentState {
  revision: number;
  from: number;
  signals: readonly { cell: CellSignal; values: Float32Array }[];
}

const unlabelled =
  'To find out what is inside what in this file takes too long. Its text counts as not labelled: nothing is underlined in it, and no cell is compared with it.';

/**
 * The values and labels of the visible text, and asking the session for what is missing of them. What can be seen comes
 * first, then what scrolling or flipping through the cells would show next.
 */
export class VisibleValues {
  readonly values = new CellValues();
  labels: RangeWindow<Uint8Array> | undefined;
  #labelsOf: string | undefined;
  readonly #channel: VisibleParts['channel'];
  readonly #store: VisibleParts['store'];
  readonly #text: VisibleText;
  readonly #openValues: OpenRequest;
  readonly #openLabels: OpenRequest;
  readonly #newestValues = new Newest();
  readonly #newestLabels = new Newest();
  /** The document that the user was told of that it has no labels. */
  #unlabelled: number | undefined;
  /** Signals that the user may flip to next, likeliest first. */
  neighbours: () => CellSignal[] = () => [];

  constructor({ channel, store, text, later }: VisibleParts) {
    this.#channel = channel;
    this.#store = store;
    this.#text = text;
    this.#openValues = new OpenRequest(later);
    this.#openLabels = new OpenRequest(later);
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
    void this.#askForLabels(key, place, feature, paddedRange(range, this.#text.length));
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

  /** Takes values over, unless they are of another text or model than is shown. */
  receive({ document, version, revision, from, signals }: ReceivedValues): void {
    const { model, cell, valuesVersion } = this.#store.state;
    if (!this.#isCurrent({ document, version }) || revision !== model?.revision) return;
    for (const { cell: received, values } of signals) this.values.put(received, from, values);
    this.ask();
    if (signals.some(({ cell: received }) => sameSignal(cell, received)))
      this.#store.update({ valuesVersion: valuesVersion + 1, readingShare: undefined });
  }

  /** True while something that can be seen has no values, which are then asked for or on their way. */
  #askForSeen(key: string, place: DocumentState, cell: CellSignal): boolean {
    const missing = this.values.missing(cell, this.#text.visibleRange);
    if (!missing || missing.from >= missing.to) return false;
    if (!this.#openValues.covers(key, signalLabel(cell), missing))
      void this.#askForValues(key, place, [cell], missing);
    return true;
  }

  #askForNext(key: string, place: DocumentState, cell: CellSignal): void {
    const range = this.#text.renderedRange;
    const unknown = [cell, ...this.neighbours()].filter(one => !this.values.covers(one, range));
    const missing = unknown.filter(one => !this.#openValues.covers(key, signalLabel(one), range));
    if (missing.length === 0) return;
    // Neighbours join a request; they are no reason to cut off one for the chosen cell.
    if (!sameSignal(missing[0], cell) && unknown.length !== missing.length) return;
    void this.#askForValues(key, place, unknown, paddedRange(range, this.#text.length));
  }

  async #askForValues(key: string, place: DocumentState, cells: CellSignal[], range: TextRange) {
    const asked = this.#openValues.opened(key, cells.map(signalLabel), range);
    try {
      const answer = await this.#newestValues.run(signal =>
        this.#channel.ask({ kind: 'values', ...place, ...range, cells }, signal),
      );
      this.#openValues.answered(asked);
      if (!answer) return;
      const signals = answer.values.map((values, index) => ({ cell: cells[index], values }));
      this.receive({ ...place, revision: answer.revision, from: range.from, signals });
    } catch (error) {
      this.#failed(error);
      this.#openValues.failed(asked, () => this.ask());
    }
  }

  async #askForLabels(key: string, place: DocumentState, feature: string, range: TextRange): Promise<void> {
    const asked = this.#openLabels.opened(key, [feature], range);
    try {
      const answer = await this.#newestLabels.run(signal =>
        this.#channel.ask({ kind: 'labels', ...place, ...range, feature }, signal),
      );
      this.#openLabels.answered(asked);
      if (answer && this.#isCurrent(place) && feature === this.#store.state.feature)
        this.#receiveLabels(place.document, feature, range.from, answer);
    } catch (error) {
      this.#failed(error);
      this.#openLabels.failed(asked, () => this.ask());
    }
  }

  #receiveLabels(document: number, feature: string, from: number, answer: FeatureLabels): void {
    this.labels = new RangeWindow(from, answer.labels);
    this.#labelsOf = feature;
    this.#store.update({ valuesVersion: this.#store.state.valuesVersion + 1 });
    // Once a document: every edit of it would take as long again.
    if (!answer.isUnlabelled || this.#unlabelled === document) return;
    this.#unlabelled = document;
    this.#store.update({ error: unlabelled });
  }

  #isCurrent({ document, version }: DocumentState): boolean {
    const shown = this.#store.state.document;
    return document === shown?.id && version === shown.version;
  }

  #failed(error: unknown): void {
    this.#store.update({ error: error instanceof Error ? error.message : String(error) });
  }
}
