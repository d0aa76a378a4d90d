import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { VscodeOption } from '@vscode-elements/elements/dist/vscode-option/index.js';
import { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';

/** VS Code's look for the controls; made here, so that only those that are used come into the bundle. */

interface Choice {
  value: string;
  title: string;
  /** Shown under the open list. */
  description?: string;
}

export function makeButton(text: string, look: 'primary' | 'secondary'): VscodeButton {
  const button = new VscodeButton();
  button.secondary = look === 'secondary';
  button.textContent = text;
  return button;
}

export function makeCheckbox(label: string): VscodeCheckbox {
  const checkbox = new VscodeCheckbox();
  checkbox.label = label;
  return checkbox;
}

/** `label` is for screen readers. */
export function makeSelect(label: string, choices: readonly Choice[]): VscodeSingleSelect {
  const select = new VscodeSingleSelect();
  select.label = label;
  setChoices(select, choices);
  return select;
}

export function setChoices(select: VscodeSingleSelect, choices: readonly Choice[]): void {
  const options = choices.map(({ value, title, description }) => {
    const option = new VscodeOption();
    option.value = value;
    option.description = description ?? '';
    option.textContent = title;
    return option;
  });
  select.replaceChildren(...options);
}

export function makeSearchField(label: string, placeholder: string): VscodeTextfield {
  const field = new VscodeTextfield();
  field.label = label;
  field.placeholder = placeholder;
  field.type = 'search';
  return field;
}

export type { VscodeSingleSelect };
