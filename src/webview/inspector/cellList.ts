import type { CellName, FeatureSummary } from '../../protocol/cells.ts';
import { cellLabel } from './cellName.ts';
import { filterRows, orderCells, rowOfCell, stepCell } from './cellOrder.ts';
import type { ListRow } from './cellOrder.ts';
import { CellRow } from './cellRow.ts';
import { scoresBy } from './cellScores.ts';
import { element, setText } from '../kit/element.ts';
import type { InspectorState } from './inspectorState.ts';
import { describeMeasured, describeRanking } from './scoreWords.ts';
import type { Store } from '../kit/store.ts';

/** The cells of all layers: a listbox that flips through them as fast as the keys repeat. */
export class CellList {
  readonly root: HTMLElement;
  readonly #list = element('div', { class: 'cells', role: 'listbox', tabindex: '0', 'aria-label': 'Cells' });
  readonly #spacer = element('div', { class: 'spacer', role: 'presentation' });
  /** Whether there is a cell that follows the feature. */
  readonly #verdict = element('p', { class: 'verdict', role: 'status' });
  readonly #status = element('p', { class: 'listStatus' });
  readonly #empty = element('p', { class: 'listEmpty', role: 'status' });
  readonly #progress = element('div', {
    class: 'progress',
    role: 'progressbar',
    'aria-label': 'Ranking the cells',
  });
  readonly #stop = element('button', { class: 'link', type: 'button' }, 'Stop');
  readonly #workingOn = element('span');
  readonly #working = element('div', { class: 'working' }, this.#workingOn, this.#progress, this.#stop);
  readonly #store: Store<InspectorState>;
  readonly #choose: (cell: CellName) => void;
  #rows: ListRow[] = [];
  #elements: CellRow[] = [];
  #typed = '';
  /** CSS pixels; in a narrow panel rows are lower. */
  #rowHeight = 22;

  constructor(
    store: Store<InspectorState>,
    actions: { choose: (cell: CellName) => void; stopRanking: () => void },
  ) {
    this.#store = store;
    this.#choose = actions.choose;
    const head = element(
      'div',
      { class: 'listHead', 'aria-hidden': 'true' },
      element('span', { class: 'cellName' }, 'Cell'),
      element('span', { class: 'quantity' }),
      element('span', { class: 'bar' }),
      element('span', { class: 'score' }, 'F1'),
      element('span', { class: 'sign' }, '±'),
    );
    this.#list.append(this.#spacer);
    this.root = element(
      'section',
      { class: 'cellList', 'aria-label': 'Cells' },
      this.#verdict,
      this.#working,
      head,
      this.#empty,
      this.#list,
      this.#status,
    );
    this.#stop.addEventListener('click', actions.stopRanking);
    this.#list.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.#list.addEventListener('keydown', event => this.#key(event));
    this.#list.addEventListener('click', event => this.#click(event));
    new ResizeObserver(() => this.#resized()).observe(this.#list);
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
      state.options.quantity !== previous.options.quantity ||
      state.options.order !== previous.options.order;
    const oldTop = rowOfCell(this.#rows, state.cell) * this.#rowHeight - this.#list.scrollTop;
    if (reordered) {
      this.#order();
      // The chosen cell stays where it is on the screen while the others are sorted around it.
      if (state.cell === previous.cell)
        this.#list.scrollTop = rowOfCell(this.#rows, state.cell) * this.#rowHeight - oldTop;
    }
    if (state.cell !== previous.cell || reordered) this.#showChosen();
    this.#showProgress(state);
    this.#showRanking(state);
    this.#draw();
  }

  #showProgress({ ranking, rankingShare }: InspectorState): void {
    this.#working.hidden = rankingShare === undefined;
    setText(this.#workingOn, ranking ? 'Ranking this file…' : 'Ranking…');
    this.#progress.style.setProperty('--share', String(rankingShare ?? 0));
    this.#progress.setAttribute('aria-valuenow', String(Math.round(100 * (rankingShare ?? 0))));
  }

  #showRanking({ ranking, options, document, model }: InspectorState): void {
    const nothing = document && model && document.features.length === 0;
    const verdict = nothing
      ? 'In plain text nothing is known that cells could be compared with.'
      : ranking && describeRanking(ranking, scoresBy(ranking, options.quantity).at(0));
    this.#verdict.hidden = verdict === undefined;
    setText(this.#verdict, verdict ?? '');
    this.#status.hidden = !ranking;
    setText(this.#status, ranking ? describeMeasured(ranking) : '');
  }

  #order(): void {
    const { model, ranking, options } = this.#store.state;
    const scores = ranking && scoresBy(ranking, options.quantity);
    const all = model ? orderCells(model, scores, options.order) : [];
    this.#rows = filterRows(all, this.#typed);
    this.#spacer.style.height = `${this.#rows.length * this.#rowHeight}px`;
    this.#empty.hidden = this.#rows.length > 0 || !model;
    if (model && this.#rows.length === 0) {
      const layers = model.layers === 1 ? 'Layer 1' : `Layers 1 to ${model.layers}`;
      setText(this.#empty, `No cell ${this.#typed.trim()}. ${layers}, cells 0 to ${model.units - 1}.`);
    }
  }

  #resized(): void {
    const height = Number.parseFloat(getComputedStyle(this.#list).getPropertyValue('--cell-height'));
    if (height > 0 && height !== this.#rowHeight) {
      this.#rowHeight = height;
      this.#order();
      this.#showChosen();
    }
    this.#draw();
  }

  #showChosen(): void {
    const index = rowOfCell(this.#rows, this.#store.state.cell);
    if (index < 0) return;
    const top = index * this.#rowHeight;
    const height = this.#list.clientHeight;
    // The first cell of a layer brings the layer's heading along.
    if (top < this.#list.scrollTop + this.#rowHeight) this.#list.scrollTop = top - this.#rowHeight;
    else if (top + 2 * this.#rowHeight > this.#list.scrollTop + height)
      this.#list.scrollTop = top + 2 * this.#rowHeight - height;
  }

  #draw(): void {
    const { cell, document } = this.#store.state;
    const features: readonly FeatureSummary[] = document?.features ?? [];
    const first = Math.max(0, Math.floor(this.#list.scrollTop / this.#rowHeight) - 4);
    const count = Math.ceil(this.#list.clientHeight / this.#rowHeight) + 8;
    const rows = this.#rows.slice(first, first + count);
    while (this.#elements.length < rows.length) {
      const made = new CellRow();
      this.#elements.push(made);
      this.#spacer.append(made.root);
    }
    for (const unused of this.#elements.splice(rows.length)) unused.root.remove();
    const chosen = rowOfCell(this.#rows, cell);
    for (const [at, row] of rows.entries()) {
      const index = first + at;
      const place = { index, size: this.#rows.length, top: index * this.#rowHeight };
      this.#elements[at].show(row, { isSelected: index === chosen, place, features });
    }
    if (cell && chosen >= first && chosen < first + rows.length)
      this.#list.setAttribute('aria-activedescendant', `cell-${cellLabel(cell)}`);
    else this.#list.removeAttribute('aria-activedescendant');
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#list.clientHeight / this.#rowHeight) - 1);
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
