import type { ShownFolder, ShownRun } from '../../protocol/trainingView.ts';
import { makeButton } from '../kit/controls.ts';
import { element } from '../kit/element.ts';
import { MOST_SHOWN, shownRuns, type TrainingState } from './trainingState.ts';
import { describeBits, describeStanding, describeStart, nameOf } from './trainingWords.ts';

interface RunListActions {
  pick: (ids: string[]) => void;
  addFolder: () => void;
  removeFolder: (folder: string) => void;
}

/** All runs that there are, of which some are shown. */
export class RunList {
  readonly element: HTMLElement;
  readonly #actions: RunListActions;
  readonly #list: HTMLElement;
  readonly #summary: HTMLElement;
  #made = '';

  constructor(actions: RunListActions) {
    this.#actions = actions;
    this.#list = element('div', { class: 'runList' });
    this.#summary = element('summary', {});
    const add = makeButton('Add Run from Folder...', 'secondary');
    add.addEventListener('click', () => actions.addFolder());
    this.element = element('details', { class: 'runPicker' }, this.#summary, this.#list, add);
  }

  show(state: TrainingState): void {
    const { runs = [], folders } = state;
    const shown = new Set(shownRuns(state).map(({ id }) => id));
    const made = JSON.stringify([runs, folders, [...shown]]);
    if (made === this.#made) return;
    this.#made = made;
    this.#summary.textContent = `Runs: ${shown.size} of ${runs.length} shown`;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.run;
    this.#list.replaceChildren(
      ...folders.map(folder =>
        this.#folder(
          folder,
          runs.filter(run => run.folder === folder.key),
          shown,
        ),
      ),
    );
    // The list is made anew while one is choosing.
    if (focused !== undefined)
      this.#list.querySelector<HTMLElement>(`[data-run="${CSS.escape(focused)}"]`)?.focus();
  }

  #folder(folder: ShownFolder, runs: readonly ShownRun[], shown: ReadonlySet<string>): HTMLElement {
    const name = folder.name || 'This workspace';
    const rows = runs.map(run => this.#row(run, folder, shown));
    const problems = folder.problems.map(problem => element('p', { class: 'problem' }, problem));
    const nothing =
      runs.length === 0
        ? [
            element(
              'p',
              { class: 'quiet' },
              'No training was run here yet: its curves will be shown as it goes on.',
            ),
          ]
        : [];
    return element(
      'fieldset',
      {},
      element('legend', {}, name),
      ...rows,
      ...nothing,
      ...problems,
      ...(folder.name ? [this.#removeButton(folder)] : []),
    );
  }

  #row(run: ShownRun, folder: ShownFolder, shown: ReadonlySet<string>): HTMLElement {
    const box = element('input', { type: 'checkbox', 'data-run': run.id });
    box.checked = shown.has(run.id);
    box.disabled = !box.checked && shown.size >= MOST_SHOWN;
    box.addEventListener('change', () => {
      const others = [...shown].filter(id => id !== run.id);
      this.#actions.pick(box.checked ? [run.id, ...others] : others);
    });
    const words = [describeStart(run.started), describeStanding(run), describeBits(run)].join(' · ');
    return element(
      'label',
      { class: 'runRow' },
      box,
      element('span', { class: 'runName' }, nameOf(run, [{ ...folder, name: '' }])),
      element('span', { class: 'quiet' }, words),
    );
  }

  #removeButton({ key, name }: ShownFolder): HTMLElement {
    const button = makeButton(`Take ${name} Away`, 'secondary');
    button.addEventListener('click', () => this.#actions.removeFolder(key));
    return button;
  }
}
