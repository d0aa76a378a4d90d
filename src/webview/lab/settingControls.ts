import type { Setting, SettingValue, Values } from '../../protocol/lab.ts';
import { makeSelect } from '../kit/controls.ts';
import { element } from '../kit/element.ts';
import { RangeControl } from '../kit/rangeControl.ts';

/** A control on the page for one setting. */
interface Control {
  root: HTMLElement;
  update(value: SettingValue, most: number | undefined): void;
  dispose?(): void;
}

type Change = (name: string, value: SettingValue) => void;

/** The controls of a lesson's settings. */
export class SettingControls {
  readonly root = element('div', { class: 'settings' });
  readonly #change: Change;
  #shown: readonly Setting[] = [];
  #controls = new Map<string, Control>();

  constructor(change: Change) {
    this.#change = change;
  }

  update(settings: readonly Setting[], values: Values, most: Readonly<Record<string, number>>): void {
    if (settings !== this.#shown) this.#fill(settings);
    for (const { name, initial } of settings)
      this.#controls.get(name)?.update(values[name] ?? initial, most[name]);
    this.root.hidden = settings.length === 0;
  }

  #fill(settings: readonly Setting[]): void {
    this.#shown = settings;
    for (const control of this.#controls.values()) control.dispose?.();
    this.#controls = new Map(settings.map(setting => [setting.name, makeControl(setting, this.#change)]));
    const roots = (rare: boolean) =>
      settings.flatMap(setting =>
        rare === (setting.rare ?? false) ? this.#controls.get(setting.name)!.root : [],
      );
    this.root.replaceChildren(...roots(false), ...folded(roots(true)));
  }
}

function folded(roots: readonly HTMLElement[]): HTMLElement[] {
  if (roots.length === 0) return [];
  return [
    element(
      'details',
      { class: 'more' },
      element('summary', {}, 'More settings'),
      element('div', { class: 'settings' }, ...roots),
    ),
  ];
}

function makeControl(setting: Setting, change: Change): Control {
  switch (setting.kind) {
    case 'choice':
      return choiceControl(setting, change);
    case 'range':
      return rangeControl(setting, change);
    case 'text':
      return textControl(setting, change);
  }
}

function named(label: string, kind: string, control: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: `setting ${kind}` },
    element('span', { class: 'settingName', 'aria-hidden': 'true' }, label),
    control,
  );
}

function choiceControl(
  { name, label, choices }: Extract<Setting, { kind: 'choice' }>,
  change: Change,
): Control {
  const select = makeSelect(
    label,
    choices.map(({ value, label: title }) => ({ value, title })),
  );
  select.addEventListener('change', () => change(name, select.value));
  return {
    root: named(label, 'choice', select),
    update: value => {
      if (select.value !== value) select.value = String(value);
    },
  };
}

/** A slider at the end of what there is now stands for all that is to come: it goes along with the work. */
function rangeControl(setting: Extract<Setting, { kind: 'range' }>, change: Change): Control {
  const { name, label, least, most, step, playable } = setting;
  let now = most;
  const range = new RangeControl({
    label,
    step,
    isPlayable: playable === true,
    changed: value => change(name, value >= now ? most : value),
  });
  return {
    root: range.root,
    update: (value, mostNow = most) => {
      now = Math.min(most, mostNow);
      range.update({ least, most: now, value: Math.min(Number(value), now) });
    },
    dispose: () => range.dispose(),
  };
}

function textControl({ name, label, longest }: Extract<Setting, { kind: 'text' }>, change: Change): Control {
  const field = element('textarea', { rows: '2', maxlength: String(longest), spellcheck: 'false' });
  field.setAttribute('aria-label', label);
  field.addEventListener('change', () => change(name, field.value));
  // A text of one line is finished with Enter; Shift makes another line.
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    change(name, field.value);
  });
  return {
    root: named(label, 'text', field),
    update: value => {
      if (field !== document.activeElement && field.value !== value) field.value = String(value);
    },
  };
}
