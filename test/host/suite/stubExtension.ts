import path from 'node:path';
import * as vscode from 'vscode';
import type { CellscopeApi } from '../../../src/extension/api.ts';

/** A folder whose dist has the workers of test/host/stub in place of the extension's. */
export const stubExtension = vscode.Uri.file(path.join(__dirname, 'stub'));

/** What an extension context remembers for the workspace, kept for the time of a test. */
export function createMemento(): vscode.Memento & { setKeysForSync(): void } {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
    setKeysForSync: () => {},
  } as vscode.Memento & { setKeysForSync(): void };
}

export function ownExtension(): vscode.Extension<CellscopeApi> {
  const extension = vscode.extensions.getExtension<CellscopeApi>('cellscope.cellscope');
  if (!extension) throw new Error('The extension is not there.');
  return extension;
}
