import * as vscode from 'vscode';

/** Keeps the keys of the `when` and `enablement` clauses in package.json, and tells the editor what has changed. */
export class ContextKeys {
  #values: Record<string, string | boolean> = {};

  get values(): Readonly<Record<string, string | boolean>> {
    return this.#values;
  }

  set(values: Record<string, string | boolean>): void {
    for (const [name, value] of Object.entries(values))
      if (value !== this.#values[name])
        void vscode.commands.executeCommand('setContext', `cellscope.${name}`, value);
    this.#values = { ...this.#values, ...values };
  }
}
