import type { CellName, CellSignal, HoverAnswer, Quantity, Ranking } from '../../protocol/cells.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { FromPage, FromPanel, HostEvent } from '../../protocol/inspector.ts';
import { Newest } from '../../protocol/newest.ts';
import type { TextEdit } from '../../protocol/textPlaces.ts';
import { hasCell, sameCell, sameSignal } from './cellName.ts';
import { scoreOf, scoresBy, signalOf, tellsMore } from './cellScores.ts';
import { HoverQuestion } from './hoverQuestion.ts';
import type { InspectorState, ViewOptions } from './inspectorState.ts';
import type { SavedView } from './savedView.ts';
import type { Store } from '../kit/store.ts';
import { movedOffset } from './textSelection.ts';
import { VisibleValues } from './visibleValues.ts';
import type { VisibleText } from './visibleValues.ts';

type HostChannel = Channel<FromPage, FromPanel>;
type Message<Kind extends HostEvent['kind']> = Extract<HostEvent, { kind: Kind }>;

/** A cell that an early ranking chose gives way only to one that is better by so much of F1. */
const worthChanging = 0.05;

/** A text to be shown in place of another. */
export interface ReplacedText {
  /** What there is of it so far. */
  content: string;
  /** Units of all of it. */
  length: number;
  tabSize: number;
  /** Offset of the first row to be seen. */
  top: number;
}

/** What the session needs of the text on the page. */
interface ShownText extends VisibleText {
  readonly topOffset: number;
  /** False while there is no room for it on the page, such as before there is a model. */
  readonly isLaidOut: boolean;
  replace(text: ReplacedText): void;
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
  readonly visible: VisibleValues;
  readonly #channel: HostChannel;
  readonly #store: Store<InspectorState>;
  readonly #text: ShownText;
  readonly #saved: SavedView;
  readonly #hover: HoverQuestion;
  readonly #newestRanking = new Newest();
  /** Model, document and feature of the ranking that was asked for last. */
  #askedRanking = '';
  /** The cell that is shown was taken from a ranking that a better one may follow. */
  #cellIsPreliminary = false;
  /** The text was shown before: the editor's cursor does not move it at first. */
  #keepScroll = false;
  /** Where the text is to begin once so much of it has come. */
  #laterTop: number | undefined;
  /** Where a click here sent the editor: its scrolling there does not move the text here. */
  #sentTo: number | undefined;

