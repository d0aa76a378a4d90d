import type { CellName, CellSignal, HostToWebview, TextEdit } from '../../protocol/inspector.ts';
import { cellLabel, hasCell, sameCell } from './cellName.ts';
import { CellValues } from './cellValues.ts';
import type { HostChannel } from './hostChannel.ts';
import type { InspectorState } from './inspectorState.ts';
import { OpenRequest, paddedRange } from './openRequest.ts';
import { RangeWindow } from './rangeWindow.ts';
import type { SavedView } from './savedView.ts';
import type { Store } from './store.ts';
import { movedOffset } from './textSelection.ts';

type Message<Kind extends HostToWebview['kind']> = Extract<HostToWebview, { kind: Kind }>;

/** A question about a character that has no answer after this time is given up for the next one, ms. */
const hoverPatience = 250;

/** What the session needs of the text on the page. */
export interface ShownText {
  readonly length: number;
  readonly renderedRange: { from: number; to: number };
  readonly topOffset: number;
  /** False while there is no room for it on the page, such as before there is a model. */
  readonly isLaidOut: boolean;
  /** Replaces the text and shows it from the row of `top`. */
  replace(text: string, tabSize: number, top: number): void;
  edit(edits: readonly TextEdit[]): void;
  /** Brings an offset into sight. */
  reveal(offset: number): void;
  /** Makes the row of an offset the first one. */
  scrollToTop(offset: number): void;
}

/**
 * Speaks with the host: turns its messages into state, and what is shown into requests. Old values stay until new
 * ones come, so nothing flickers while the user types, flips through cells or trains.
 */
export class Inspector {
  readonly values = new CellValues();
  labels: RangeWindow<Uint8Array> | undefined;
  readonly #channel: HostChannel;
  readonly #store: Store<InspectorState>;
  readonly #text: ShownText;
  readonly #saved: SavedView;
  readonly #openValues = new OpenRequest();
  readonly #openLabels = new OpenRequest();
  #labelsOf: string | undefined;
  /** Cells that the user may flip to next, likeliest first. */
  #neighbours: () => CellName[] = () => [];
  /** Model, language and feature of the ranking that was asked for last. */
  #askedRanking = '';
  /** When the open question about a character was asked (ms), and about which version. */
  #hoverAsked: { time: number; version: number } | undefined;
  /** The text was shown before: the editor's cursor does not move it at first. */
  #keepScroll = false;
  /** Where a click here sent the editor: its scrolling there does not move the text here. */
  #sentTo: number | undefined;

