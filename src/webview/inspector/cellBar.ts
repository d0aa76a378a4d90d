import { cellLabel, sameCell } from './cellName.ts';
import { element, setText } from './element.ts';
import type { InspectorState } from './inspectorState.ts';

/** Names the cell that is shown and says in words how it follows the feature. */
export class CellBar {
  readonly #previous = element(
    'button',
    { class: 'step', type: 'button', title: 'Previous cell (Alt+Up)', 'aria-label': 'Previous cell' },
    '‹',
  );
  readonly #next = element(
    'button',
    { class: 'step', type: 'button', title: 'Next cell (Alt+Down)', 'aria-label': 'Next cell' },
    '›',
  );
  readonly #name = element('strong');
  readonly #words = element('span', { class: 'words' });
  readonly root = element('div', { class: 'cellBar' }, this.#previous, this.#next, this.#name, this.#words);

  constructor(step: (steps: number) => void) {
    this.#previous.addEventListener('click', () => step(-1));
    this.#next.addEventListener('click', () => step(1));
  }

  update(state: InspectorState): void {
    const { cell } = state;
    setText(this.#name, cell ? `Cell ${cellLabel(cell)}` : '');
    setText(this.#words, describeCell(state));
    this.#words.title = this.#words.textContent ?? '';
  }
}

function describeCell({ cell, ranking, feature, document }: InspectorState): string {
  if (!cell) return 'Choose a cell';
  const title = document?.features.find(one => one.name === feature)?.title;
  if (!ranking || ranking.feature !== feature || title === undefined) return '';
  const index = ranking.cells.findIndex(one => sameCell(one, cell));
  const score = ranking.cells.at(index);
  if (index < 0 || !score) return '';
  const side = score.correlation >= 0 ? 'positive' : 'negative';
  const tie = score.auroc < 0.55 ? 'hardly differs' : side;
  return `${tie} ${title.toLowerCase()} · AUROC ${score.auroc.toFixed(2)} · ${index + 1} of ${ranking.cells.length}`;
}