  constructor(channel: HostChannel, store: Store<InspectorState>, text: ShownText, saved: SavedView) {
    this.#channel = channel;
    this.#store = store;
    this.#text = text;
    this.#saved = saved;
    this.#hover = new HoverQuestion({
      channel,
      answered: (answer, asked) => this.#receiveHover(answer, asked),
      failed: error => this.#failed(error),
    });
    this.visible = new VisibleValues({
      channel,
      store,
      text,
      later: (work, milliseconds) => {
        setTimeout(work, milliseconds);
      },
    });
    channel.hear(event => this.#receive(event));
    store.subscribe(() => this.visible.ask());
  }

  start(neighbours: () => CellName[]): void {
    this.visible.neighbours = () => neighbours().map(cell => this.#signalOf(cell));
    this.#channel.tell({ kind: 'ready' });
  }

  /** The user's choice: it stays whatever rankings come. */
  chooseCell(cell: CellName): void {
    if (this.#state.feature !== undefined) this.#saved.cellFeature = this.#state.feature;
    this.#cellIsPreliminary = false;
    this.#showCell(this.#signalOf(cell));
  }

  /** Shows another quantity of the chosen cell. */
  chooseQuantity(quantity: Quantity): void {
    const { cell } = this.#state;
    if (cell) this.#showCell({ ...cell, quantity });
  }

  chooseFeature(feature: string): void {
    const { document } = this.#state;
    if (!document || feature === this.#state.feature) return;
    this.#saved.features[document.language] = feature;
    this.visible.forgetLabels();
    this.#store.update({ feature, ranking: undefined });
    this.#askForRanking();
  }

  choosePalette(palette: InspectorState['palette']): void {
    this.#store.update({ palette });
    this.#channel.tell({ kind: 'choosePalette', palette });
  }

  changeOptions(change: Partial<ViewOptions>): void {
    this.#store.update({ options: { ...this.#state.options, ...change } });
    const { cell } = this.#state;
    if (change.quantity && cell) this.#showCell(this.#signalOf(cell));
  }

  stopRanking(): void {
    this.#newestRanking.stop();
  }

  train(): void {
    this.#channel.tell({ kind: 'train' });
  }

  /** The pointer or the keyboard's mark went to a character, or away. */
  point(offset: number | undefined): void {
    if (offset === this.#state.pointed) return;
    this.#store.update({ pointed: offset });
    this.#hover.ask(this.#state);
  }

  revealInEditor(offset: number): void {
    const { document } = this.#state;
    if (!document) return;
    this.#sentTo = offset;
    this.#channel.tell({ kind: 'reveal', document: document.id, version: document.version, offset });
  }

  get #state(): InspectorState {
    return this.#store.state;
  }

  #receive(message: HostEvent): void {
    switch (message.kind) {
      case 'palette':
        return this.#store.update({ palette: message.palette });
      case 'model':
        return this.#receiveModel(message);
      case 'noModel':
        this.visible.values.clear();
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
      case 'moreText':
        return this.#receiveMoreText(message);
      case 'noDocument':
        this.#askedRanking = '';
        return this.#store.update({
          document: undefined,
          noDocument: message.message,
          ranking: undefined,
          rankingShare: undefined,
          readingShare: undefined,
        });
      case 'edits':
        return this.#receiveEdits(message);
      case 'valuesAhead':
        return this.visible.receive({ ...message, signals: [message] });
      case 'reading':
        if (!this.#isCurrent(message)) return;
        return this.#store.update({ readingShare: message.share < 1 ? message.share : undefined });
      case 'rankingProgress':
        if (message.document !== this.#state.document?.id || this.#state.rankingShare === undefined) return;
        return this.#store.update({ rankingShare: message.share });
      case 'cursor':
        return this.#receiveCursor(message);
      default: {
        const unknown: never = message;
        return unknown;
      }
    }
  }

  #signalOf(cell: CellName): CellSignal {
    const { ranking, model, options } = this.#state;
    return signalOf(cell, options.quantity, { ranking, quantities: model?.quantities ?? ['h'] });
  }

  #showCell(cell: CellSignal): void {
    if (sameSignal(cell, this.#state.cell)) return;
    this.#saved.cell = { layer: cell.layer, index: cell.index };
    this.#store.update({ cell });
    this.#hover.forget();
    this.#hover.ask(this.#state);
  }

  #receiveModel(model: Message<'model'>): void {
    const old = this.#state.model;
    this.#store.update({ model, noModel: undefined });
    if (old?.revision === model.revision) return;
    this.visible.values.modelChanged(this.#state.cell);
    const sameShape = old?.layers === model.layers && old.units === model.units;
    if (!sameShape) this.#store.update({ ranking: undefined });
    const cell = this.#state.cell ?? this.#saved.cell;
    this.#store.update({ hover: undefined, cell: undefined });
    if (cell && hasCell(model, cell)) this.#showCell(this.#signalOf(cell));
    this.#askForRanking();
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
    this.visible.clear();
    this.#sentTo = undefined;
    this.#laterTop = top > text.length ? top : undefined;
    if (!same) this.#keepScroll = saved?.name === name;
    // A ranking is of one text by one feature: another one, or one that has no features, begins without.
    const isRankedStill = same && feature !== undefined && feature === this.#state.feature;
    this.#store.update({
      document: { id: message.document, version: message.version, name, language, features },
      noDocument: undefined,
      feature,
      cursor,
      pointed: undefined,
      hover: undefined,
      readingShare: undefined,
      ...(isRankedStill ? {} : { ranking: undefined, rankingShare: undefined }),
    });
    this.#text.replace({
      content: text,
      length: message.length,
      tabSize: message.tabSize ?? 4,
      top: Math.min(top, text.length),
    });
    // Nobody has seen it yet, so it still is to start at the cursor.
    if (cursor && !this.#keepScroll && !this.#text.isLaidOut) this.#text.reveal(cursor.offset);
    this.#askForRanking();
  }

  #receiveMoreText({ document: id, text }: Message<'moreText'>): void {
    if (this.#state.document?.id !== id) return;
    this.#text.edit([{ offset: this.#text.length, length: 0, text }]);
    if (this.#laterTop === undefined || this.#laterTop > this.#text.length) return;
    this.#text.scrollToTop(this.#laterTop);
    this.#laterTop = undefined;
  }

  #receiveEdits({ document: id, version, edits }: Message<'edits'>): void {
    const { document, pointed } = this.#state;
    if (document?.id !== id) return;
    // A version was missed: what is shown is no longer the text. Have everything sent again.
    if (version !== document.version + 1) return this.#channel.tell({ kind: 'sendAgain' });
    let moved = pointed;
    for (const edit of edits) {
      this.visible.edit(edit);
      if (moved !== undefined) moved = movedOffset(moved, edit);
    }
    this.#store.update({ document: { ...document, version }, pointed: moved });
    this.#text.edit(edits);
    this.#hover.ask(this.#state);
  }

  #receiveRanking(document: number, ranking: Ranking): void {
    const { model, feature, cell, options, ranking: kept } = this.#state;
    if (ranking.revision !== model?.revision || !this.#isShown(document, ranking.feature)) return;
    const isLast = ranking.origin === 'document';
    if (isLast && tellsMore(kept, ranking)) {
      // No other ranking follows: a later model alone is no reason to leave its cell.
      this.#cellIsPreliminary = false;
      return this.#store.update({ rankingShare: undefined });
    }
    this.#store.update({ ranking, ...(isLast ? { rankingShare: undefined } : {}) });
    const [best] = scoresBy(ranking, options.quantity);
    const isOfAnother = this.#saved.cellFeature !== feature;
    if (best && (!cell || isOfAnother || this.#isSurpassed(best.f1))) {
      // Another feature was chosen: show the cell that follows it best. A better model alone keeps the user's cell.
      this.#saved.cellFeature = ranking.feature;
      this.#cellIsPreliminary = !isLast;
      this.#showCell(this.#signalOf(best));
    } else if (cell) this.#showCell(this.#signalOf(cell));
    if (isLast) this.#cellIsPreliminary = false;
    if (!best && isLast) this.#chooseAnyCell();
  }

  /** The shown cell was the best one of an earlier ranking, and is not any more. */
  #isSurpassed(bestF1: number): boolean {
    const { ranking, cell, options } = this.#state;
    if (!cell || !this.#cellIsPreliminary) return false;
    return bestF1 - (scoreOf(ranking, cell, options.quantity)?.f1 ?? 0) > worthChanging;
  }

  #receiveHover(answer: HoverAnswer, asked: InspectorState): void {
    const { document, pointed, cell } = this.#state;
    if (document?.id !== asked.document?.id || document?.version !== asked.document?.version) return;
    if (answer.offset === pointed && sameCell(asked.cell, cell)) this.#store.update({ hover: answer });
    else this.#hover.ask(this.#state);
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

  /** Whether a ranking is about what is shown. */
  #isShown(document: number, feature: string): boolean {
    return document === this.#state.document?.id && feature === this.#state.feature;
  }

  #askForRanking(): void {
    const { document, model, feature } = this.#state;
    if (!document || !model) return;
    if (feature === undefined) {
      // Nothing to compare with, unless the features of a C or LaTeX file are still on their way.
      this.#askedRanking = '';
      if (document.language === 'other') this.#chooseAnyCell();
      return;
    }
    const wanted = `${model.revision} ${document.id} ${feature}`;
    if (wanted === this.#askedRanking) return;
    this.#askedRanking = wanted;
    this.#store.update({ rankingShare: 0, error: undefined });
    void this.#rank(document.id, feature, wanted);
  }

  async #rank(document: number, feature: string, wanted: string): Promise<void> {
    try {
      const ranking = await this.#newestRanking.run(async signal => {
        const asked = { document, feature };
        // Both at once: the one that was kept is there before the other has begun.
        const [, made] = await Promise.all([
          this.#channel.ask({ kind: 'keptRanking', ...asked }, signal).then(kept => {
            if (kept && !signal.aborted) this.#receiveRanking(document, kept);
          }),
          this.#channel.ask({ kind: 'rank', ...asked }, signal),
        ]);
        return signal.aborted ? undefined : made;
      });
      if (ranking) return this.#receiveRanking(document, ranking);
    } catch (error) {
      if (wanted === this.#askedRanking) this.#failed(error);
    }
    if (wanted !== this.#askedRanking || !this.#isShown(document, feature)) return;
    this.#askedRanking = '';
    this.#store.update({ rankingShare: undefined });
    this.#chooseAnyCell();
  }

  #failed(error: unknown): void {
    this.#store.update({ error: error instanceof Error ? error.message : String(error) });
  }

  /** Without a ranking there is no best cell: take the first one rather than none. */
  #chooseAnyCell(): void {
    if (this.#state.model && !this.#state.cell) this.#showCell(this.#signalOf({ layer: 1, index: 0 }));
  }
}