  constructor(channel: HostChannel, store: Store<InspectorState>, text: ShownText, saved: SavedView) {
    this.#channel = channel;
    this.#store = store;
    this.#text = text;
    this.#saved = saved;
    channel.listen(message => this.#receive(message));
    store.subscribe(() => this.askForVisible());
  }

  start(neighbours: () => CellName[]): void {
    this.#neighbours = neighbours;
    this.#channel.post({ kind: 'ready' });
  }

  chooseCell(cell: CellName): void {
    if (this.#state.feature !== undefined) this.#saved.cellFeature = this.#state.feature;
    this.#showCell(cell);
  }

  chooseFeature(feature: string): void {
    const { document } = this.#state;
    if (!document || feature === this.#state.feature) return;
    this.#saved.features[document.language] = feature;
    this.labels = undefined;
    this.#store.update({ feature });
    this.#askForRanking();
  }

  choosePalette(palette: InspectorState['palette']): void {
    this.#store.update({ palette });
    this.#channel.post({ kind: 'choosePalette', palette });
  }

  stopRanking(): void {
    this.#channel.post({ kind: 'stopRanking' });
  }

  train(): void {
    this.#channel.post({ kind: 'train' });
  }

  /** The pointer or the keyboard's mark went to a character, or away. */
  point(offset: number | undefined): void {
    if (offset === this.#state.pointed) return;
    this.#store.update({ pointed: offset });
    if (offset === undefined) this.#channel.post({ kind: 'hoverEnd' });
    this.#askHover(offset);
  }

  revealInEditor(offset: number): void {
    const { document } = this.#state;
    if (!document) return;
    this.#sentTo = offset;
    this.#channel.post({ kind: 'reveal', document: document.id, version: document.version, offset });
  }

  /** Asks for the values and labels that the visible rows lack. */
  askForVisible(): void {
    const { document, model, cell, feature, options } = this.#state;
    const range = this.#text.renderedRange;
    if (!document || !model || range.to === range.from) return;
    const key = `${document.id} ${document.version} ${model.revision}`;
    const place = {
      document: document.id,
      version: document.version,
      ...paddedRange(range, this.#text.length),
    };
    if (cell) {
      const unknown = [cell, ...this.#neighbours()].filter(one => !this.values.covers(one, range));
      const missing = unknown.filter(one => !this.#openValues.covers(key, cellLabel(one), range));
      // Neighbours join a request; they are no reason to cut off one for the chosen cell.
      if (missing.length > 0 && (sameCell(missing[0], cell) || unknown.length === missing.length)) {
        this.#openValues.opened(key, unknown.map(cellLabel), place);
        this.#channel.post({ kind: 'needValues', ...place, cells: unknown.map(byOutput) });
      }
    }
    if (feature === undefined || !options.underline) return;
    if (this.#labelsOf === feature && this.labels?.covers(range)) return;
    if (this.#openLabels.covers(key, feature, range)) return;
    this.#openLabels.opened(key, [feature], place);
    this.#channel.post({ kind: 'needLabels', ...place, feature });
  }

  get #state(): InspectorState {
    return this.#store.state;
  }

  #receive(message: HostToWebview): void {
    switch (message.kind) {
      case 'palette':
        return this.#store.update({ palette: message.palette });
      case 'model':
        return this.#receiveModel(message);
      case 'noModel':
        this.values.clear();
        this.#askedRanking = '';
        return this.#store.update({
          model: undefined,
          noModel: message,
          ranking: undefined,
          rankingShare: undefined,
          readingShare: undefined,
        });
      case 'document':
        return this.#receiveDocument(message);
      case 'noDocument':
        return this.#store.update({
          document: undefined,
          noDocument: message.message,
          readingShare: undefined,
        });
      case 'edits':
        return this.#receiveEdits(message);
      case 'values':
        return this.#receiveValues(message);
      case 'labels':
        return this.#receiveLabels(message);
      case 'reading':
        if (!this.#isCurrent(message)) return;
        return this.#store.update({ readingShare: message.share < 1 ? message.share : undefined });
      case 'rankingProgress':
        if (message.feature !== this.#state.feature) return;
        return this.#store.update({ rankingShare: message.share });
      case 'ranking':
        return this.#receiveRanking(message);
      case 'rankingEnded':
        if (message.feature !== this.#state.feature) return;
        this.#askedRanking = '';
        this.#store.update({ rankingShare: undefined });
        return this.#chooseAnyCell();
      case 'hover':
        return this.#receiveHover(message);
      case 'cursor':
        return this.#receiveCursor(message);
      case 'error':
        return this.#store.update({ error: message.message });
      default: {
        const unknown: never = message;
        return unknown;
      }
    }
  }

  #showCell(cell: CellName): void {
    if (sameCell(cell, this.#state.cell)) return;
    this.#saved.cell = cell;
    this.#store.update({ cell });
    this.#channel.post({ kind: 'chooseCell', cell: byOutput(cell) });
  }

  #receiveModel(model: Message<'model'>): void {
    const old = this.#state.model;
    this.#store.update({ model, noModel: undefined });
    if (old?.revision === model.revision) return;
    this.values.modelChanged(this.#state.cell);
    const sameShape = old?.layers === model.layers && old.units === model.units;
    if (!sameShape) this.#store.update({ ranking: undefined });
    const cell = this.#state.cell ?? this.#saved.cell;
    this.#hoverAsked = undefined;
    this.#store.update({ hover: undefined, cell: undefined });
    if (cell && hasCell(model, cell)) this.#showCell(cell);
    this.#askForRanking();
    this.#askHover(this.#state.pointed);
  }

  #receiveDocument(message: Message<'document'>): void {
    const { name, language, features, text } = message;
    const old = this.#state.document;
    const saved = this.#saved.scroll;
    const savedTop = saved?.name === name ? saved.offset : 0;
    const same = old?.name === name;
    const top = same ? this.#text.topOffset : savedTop;
    const cursor = same ? this.#state.cursor : undefined;
    const remembered = this.#saved.features[language];
    const feature = features.some(one => one.name === remembered) ? remembered : features.at(0)?.name;
    this.values.clear();
    this.labels = undefined;
    this.#sentTo = undefined;
    if (!same) this.#keepScroll = saved?.name === name;
    this.#store.update({
      document: { id: message.document, version: message.version, name, language, features },
      noDocument: undefined,
      feature,
      cursor,
      pointed: undefined,
      hover: undefined,
      readingShare: undefined,
    });
    this.#text.replace(text, message.tabSize ?? 4, Math.min(top, text.length));
    // Nobody has seen it yet, so it still is to start at the cursor.
    if (cursor && !this.#keepScroll && !this.#text.isLaidOut) this.#text.reveal(cursor.offset);
    this.#askForRanking();
  }

  #receiveEdits({ document: id, version, edits }: Message<'edits'>): void {
    const { document, pointed } = this.#state;
    if (document?.id !== id) return;
    // A version was missed: what is shown is no longer the text. Have everything sent again.
    if (version !== document.version + 1) return this.#channel.post({ kind: 'ready' });
    let moved = pointed;
    for (const edit of edits) {
      this.values.edit(edit);
      this.labels = this.labels?.edited(edit, this.labels.at(edit.offset - 1) ?? 0);
      if (moved !== undefined) moved = movedOffset(moved, edit);
    }
    this.#store.update({ document: { ...document, version }, pointed: moved });
    this.#text.edit(edits);
    this.#askHover(moved);
  }

  #receiveValues(message: Message<'values'>): void {
    const { model, cell, valuesVersion } = this.#state;
    if (!this.#isCurrent(message) || message.revision !== model?.revision) return;
    this.#openValues.answered(cellLabel(message.cell));
    this.values.put(message.cell, message.from, message.values);
    this.askForVisible();
    if (!cell || !sameCell(cell, message.cell)) return;
    this.#store.update({ valuesVersion: valuesVersion + 1, readingShare: undefined });
  }

  #receiveLabels(message: Message<'labels'>): void {
    if (!this.#isCurrent(message) || message.feature !== this.#state.feature) return;
    this.#openLabels.answered(message.feature);
    this.labels = new RangeWindow(message.from, message.labels);
    this.#labelsOf = message.feature;
    this.#store.update({ valuesVersion: this.#state.valuesVersion + 1 });
  }

  #receiveRanking(ranking: Message<'ranking'>): void {
    const { model, feature, cell } = this.#state;
    if (ranking.revision !== model?.revision || ranking.feature !== feature) return;
    this.#store.update({ ranking, rankingShare: undefined });
    const best = ranking.cells.at(0);
    // Another feature was chosen: show the cell that follows it best. A better model alone keeps the user's cell.
    if (best && (!cell || this.#saved.cellFeature !== feature))
      this.chooseCell({ layer: best.layer, index: best.index });
    this.#saved.cellFeature = feature;
  }

  #receiveHover(message: Message<'hover'>): void {
    if (!this.#isCurrent(message)) return;
    this.#hoverAsked = undefined;
    const { pointed } = this.#state;
    if (message.offset === pointed) this.#store.update({ hover: message });
    else this.#askHover(pointed);
  }

  /**
   * The text follows the editor: its cursor where that moved, else its scrolling. While the user works in here,
   * scrolling the editor as well would pull the text from under the pointer.
   */
  #receiveCursor(message: Message<'cursor'>): void {
    if (!this.#isCurrent(message)) return;
    const { offset, visible } = message;
    const old = this.#state.cursor;
    this.#store.update({ cursor: { offset, visible } });
    if (!old && this.#keepScroll) return;
    if (offset === this.#sentTo) return;
    if (offset !== old?.offset) return this.#text.reveal(offset);
    if (document.hasFocus()) return;
    if (visible.from !== old?.visible.from) this.#text.scrollToTop(visible.from);
  }

  #isCurrent(message: { document: number; version: number }): boolean {
    const { document } = this.#state;
    return message.document === document?.id && message.version === document.version;
  }

  #askForRanking(): void {
    const { document, model, feature } = this.#state;
    if (!document || !model) return;
    if (feature === undefined) {
      // Nothing to compare with, unless the features of a C or LaTeX file are still on their way.
      if (document.language === 'other') this.#chooseAnyCell();
      return;
    }
    const wanted = `${model.revision} ${document.language} ${feature}`;
    if (wanted === this.#askedRanking) return;
    this.#askedRanking = wanted;
    this.#store.update({ rankingShare: 0, error: undefined });
    this.#channel.post({ kind: 'chooseFeature', feature });
  }

  /** Without a ranking there is no best cell: take the first one rather than none. */
  #chooseAnyCell(): void {
    if (this.#state.model && !this.#state.cell) this.#showCell({ layer: 1, index: 0 });
  }

  /** One question at a time: the pointer moves faster than a model answers. */
  #askHover(offset: number | undefined): void {
    const { document, model } = this.#state;
    if (offset === undefined || !document || !model) {
      this.#hoverAsked = undefined;
      return;
    }
    const now = performance.now();
    const open = this.#hoverAsked;
    if (open?.version === document.version && now - open.time < hoverPatience) return;
    this.#hoverAsked = { time: now, version: document.version };
    this.#channel.post({ kind: 'hover', document: document.id, version: document.version, offset });
  }
}

function byOutput({ layer, index }: CellName): CellSignal {
  return { layer, index, quantity: 'h' };
}
