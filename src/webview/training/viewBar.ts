import { makeButton, makeCheckbox, makeSelect } from '../kit/controls.ts';
import { element } from '../kit/element.ts';
import { arrangements, axes, type TrainingState } from './trainingState.ts';
import { axisNames } from './trainingWords.ts';

interface ViewBarActions {
  change: (change: Partial<Pick<TrainingState, 'axis' | 'arrangement' | 'view' | 'areNumbersShown'>>) => void;
  saveCsv: () => void;
  savePng: () => void;
}

/** How the runs are shown, and what can be taken along of them. */
export class ViewBar {
  readonly element: HTMLElement;
  readonly #axis = makeSelect(
    'Draw over',
    axes.map(value => ({ value, title: axisNames[value] })),
  );
  readonly #arrangement = makeSelect('Runs', [
    { value: 'beside', title: 'Side by Side' },
    { value: 'over', title: 'Over Each Other' },
  ]);
  readonly #numbers = makeCheckbox('Numbers');
  readonly #showAll = makeButton('Show All', 'secondary');

  constructor({ change, saveCsv, savePng }: ViewBarActions) {
    const csv = makeButton('Save as CSV', 'secondary');
    const png = makeButton('Save as PNG', 'secondary');
    this.#axis.addEventListener('change', () => {
      const axis = axes.find(one => one === this.#axis.value);
      // A place on one axis is none on another.
      if (axis) change({ axis, view: undefined });
    });
    this.#arrangement.addEventListener('change', () => {
      const arrangement = arrangements.find(one => one === this.#arrangement.value);
      if (arrangement) change({ arrangement });
    });
    this.#numbers.addEventListener('change', () => change({ areNumbersShown: this.#numbers.checked }));
    this.#showAll.addEventListener('click', () => change({ view: undefined }));
    csv.addEventListener('click', saveCsv);
    png.addEventListener('click', savePng);
    this.element = element(
      'div',
      { class: 'viewBar', role: 'toolbar', 'aria-label': 'View' },
      this.#axis,
      this.#arrangement,
      this.#numbers,
      this.#showAll,
      csv,
      png,
    );
  }

  show({ axis, arrangement, areNumbersShown, view }: TrainingState): void {
    this.#axis.value = axis;
    this.#arrangement.value = arrangement;
    this.#numbers.checked = areNumbersShown;
    this.#showAll.disabled = view === undefined;
  }
}
