import type { CellName } from '../../protocol/inspector.ts';
import { cellLabel } from './cellName.ts';
import { filterRows, orderCells, rowOfCell, stepCell } from './cellOrder.ts';
import type { ListRow } from './cellOrder.ts';
import { element, setText } from './element.ts';
import type { InspectorState } from './inspectorState.ts';
import type { Store } from './store.ts';

/** CSS pixels. */
const rowHeight = 22;

/** One row on the page, used again for other cells as the list scrolls. */
class RowElement {
  readonly #name = element('span', { class: 'cellName' });
  readonly #bar = element('span', { class: 'bar' }, element('span'));
  readonly #score = element('span', { class: 'score' });
  readonly #sign = element('span', { class: 'sign' });
  readonly root = element('div', { class: 'cell' }, this.#name, this.#bar, this.#score, this.#sign);

  show(row: ListRow, selected: boolean, place: { index: number; size: number }): void {
    this.root.style.transform = `translateY(${place.index * rowHeight}px)`;
    this.root.classList.toggle('heading', row.kind === 'layer');
    if (row.kind === 'layer') {
      this.root.setAttribute('role', 'presentation');
      this.root.removeAttribute('id');
      delete this.root.dataset.cell;
      this.#showTexts(`Layer ${row.layer}`, '', '');
      this.root.classList.remove('selected', 'positive', 'negative');
      this.#bar.hidden = true;
      return;
    }
    const { cell, score, rank } = row;
    const label = cellLabel(cell);
    this.root.id = `cell-${label}`;
    this.root.dataset.cell = label;
    this.root.setAttribute('role', 'option');
    this.root.setAttribute('aria-selected', String(selected));
    this.root.setAttribute('aria-setsize', String(place.size));
    this.root.setAttribute('aria-posinset', String(place.index + 1));
    this.root.classList.toggle('selected', selected);
    const positive = (score?.correlation ?? 0) >= 0;
    this.root.classList.toggle('positive', score !== undefined && positive);
    this.root.classList.toggle('negative', score !== undefined && !positive);
    this.#bar.hidden = score === undefined;
    if (!score) {
      this.#showTexts(label, '', '');
      this.root.setAttribute('aria-label', `Cell ${label}`);
      return;
    }
    // The bar starts at chance, 0.5.
    this.#bar.style.setProperty('--share', String(Math.max(0, (score.auroc - 0.5) * 2)));
    this.#showTexts(label, score.auroc.toFixed(2), positive ? '+' : '−');
    const side = positive ? 'positive' : 'negative';
    this.root.setAttribute(
      'aria-label',
      `Cell ${label}, number ${rank}, AUROC ${score.auroc.toFixed(2)}, ${side} inside`,
    );
  }

  #showTexts(name: string, score: string, sign: string): void {
    setText(this.#name, name);
    setText(this.#score, score);
    setText(this.#sign, sign);
  }
}

/** The cells of all layers: a listbox that flips through them as fast as the keys repeat. */
export class CellList {
  readonly root: HTMLElement;
  readonly #list = element('div', { class: 'cells', role: 'listbox', tabindex: '0', 'aria-label': 'Cells' });
  readonly #spacer = element('div', { class: 'spacer' });
  readonly #status = element('div', { class: 'listStatus' });
  readonly #empty = element('div', { class: 'listEmpty', role: 'status' });
  readonly #progress = element('div', {
    class: 'progress',
    role: 'progressbar',
    'aria-label': 'Ranking the cells',
  });
  readonly #stop = element('button', { class: 'link', type: 'button' }, 'Stop');
  readonly #working = element(
    'div',
    { class: 'working' },
    element('span', {}, 'Ranking…'),
    this.#progress,
    this.#stop,
  );
  readonly #store: Store<InspectorState>;
  readonly #choose: (cell: CellName) => void;
  #rows: ListRow[] = [];
  #elements: RowElement[] = [];
  #typed = '';

