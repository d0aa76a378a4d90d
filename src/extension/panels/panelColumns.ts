import * as vscode from 'vscode';

/**
 * Where a panel opens: in a group of its own, right of all others, or in that of another panel. Files that are opened
 * while it has the focus then go elsewhere, since the editor locks a group that begins with one
 * (`workbench.editor.autoLockGroups`, by a default in package.json that the user may change).
 */
export function columnOfItsOwn(): vscode.ViewColumn {
  const ofPanels = vscode.window.tabGroups.all.find(({ tabs }) => tabs.length > 0 && tabs.every(isPanel));
  if (ofPanels) return ofPanels.viewColumn;
  return Math.min(vscode.window.tabGroups.all.length + 1, vscode.ViewColumn.Nine);
}

/** Where a file is shown beside a panel: where it is already, else in the first group that is not the panel's. */
export function columnBeside(panel: vscode.WebviewPanel, uri: vscode.Uri): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== panel.viewColumn);
  const holding = groups.find(({ tabs }) => tabs.some(tab => isOf(tab, uri)));
  return (holding ?? groups.at(0))?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** Of this extension. */
function isPanel({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.includes('cellscope.');
}

function isOf({ input }: vscode.Tab, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
