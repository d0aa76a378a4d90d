import type { Quantity } from '../../protocol/cells.ts';
import { cellLabel, quantityName } from './cellName.ts';
import { scoreOf } from './cellScores.ts';
import { element, setText } from '../kit/element.ts';
import type { InspectorState } from './inspectorState.ts';
import { describeScore, describeSecond, sideOf } from './scoreWords.ts';

interface CellBarActions {
  step: (steps: number) => void;
  chooseQuantity: (quantity: Quantity) => void;
}

/** Names the cell that is shown and what of it, and says in words how that follows the feature. */
export class CellBar {
  readonly #previous = stepButton('Previous cell', 'Alt+Up', '‹');
  readonly #next = stepButton('Next cell', 'Alt+Down', '›');
  readonly #name = element('strong');
  readonly #words = element('span', { class: 'words' });
  readonly #quantities: Record<Quantity, HTMLButtonElement> = {
    c: quantityButton('c'),
    h: quantityButton('h'),
  };
  readonly #switch = element(
    'span',
    { class: 'switch', role: 'group', 'aria-label': 'What is shown of the cell' },
    this.#quantities.c,
    this.#quantities.h,
  );
  readonly root = element(
    'div',
    { class: 'cellBar' },
    this.#previous,
    this.#next,
    this.#name,
    this.#switch,
    this.#words,
  );

  constructor({ step, chooseQuantity }: CellBarActions) {
    this.#previous.addEventListener('click', () => step(-1));
    this.#next.addEventListener('click', () => step(1));
    this.#quantities.c.addEventListener('click', () => chooseQuantity('c'));
    this.#quantities.h.addEventListener('click', () => chooseQuantity('h'));
  }

  update(state: InspectorState): void {
    const { cell, model } = state;
    this.root.hidden = state.influence !== undefined;
    setText(this.#name, cell ? `Cell ${cellLabel(cell)}` : '');
    this.#switch.hidden = !cell || (model?.quantities.length ?? 0) < 2;
    for (const quantity of ['c', 'h'] as const)
      this.#quantities[quantity].setAttribute('aria-pressed', String(cell?.quantity === quantity));
    setText(this.#words, describeCell(state));
  }
}

function describeCell({ cell, ranking, document }: InspectorState): string {
  if (!cell) return 'Choose a cell';
  const features = document?.features ?? [];
  const title = features.find(one => one.name === ranking?.feature)?.title;
  const score = scoreOf(ranking, cell, cell.quantity);
  if (!ranking || !score || title === undefined) return '';
  const rank = ranking.cells.findIndex(one => one.layer === cell.layer && one.index === cell.index) + 1;
  const parts = [
    describeScore(score, ranking, title),
    `${sideOf(score)} there`,
    `${rank} of ${ranking.cells.length}`,
  ];
  const second = describeSecond(score, features);
  if (second !== undefined) parts.push(second);
  return parts.join(' · ');
}

function stepButton(label: string, keys: string, sign: string): HTMLButtonElement {
  const title = `${label} (${keys})`;
  return element('button', { class: 'step', type: 'button', title, 'aria-label': label }, sign);
}

function quantityButton(quantity: Quantity): HTMLButtonElement {
  const title = quantity === 'c' ? 'The memory that the cell keeps, as tanh(c)' : 'What the cell puts out, h';
  return element('button', { type: 'button', title }, quantityName[quantity]);
}