  constructor(
    store: Store<InspectorState>,
    actions: { choose: (cell: CellName) => void; stopRanking: () => void },
  ) {
    this.#store = store;
    this.#choose = actions.choose;
    const head = element(
      'div',
      {
        class: 'listHead',
        'aria-hidden': 'true',
        title: 'Area under the ROC curve: 0.5 is chance, 1 follows it exactly',
      },
      element('span', { class: 'cellName' }, 'Cell'),
      element('span', { class: 'bar' }),
      element('span', { class: 'score' }, 'AUROC'),
      element('span', { class: 'sign', title: 'Sign of the cell inside' }, '±'),
    );
    this.#list.append(this.#spacer);
    this.root = element(
      'div',
      { class: 'cellList' },
      head,
      this.#working,
      this.#empty,
      this.#list,
      this.#status,
    );
    this.#stop.addEventListener('click', actions.stopRanking);
    this.#list.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.#list.addEventListener('keydown', event => this.#key(event));
    this.#list.addEventListener('click', event => this.#click(event));
    new ResizeObserver(() => this.#draw()).observe(this.#list);
    store.subscribe((state, previous) => this.#stateChanged(state, previous));
  }

  /** Cells that a key may lead to next, nearest first. */
  neighbours(): CellName[] {
    const at = rowOfCell(this.#rows, this.#store.state.cell);
    if (at < 0) return [];
    const near = [1, -1, 2, -2].map(steps => ({ steps, cell: stepCell(this.#rows, at, steps) }));
    const known = new Map<string, CellName>();
    for (const { cell } of near) if (cell) known.set(cellLabel(cell), cell);
    return [...known.values()];
  }

  /** Goes so many cells down (or up) the list. */
  step(steps: number): void {
    const cell = stepCell(this.#rows, rowOfCell(this.#rows, this.#store.state.cell), steps);
    if (cell) this.#choose(cell);
  }

  /** Shows only cells whose number starts so; returns the first one. */
  filter(typed: string): CellName | undefined {
    this.#typed = typed;
    this.#list.scrollTop = 0;
    this.#order();
    this.#draw();
    const first = this.#rows.find(row => row.kind === 'cell');
    return first?.cell;
  }

  focus(): void {
    this.#list.focus();
  }

  #stateChanged(state: InspectorState, previous: InspectorState): void {
    const reordered =
      state.ranking !== previous.ranking ||
      state.model !== previous.model ||
      state.options.order !== previous.options.order;
    const oldTop = rowOfCell(this.#rows, state.cell) * rowHeight - this.#list.scrollTop;
    if (reordered) {
      this.#order();
      // The chosen cell stays where it is on the screen while the others are sorted around it.
      if (state.cell === previous.cell)
        this.#list.scrollTop = rowOfCell(this.#rows, state.cell) * rowHeight - oldTop;
    }
    if (state.cell !== previous.cell || reordered) this.#showChosen();
    this.#working.hidden = state.rankingShare === undefined;
    this.#progress.style.setProperty('--share', String(state.rankingShare ?? 0));
    this.#progress.setAttribute('aria-valuenow', String(Math.round(100 * (state.rankingShare ?? 0))));
    setText(this.#status, rankingSummary(state));
    this.#draw();
  }

  #order(): void {
    const { model, ranking, options } = this.#store.state;
    const all = model ? orderCells(model, ranking, options.order) : [];
    this.#rows = filterRows(all, this.#typed);
    this.#spacer.style.height = `${this.#rows.length * rowHeight}px`;
    this.#empty.hidden = this.#rows.length > 0 || !model;
    if (model && this.#rows.length === 0) {
      const layers = model.layers === 1 ? 'Layer 1' : `Layers 1 to ${model.layers}`;
      setText(this.#empty, `No cell ${this.#typed.trim()}. ${layers}, cells 0 to ${model.units - 1}.`);
    }
  }

  #showChosen(): void {
    const index = rowOfCell(this.#rows, this.#store.state.cell);
    if (index < 0) return;
    const top = index * rowHeight;
    const height = this.#list.clientHeight;
    // The first cell of a layer brings the layer's heading along.
    if (top < this.#list.scrollTop + rowHeight) this.#list.scrollTop = top - rowHeight;
    else if (top + 2 * rowHeight > this.#list.scrollTop + height)
      this.#list.scrollTop = top + 2 * rowHeight - height;
  }

  #draw(): void {
    const { cell } = this.#store.state;
    const first = Math.max(0, Math.floor(this.#list.scrollTop / rowHeight) - 4);
    const count = Math.ceil(this.#list.clientHeight / rowHeight) + 8;
    const rows = this.#rows.slice(first, first + count);
    while (this.#elements.length < rows.length) {
      const made = new RowElement();
      this.#elements.push(made);
      this.#spacer.append(made.root);
    }
    for (const unused of this.#elements.splice(rows.length)) unused.root.remove();
    const chosen = rowOfCell(this.#rows, cell);
    for (const [index, row] of rows.entries())
      this.#elements[index].show(row, first + index === chosen, {
        index: first + index,
        size: this.#rows.length,
      });
    if (cell && chosen >= first && chosen < first + rows.length)
      this.#list.setAttribute('aria-activedescendant', `cell-${cellLabel(cell)}`);
    else this.#list.removeAttribute('aria-activedescendant');
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#list.clientHeight / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#rows.length,
      End: this.#rows.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.step(step);
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest('.cell') : null;
    const shown = this.#elements.findIndex(one => one.root === target);
    if (shown < 0) return;
    const label = this.#elements[shown].root.dataset.cell;
    const row = this.#rows.find(one => one.kind === 'cell' && cellLabel(one.cell) === label);
    if (row?.kind === 'cell') this.#choose(row.cell);
  }
}

/** What the ranking was measured on. */
function rankingSummary({ ranking, feature }: InspectorState): string {
  if (!ranking || ranking.feature !== feature) return '';
  const files = ranking.files === 1 ? '1 file' : `${ranking.files} files`;
  const masked = ranking.maskedShare > 0.0005 ? `, ${percent(ranking.maskedShare)} not counted` : '';
  return `${files}, ${ranking.characters.toLocaleString('en')} characters, ${percent(ranking.baseRate)} inside${masked}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
