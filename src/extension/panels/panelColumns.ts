import * as vscode from 'vscode';

/**
 * Where the inspector opens: in a group of its own, right of all others. Files that are opened while it has the focus
 * then go elsewhere, since the editor locks a group that begins with an inspector (`workbench.editor.autoLockGroups`,
 * by a default in package.json that the user may change).
 */
export function columnOfItsOwn(): vscode.ViewColumn {
  return Math.min(vscode.window.tabGroups.all.length + 1, vscode.ViewColumn.Nine);
}

/** Where a file is shown beside the inspector: where it is already, else in the first group that is not the panel's. */
export function columnBeside(panel: vscode.WebviewPanel, uri: vscode.Uri): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== panel.viewColumn);
  const holding = groups.find(({ tabs }) => tabs.some(tab => isOf(tab, uri)));
  return (holding ?? groups.at(0))?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isOf({ input }: vscode.Tab, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
