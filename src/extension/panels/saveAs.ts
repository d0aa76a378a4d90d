import * as vscode from 'vscode';

/** Asks where a file is to be kept, and keeps it there; false where nowhere was chosen. In the first folder of the workspace unless another is chosen. */
export async function saveAs(
  name: string,
  bytes: Uint8Array,
  filter: Record<string, string[]>,
): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: filter,
  });
  if (!uri) return false;
  await vscode.workspace.fs.writeFile(uri, bytes);
  return true;
}
