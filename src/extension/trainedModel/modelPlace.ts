import { createHash } from 'node:crypto';
import * as vscode from 'vscode';

type Workspace = Pick<typeof vscode.workspace, 'workspaceFile' | 'workspaceFolders'>;

/**
 * What a workspace's model is kept under: its folders, or the file that it was saved as. Not the editor's own storage
 * for the workspace, of which each window on the same folder gets another one.
 */
export function workspacePlaces({ workspaceFile, workspaceFolders = [] }: Workspace): string[] {
  if (workspaceFile && workspaceFile.scheme !== 'untitled') return [workspaceFile.toString()];
  return workspaceFolders.map(folder => folder.uri.toString()).toSorted();
}

/** The folder of all that is kept for a workspace; below it, `model` is the model's. */
export function workspaceDirectory(globalStorage: vscode.Uri, places: readonly string[]): vscode.Uri {
  const name = createHash('sha256').update(JSON.stringify(places)).digest('hex').slice(0, 16);
  return vscode.Uri.joinPath(globalStorage, 'models', name);
}

/** Takes over a model that lies in the editor's storage for the workspace, where it was kept before. */
export async function moveModel(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const has = (folder: vscode.Uri, name: string) =>
    fs.stat(vscode.Uri.joinPath(folder, name)).then(
      () => true,
      () => false,
    );
  if (!(await has(from, 'model.json')) || (await has(to, 'model.json'))) return;
  // A trainer is at work in one of them: the next start of the editor will do.
  if ((await has(from, 'training.lock')) || (await has(to, 'training.lock'))) return;
  await fs.createDirectory(vscode.Uri.joinPath(to, '..'));
  await fs.rename(from, to, { overwrite: true });
}
