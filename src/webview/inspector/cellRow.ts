import type { FeatureSummary } from '../../protocol/cells.ts';
import { cellLabel, quantityName } from './cellName.ts';
import type { ListRow } from './cellOrder.ts';
import type { ScoredSignal } from './cellScores.ts';
import { element, setText } from '../kit/element.ts';
import { describeSecond, sideOf } from './scoreWords.ts';

/** Where a row stands in the list; `top` in CSS pixels. */
interface RowPlace {
  index: number;
  size: number;
  top: number;
}

/**
 * One row on the page, used again for other cells as the list scrolls. What it is called is what stands in it, with some
 * words between the numbers that only a screen reader gets.
 */
export class CellRow {
  readonly #name = element('span');
  readonly #quantity = element('span', { class: 'quantity' });
  readonly #bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span'));
  readonly #score = element('span');
  readonly #sign = element('span', { class: 'sign', 'aria-hidden': 'true' });
  readonly #side = element('span', { class: 'spoken' });
  readonly #auroc = element('span');
  readonly #second = element('span', { class: 'second' });
  readonly #numbers = element(
    'span',
    { class: 'numbers' },
    this.#quantity,
    this.#bar,
    element('span', { class: 'score' }, spoken(', F1 '), this.#score),
    this.#sign,
    this.#side,
  );
  readonly #details = element('span', { class: 'details' }, spoken(', '), this.#auroc, ' ', this.#second);
  readonly root = element(
    'div',
    { class: 'cell' },
    element(
      'span',
      { class: 'firstLine' },
      element('span', { class: 'cellName' }, spoken('Cell '), this.#name),
      this.#numbers,
    ),
    this.#details,
  );

  show(
    row: ListRow,
    {
      isSelected,
      place,
      features,
    }: { isSelected: boolean; place: RowPlace; features: readonly FeatureSummary[] },
  ): void {
    const { root } = this;
    root.style.transform = `translateY(${place.top}px)`;
    root.classList.toggle('heading', row.kind === 'layer');
    if (row.kind === 'layer') {
      root.setAttribute('role', 'presentation');
      for (const name of ['id', 'aria-selected', 'aria-setsize', 'aria-posinset']) root.removeAttribute(name);
      delete root.dataset.cell;
      root.classList.remove('selected', 'positive', 'negative');
      setText(this.#name, `Layer ${row.layer}`);
      this.#showScore(undefined, features);
      return;
    }
    const label = cellLabel(row.cell);
    root.id = `cell-${label}`;
    root.dataset.cell = label;
    root.setAttribute('role', 'option');
    root.setAttribute('aria-selected', String(isSelected));
    root.setAttribute('aria-setsize', String(place.size));
    root.setAttribute('aria-posinset', String(place.index + 1));
    root.classList.toggle('selected', isSelected);
    setText(this.#name, label);
    this.#showScore(row.score, features);
  }

  #showScore(score: ScoredSignal | undefined, features: readonly FeatureSummary[]): void {
    const side = score && sideOf(score);
    this.root.classList.toggle('positive', side === 'positive');
    this.root.classList.toggle('negative', side === 'negative');
    this.#numbers.hidden = !score;
    this.#details.hidden = !score;
    if (!score) return;
    // Full for a cell that follows the feature exactly, empty for one that is no better than marking everything.
    this.#bar.style.setProperty('--share', String(Math.max(0, score.gain)));
    setText(this.#quantity, quantityName[score.quantity]);
    setText(this.#score, score.f1.toFixed(2));
    setText(this.#sign, side === 'positive' ? '+' : '−');
    setText(this.#side, `, ${side} inside`);
    setText(this.#auroc, `AUROC ${score.auroc.toFixed(2)}`);
    const second = describeSecond(score, features);
    setText(this.#second, second === undefined ? '' : `· ${second}`);
  }
}

/** For screen readers alone. */
function spoken(text: string): HTMLElement {
  return element('span', { class: 'spoken' }, text);
}
