import type { CellSignal } from '../../protocol/cells.ts';
import { CellBar } from './cellBar.ts';
import { CellList } from './cellList.ts';
import { cellLabel } from './cellName.ts';
import { ColorTable } from './colorTable.ts';
import { element, setText } from '../kit/element.ts';
import { makeGlossary } from '../kit/glossary.ts';
import { meanings } from './words.ts';
import type { Host } from '../kit/channel.ts';
import type { TextEdit } from '../../protocol/textPlaces.ts';
import type { FromPage, FromPanel } from '../../protocol/inspector.ts';
import { InfluenceBar } from './influenceBar.ts';
import { InfluenceQuestion } from './influenceQuestion.ts';
import { mostBits } from './influenceWords.ts';
import { describeCharacter, HoverCard } from './hoverCard.ts';
import { Inspector } from './inspector.ts';
import type { ReplacedText } from './inspector.ts';
import { defaultOptions } from './inspectorState.ts';
import type { InspectorState } from './inspectorState.ts';
import { Legend } from './legend.ts';
import { EmptyState, ErrorBar, ReadingBar } from './notices.ts';
import { RangeWindow } from './rangeWindow.ts';
import { RowLayout } from './rowLayout.ts';
import { readSavedView } from './savedView.ts';
import type { SavedView } from './savedView.ts';
import { Store } from '../kit/store.ts';
import { TextKeys } from './textKeys.ts';
import { TextView } from './textView.ts';
import type { TextColors } from './textView.ts';
import { currentTheme, onThemeChange, pixelOf } from '../kit/theme.ts';
import { Toolbar } from './toolbar.ts';

/** Changes within this time are saved together, ms. */
const saveDelay = 200;
/** Opacity of the line under the true feature. */
const underlineOpacity = 0.8;

