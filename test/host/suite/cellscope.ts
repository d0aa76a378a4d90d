import * as vscode from 'vscode';
import type { CellscopeApi } from '../../../src/extension/api.ts';

/** The extension's own look inside, with the extension active. */
export async function cellscope(): Promise<CellscopeApi> {
  const extension = vscode.extensions.getExtension<CellscopeApi>('cellscope.cellscope');
  if (!extension) throw new Error('The extension is not there.');
  return await extension.activate();
}

/** A file of the opened folder. */
export function workspaceFile(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** The first event that is looked for; to be called before what makes it happen. */
export function next<T, S extends T>(event: vscode.Event<T>, found: (value: T) => value is S): Promise<S>;
export function next<T>(event: vscode.Event<T>, found: (value: T) => boolean): Promise<T>;
export function next<T>(event: vscode.Event<T>, found: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const subscription = event(value => {
      if (!found(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });
}

/** Tries until it is so, with a turn for everything else in between; mocha's timeout ends it. */
export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await done())) await new Promise(resolve => setTimeout(resolve, 50));
}

type Shown = 'showErrorMessage' | 'showInformationMessage' | 'showWarningMessage';

/** Catches the messages that are shown to the user meanwhile, and answers them all with one button, or none. */
export async function messagesDuring(
  kind: Shown,
  action: () => Thenable<unknown>,
  answer?: string,
): Promise<string[]> {
  const shown = await shownDuring(kind, action, () => answer);
  return shown.map(({ message }) => message);
}

/** The same with the buttons that each message has. */
export async function shownDuring(
  kind: Shown,
  action: () => Thenable<unknown>,
  answer: (message: string) => string | undefined = () => undefined,
): Promise<{ message: string; buttons: string[] }[]> {
  const shown: { message: string; buttons: string[] }[] = [];
  const replacement = (message: string, ...rest: unknown[]) => {
    shown.push({ message, buttons: rest.filter(one => typeof one === 'string') });
    return Promise.resolve(answer(message));
  };
  await withReplaced(kind, replacement, action);
  return shown;
}

/** Catches the lists that the user is to choose from meanwhile, and takes one item of each, or none. */
export async function picksDuring(
  action: () => Thenable<unknown>,
  label?: string,
): Promise<{ title: string | undefined; items: vscode.QuickPickItem[] }[]> {
  const shown: { title: string | undefined; items: vscode.QuickPickItem[] }[] = [];
  const replacement = (items: vscode.QuickPickItem[], options?: vscode.QuickPickOptions) => {
    shown.push({ title: options?.title, items });
    return Promise.resolve(items.find(item => item.label === label));
  };
  await withReplaced('showQuickPick', replacement, action);
  return shown;
}

/** What the user chooses in a dialog for files meanwhile. */
export function withDialog<T>(
  dialog: 'showSaveDialog' | 'showOpenDialog',
  chosen: unknown,
  action: () => Thenable<T>,
): Promise<T> {
  return withReplaced(dialog, () => Promise.resolve(chosen), action);
}

/** Does something while a function of the window is another one. */
async function withReplaced<T>(
  name: keyof typeof vscode.window,
  replacement: unknown,
  action: () => Thenable<T>,
): Promise<T> {
  const original = vscode.window[name];
  Object.assign(vscode.window, { [name]: replacement });
  try {
    return await action();
  } finally {
    Object.assign(vscode.window, { [name]: original });
  }
}

/** Changes a setting of the opened folder while something is done. */
export async function withSetting(
  section: string,
  value: unknown,
  action: () => Promise<unknown>,
): Promise<void> {
  const dot = section.lastIndexOf('.');
  const configuration = () => vscode.workspace.getConfiguration(section.slice(0, dot));
  const before = configuration().inspect(section.slice(dot + 1))?.workspaceValue;
  const set = (to: unknown) =>
    configuration().update(section.slice(dot + 1), to, vscode.ConfigurationTarget.Workspace);
  await set(value);
  try {
    await action();
  } finally {
    await set(before);
  }
}
