import { makeButton, makeCheckbox, makeSelect } from '../kit/controls.ts';
import type { VscodeSingleSelect } from '../kit/controls.ts';
import { element } from '../kit/element.ts';
import type { InspectorState, ViewOptions } from './inspectorState.ts';
import type { Store } from '../kit/store.ts';

export interface ViewActions {
  choosePalette(palette: InspectorState['palette']): void;
  changeOptions(change: Partial<ViewOptions>): void;
}

/** How it is shown: colours, their range, values as text, order of the cells. Seldom changed, so behind a button. */
export class ViewMenu {
  readonly button = makeButton('View', 'secondary');
  readonly root = element('div', {
    class: 'viewMenu',
    popover: 'auto',
    role: 'dialog',
    'aria-label': 'View options',
  });
  readonly #palette = makeSelect('Colours', [
    { value: 'red-blue', title: 'Red and blue' },
    { value: 'orange-blue', title: 'Orange and blue' },
  ]);
  readonly #scale = makeSelect('Full colour', [
    { value: 'cell', title: 'At the cell’s largest value' },
    { value: 'full', title: 'At 1, for every cell' },
  ]);
  readonly #values = makeSelect('Values', [
    { value: 'colour', title: 'As colour' },
    { value: 'digits', title: 'As colour and digits' },
  ]);
  readonly #order = makeSelect('Cells', [
    { value: 'best', title: 'Best first' },
    { value: 'layers', title: 'By layer, best first' },
  ]);
  readonly #quantity = makeSelect('Shown of each cell', [
    { value: 'better', title: 'What follows better' },
    { value: 'c', title: 'Its memory, tanh(c)' },
    { value: 'h', title: 'Its output, h' },
  ]);
  readonly #quantityRow = menuRow(this.#quantity);
  readonly #underline = makeCheckbox('Line under what the cells are compared with');
  readonly #selects = [this.#palette, this.#scale, this.#values, this.#order, this.#quantity];
  readonly #actions: ViewActions;

  constructor(store: Store<InspectorState>, actions: ViewActions) {
    this.#actions = actions;
    this.button.id = 'view';
    this.button.setAttribute('aria-haspopup', 'dialog');
    const rows = [this.#palette, this.#scale, this.#values, this.#order].map(menuRow);
    this.root.append(...rows, this.#quantityRow, this.#underline);
    this.button.addEventListener('click', () => this.#toggle());
    this.root.addEventListener('keydown', event => this.#key(event));
    this.root.addEventListener('toggle', () =>
      this.button.setAttribute('aria-expanded', String(this.#isOpen)),
    );
    this.#palette.addEventListener('change', () =>
      actions.choosePalette(this.#palette.value === 'orange-blue' ? 'orange-blue' : 'red-blue'),
    );
    this.#scale.addEventListener('change', () =>
      this.#change({ scale: this.#scale.value === 'full' ? 'full' : 'cell' }),
    );
    this.#values.addEventListener('change', () =>
      this.#change({ values: this.#values.value === 'digits' ? 'digits' : 'colour' }),
    );
    this.#order.addEventListener('change', () =>
      this.#change({ order: this.#order.value === 'layers' ? 'layers' : 'best' }),
    );
    this.#quantity.addEventListener('change', () =>
      this.#change({ quantity: readQuantity(this.#quantity.value) }),
    );
    this.#underline.addEventListener('change', () => this.#change({ underline: this.#underline.checked }));
    store.subscribe(state => this.#show(state));
  }

  get #isOpen(): boolean {
    return this.root.matches(':popover-open');
  }

  #toggle(): void {
    this.root.togglePopover();
    if (!this.#isOpen) return;
    const place = this.button.getBoundingClientRect();
    const left = Math.min(place.left, window.innerWidth - this.root.offsetWidth - 4);
    this.root.style.top = `${place.bottom + 4}px`;
    this.root.style.left = `${Math.max(4, left)}px`;
  }

  /** Escape closes an open select first, then the menu. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#selects.some(select => select.open)) return;
    event.preventDefault();
    this.root.hidePopover();
    this.button.focus();
  }

  #change(change: Partial<ViewOptions>): void {
    this.#actions.changeOptions(change);
  }

  #show({ palette, options, model }: InspectorState): void {
    this.#quantityRow.hidden = (model?.quantities.length ?? 0) < 2;
    const values = [palette, options.scale, options.values, options.order, options.quantity];
    for (const [index, select] of this.#selects.entries())
      if (select.value !== values[index]) select.value = values[index];
    if (this.#underline.checked !== options.underline) this.#underline.checked = options.underline;
  }
}

function readQuantity(value: string): ViewOptions['quantity'] {
  return value === 'c' || value === 'h' ? value : 'better';
}

function menuRow(control: VscodeSingleSelect): HTMLElement {
  return element(
    'div',
    { class: 'menuRow' },
    element('span', { 'aria-hidden': 'true' }, control.label),
    control,
  );
}
