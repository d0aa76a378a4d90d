import { makeButton } from '../kit/controls.ts';
import { element, setText } from '../kit/element.ts';
import type { InspectorState } from './inspectorState.ts';

/** What stands in place of the text when there is nothing to show yet: why, and what to do. */
export class EmptyState {
  readonly #message = element('p', { role: 'status' });
  readonly #progress = element('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Training' });
  readonly #train = makeButton('Train', 'primary');
  readonly root = element('div', { class: 'emptyState' }, this.#message, this.#progress, this.#train);

  constructor(train: () => void) {
    this.#train.id = 'train';
    this.#train.addEventListener('click', train);
  }

  /** True while it is shown. */
  update(state: InspectorState): boolean {
    const message = emptyMessage(state);
    this.root.hidden = message === undefined;
    if (message === undefined) return false;
    setText(this.#message, message);
    this.#train.hidden = !state.noModel?.canTrain;
    const share = state.noModel?.share;
    this.#progress.hidden = share === undefined;
    this.#progress.style.setProperty('--share', String(share ?? 0));
    this.#progress.setAttribute('aria-valuenow', String(Math.round(100 * (share ?? 0))));
    return true;
  }
}

function emptyMessage(state: InspectorState): string | undefined {
  if (state.noModel) return state.noModel.message;
  if (!state.model) return 'Loading the model…';
  if (state.noDocument !== undefined) return state.noDocument;
  return state.document ? undefined : 'Open a file to see it through the model.';
}

/** The last error, until it is dismissed or what it was about is asked again. */
export class ErrorBar {
  readonly #message = element('span');
  readonly #dismiss = element('button', { class: 'link', type: 'button' }, 'Dismiss');
  readonly root = element('div', { class: 'errorBar', role: 'alert' }, this.#message, this.#dismiss);

  constructor(dismiss: () => void) {
    this.root.hidden = true;
    this.#dismiss.addEventListener('click', dismiss);
  }

  update({ error }: InspectorState): void {
    this.root.hidden = error === undefined;
    setText(this.#message, error ?? '');
  }
}

/** The model reads a long file from its start: how far it is on its way to what is visible. */
export class ReadingBar {
  readonly #label = element('span');
  readonly #progress = element('div', {
    class: 'progress',
    role: 'progressbar',
    'aria-label': 'Reading the file',
  });
  readonly root = element('div', { class: 'readingBar' }, this.#label, this.#progress);

  constructor() {
    this.root.hidden = true;
  }

  update({ readingShare }: InspectorState): void {
    this.root.hidden = readingShare === undefined;
    if (readingShare === undefined) return;
    setText(this.#label, `Reading the file… ${Math.round(100 * readingShare)} %`);
    this.#progress.style.setProperty('--share', String(readingShare));
    this.#progress.setAttribute('aria-valuenow', String(Math.round(100 * readingShare)));
  }
}