/** Puts the parts of the inspector together and draws the state into them. */
export class InspectorPage {
  readonly #host: Host<FromPage, FromPanel>;
  readonly #saved: SavedView;
  readonly #store: Store<InspectorState>;
  readonly #layout = new RowLayout();
  readonly #inspector: Inspector;
  readonly #text: TextView;
  readonly #cells: CellList;
  readonly #keys: TextKeys;
  readonly #cellBar = new CellBar({
    step: steps => this.#cells.step(steps),
    chooseQuantity: quantity => this.#inspector.chooseQuantity(quantity),
  });
  readonly #influence: InfluenceQuestion;
  readonly #influenceBar = new InfluenceBar(measure => this.#influence.chooseMeasure(measure));
  readonly #legend = new Legend();
  readonly #empty = new EmptyState(() => this.#inspector.train());
  readonly #error = new ErrorBar(() => this.#store.update({ error: undefined }));
  readonly #reading = new ReadingBar();
  readonly #card: HoverCard;
  readonly #toolbar: Toolbar;
  readonly #content: HTMLElement;
  /** Read out by screen readers: the character at the keyboard's mark. */
  readonly #spoken = element('div', { class: 'spoken announced', role: 'status', 'aria-live': 'polite' });
  #table: ColorTable;
  /** The cell whose values are on the page: the chosen one, or the one before it until its values have come. */
  #shownCell: CellSignal | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host<FromPage, FromPanel>, root: HTMLElement) {
    this.#host = host;
    this.#saved = readSavedView(host.savedState());
    this.#store = new Store(initialState(this.#saved));
    const { palette, theme } = this.#store.state;
    this.#table = new ColorTable(palette, theme);
    this.#text = new TextView(this.#layout, {
      colors: () => this.#colors(),
      rendered: () => this.#inspector.visible.ask(),
      pointed: offset => this.#inspector.point(offset),
      clicked: offset => this.#activate(offset),
      scrolled: () => this.#scrolled(),
    });
    this.#influence = new InfluenceQuestion(host.channel, this.#store);
    this.#inspector = this.#makeInspector();
    this.#cells = new CellList(this.#store, {
      choose: cell => this.#inspector.chooseCell(cell),
      stopRanking: () => this.#inspector.stopRanking(),
    });
    this.#toolbar = new Toolbar(this.#store, {
      chooseFeature: feature => this.#inspector.chooseFeature(feature),
      chooseCell: cell => this.#inspector.chooseCell(cell),
      choosePalette: chosen => this.#inspector.choosePalette(chosen),
      changeOptions: change => this.#inspector.changeOptions(change),
      filterCells: typed => this.#cells.filter(typed),
      focusCells: () => this.#cells.focus(),
      toggleInfluence: () => this.#toggleInfluence(),
    });
    this.#card = new HoverCard({
      characterAt: offset => this.#characterAt(offset),
      valueAt: offset => this.#valueAt(offset),
      rectangleOf: offset => this.#text.rectangleOf(offset),
    });
    this.#keys = new TextKeys({
      text: this.#text,
      layout: this.#layout,
      store: this.#store,
      inspector: this.#inspector,
      activate: offset => this.#activate(offset),
    });
    const pane = element(
      'section',
      { class: 'textPane', 'aria-label': 'Text' },
      this.#cellBar.root,
      this.#influenceBar.root,
      this.#reading.root,
      this.#text.root,
      this.#legend.root,
      makeGlossary(meanings),
    );
    this.#content = element('div', { class: 'content' }, this.#cells.root, pane);
    root.append(
      element(
        'main',
        { class: 'inspector' },
        this.#toolbar.root,
        this.#error.root,
        this.#empty.root,
        this.#content,
        this.#spoken,
      ),
      this.#card.root,
    );
    root.addEventListener('keydown', event => this.#key(event));
    this.#store.subscribe((state, previous) => this.#draw(state, previous));
    onThemeChange(() => this.#themeChanged());
  }

  start(): void {
    this.#draw(this.#store.state, this.#store.state);
    this.#inspector.start(() => this.#cells.neighbours());
  }

  #makeInspector(): Inspector {
    const layout = this.#layout;
    const text = this.#text;
    const shown = {
      get length() {
        return layout.text.length;
      },
      get visibleRange() {
        return text.visibleRange;
      },
      get renderedRange() {
        return text.renderedRange;
      },
      get topOffset() {
        return text.topOffset;
      },
      get isLaidOut() {
        return text.isLaidOut;
      },
      replace: ({ content, length, tabSize, top }: ReplacedText) => {
        this.#shownCell = undefined;
        layout.setText(content, tabSize);
        text.textReplaced(top, length);
      },
      edit: (edits: readonly TextEdit[]) => {
        this.#influence.edited(edits);
        text.applyEdits(edits);
      },
      reveal: text.reveal.bind(text),
      scrollToTop: text.scrollToTop.bind(text),
    };
    return new Inspector(this.#host.channel, this.#store, shown, this.#saved);
  }

  #draw(state: InspectorState, previous: InspectorState): void {
    const empty = this.#empty.update(state);
    this.#content.hidden = empty;
    // The heading stays: it says what page this is.
    this.#toolbar.root.classList.toggle('bare', empty);
    this.#error.update(state);
    this.#reading.update(state);
    this.#cellBar.update(state);
    this.#influenceBar.update(state.influence, offset => this.#characterAt(offset));
    this.#content.classList.toggle('ofInfluence', state.influence !== undefined);
    if (state.palette !== previous.palette || state.theme !== previous.theme)
      this.#table = new ColorTable(state.palette, state.theme);
    document.body.dataset.palette = state.palette;
    this.#text.showDigits(state.options.values === 'digits');
    if (needsPaint(state, previous)) this.#text.paint();
    this.#text.markCursor(state.cursor?.offset);
    this.#text.markPointed(state.pointed);
    this.#text.markChosen(state.influence?.chosen);
    this.#nameText(state);
    const scale = state.influence ? mostBits(state.influence) : this.#colors().scale;
    this.#legend.update(state, this.#table, scale);
    this.#drawPointed(state, previous);
    this.#saveSoon();
  }

  #drawPointed(state: InspectorState, previous: InspectorState): void {
    this.#card.update(state);
    const { pointed } = state;
    if (!this.#keys.leading || pointed === undefined) return;
    const isSaid = (['pointed', 'hover', 'cell', 'influence'] as const).every(
      key => state[key] === previous[key],
    );
    if (isSaid) return;
    setText(this.#spoken, describeCharacter(state, this.#characterAt(pointed), this.#valueAt(pointed)));
  }

  #nameText({ document: shown, cell, influence }: InspectorState): void {
    const name = shown?.name ?? 'No file';
    const { dataset } = this.#text.root;
    const by = influence ? 'influence' : cell && `cell ${cellLabel(cell)}`;
    this.#text.root.setAttribute('aria-label', by ? `${name}, coloured by ${by}` : name);
    if (influence?.answer) dataset.influence = String(influence.answer.offset);
    else delete dataset.influence;
    // For those who watch from outside: the cell that the colours on the page belong to.
    if (this.#shownCell) {
      dataset.cell = cellLabel(this.#shownCell);
      dataset.quantity = this.#shownCell.quantity;
      // The version of the text that all colours in sight are right for.
      const missing = this.#inspector.visible.values.missing(this.#shownCell, this.#text.visibleRange);
      if (shown && !missing) dataset.version = String(shown.version);
    } else {
      delete dataset.cell;
      delete dataset.quantity;
      delete dataset.version;
    }
  }

  #colors(): TextColors {
    const { cell, options, influence } = this.#store.state;
    const { values, labels } = this.#inspector.visible;
    if (cell && values.window(cell)) this.#shownCell = cell;
    const shown = this.#shownCell;
    const underline = pixelOf(getComputedStyle(this.#text.root).color, underlineOpacity);
    const common = { table: this.#table, underline };
    if (influence) {
      const { answer } = influence;
      // Shares of the full colour, of which digits show the tenths.
      const most = mostBits(influence);
      const window =
        answer &&
        new RangeWindow(
          answer.from,
          answer.bits.map(bits => bits / most),
        );
      return { ...common, values: window, labels: undefined, scale: 1 };
    }
    return {
      ...common,
      values: shown && values.window(shown),
      labels: options.underline ? labels : undefined,
      scale: options.scale === 'cell' && shown ? values.scale(shown) : 1,
    };
  }

  /** A character was clicked, or Enter was pressed at it. */
  #activate(offset: number): void {
    if (this.#store.state.influence) this.#influence.choose(offset);
    else this.#inspector.revealInEditor(offset);
  }

  #toggleInfluence(): void {
    const { influence, pointed, cursor } = this.#store.state;
    if (influence) return this.#influence.stop();
    const length = this.#layout.text.length;
    const at = pointed ?? cursor?.offset;
    this.#influence.start(at !== undefined && at < length ? at : undefined);
  }

  #characterAt(offset: number): string {
    return String.fromCodePoint(this.#layout.text.codePointAt(offset) ?? 0);
  }

  #valueAt(offset: number): number | undefined {
    const { cell } = this.#store.state;
    const window = cell && this.#inspector.visible.values.window(cell);
    return window && offset < window.freshTo ? window.at(offset) : undefined;
  }

  #themeChanged(): void {
    this.#store.update({ theme: currentTheme() });
    this.#text.resized();
  }

  #scrolled(): void {
    this.#card.update(this.#store.state);
    this.#saveSoon();
  }

  /** Alt with up or down flips through the cells from anywhere. */
  #key(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    this.#cells.step(event.key === 'ArrowDown' ? 1 : -1);
  }

  #saveSoon(): void {
    if (this.#saving === undefined) this.#saving = setTimeout(() => this.#save(), saveDelay);
  }

  #save(): void {
    this.#saving = undefined;
    const { options, palette, document: shown } = this.#store.state;
    this.#saved.options = options;
    this.#saved.palette = palette;
    if (shown) this.#saved.scroll = { name: shown.name, offset: this.#text.topOffset };
    this.#host.saveState(this.#saved);
  }
}

function initialState(saved: SavedView): InspectorState {
  return {
    theme: currentTheme(),
    palette: saved.palette ?? 'red-blue',
    options: saved.options ?? defaultOptions,
    model: undefined,
    noModel: undefined,
    document: undefined,
    noDocument: undefined,
    feature: undefined,
    cell: undefined,
    ranking: undefined,
    rankingShare: undefined,
    readingShare: undefined,
    cursor: undefined,
    pointed: undefined,
    hover: undefined,
    influence: undefined,
    error: undefined,
    valuesVersion: 0,
  };
}

function needsPaint(state: InspectorState, previous: InspectorState): boolean {
  const keys = [
    'cell',
    'valuesVersion',
    'options',
    'palette',
    'theme',
    'feature',
    'model',
    'document',
    'influence',
  ] as const;
  return keys.some(key => state[key] !== previous[key]);
}
