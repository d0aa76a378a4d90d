import type { CellName } from '../../protocol/cells.ts';
import { hasCell, parseCell } from './cellName.ts';
import { makeButton, makeSearchField, makeSelect, setChoices } from '../kit/controls.ts';
import { element, setText } from '../kit/element.ts';
import type { InspectorState } from './inspectorState.ts';
import type { Store } from '../kit/store.ts';
import { ViewMenu } from './viewMenu.ts';
import type { ViewActions } from './viewMenu.ts';

interface ToolbarActions extends ViewActions {
  chooseFeature(feature: string): void;
  chooseCell(cell: CellName): void;
  /** Shows the cells whose number starts so; gives the first of them. */
  filterCells(typed: string): CellName | undefined;
  focusCells(): void;
  /** Colours by influence, or by a cell again. */
  toggleInfluence(): void;
}

/** What the cells are compared with, the search for a cell, and the view's options. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #title = element('h1', { class: 'fileName' });
  readonly #feature = makeSelect('What the cells are compared with', []);
  readonly #search = makeSearchField('Find a cell by its number', 'Cell 1.17');
  readonly #influence = makeButton('Influence', 'secondary');
  readonly #store: Store<InspectorState>;
  readonly #actions: ToolbarActions;

  constructor(store: Store<InspectorState>, actions: ToolbarActions) {
    this.#store = store;
    this.#actions = actions;
    const view = new ViewMenu(store, actions);
    this.#feature.id = 'feature';
    this.#search.id = 'findCell';
    this.#influence.id = 'influence';
    this.#influence.title = 'Which earlier characters moved the prediction of a character';
    this.#influence.addEventListener('click', () => actions.toggleInfluence());
    this.root = element(
      'div',
      { class: 'toolbar' },
      this.#title,
      this.#feature,
      this.#search,
      this.#influence,
      view.button,
      view.root,
    );
    this.#feature.addEventListener('change', () => actions.chooseFeature(this.#feature.value));
    this.#search.addEventListener('input', () => actions.filterCells(this.#search.value));
    this.#search.addEventListener('keydown', event => this.#key(event));
    store.subscribe((state, previous) => this.#stateChanged(state, previous));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      const first = this.#actions.filterCells(this.#search.value);
      const typed = parseCell(this.#search.value);
      const { model } = this.#store.state;
      const cell = typed && model && hasCell(model, typed) ? typed : first;
      if (!cell) return;
      this.#clear();
      this.#actions.chooseCell(cell);
      this.#actions.focusCells();
    } else if (event.key === 'Escape') this.#clear();
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#actions.focusCells();
    }
  }

  #clear(): void {
    this.#search.value = '';
    this.#actions.filterCells('');
  }

  #stateChanged(state: InspectorState, previous: InspectorState): void {
    setText(this.#title, state.document?.name ?? 'Cells');
    this.#title.title = this.#title.textContent ?? '';
    if (state.document?.features !== previous.document?.features) {
      const features = state.document?.features ?? [];
      setChoices(
        this.#feature,
        features.map(({ name, title, description }) => ({ value: name, title, description })),
      );
    }
    const isInfluence = state.influence !== undefined;
    this.#influence.setAttribute('aria-pressed', String(isInfluence));
    this.#feature.hidden = isInfluence || !state.document || state.document.features.length === 0;
    this.#search.hidden = isInfluence;
    if (state.feature !== undefined && this.#feature.value !== state.feature)
      this.#feature.value = state.feature;
  }
}
