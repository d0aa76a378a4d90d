import * as vscode from 'vscode';

/** Characters of the line before the cursor that an item repeats: a line may be a whole file long. */
const longestPrefix = 500;

/** The end of the line before a place, which items repeat. */
export function textBefore(document: vscode.TextDocument, position: vscode.Position): string {
  const line = document.lineAt(position.line).text;
  return line.slice(startOfPrefix(line, position.character), position.character);
}

/**
 * Items that replace the line up to the cursor by itself, as the editor asks for, and what is typed twice after it; the
 * first is shown, and the editor's own commands go to the others. None when the list of completions is open and ghost
 * text would not go on from what is selected there.
 */
export function itemsFor(
  document: vscode.TextDocument,
  position: vscode.Position,
  { texts, replaces }: { texts: readonly string[]; replaces: number },
  selected: vscode.SelectedCompletionInfo | undefined,
): vscode.InlineCompletionItem[] {
  const before = textBefore(document, position);
  const start = position.translate(0, -before.length);
  const range = new vscode.Range(start, position.translate(0, replaces));
  return texts
    .map(text => before + text)
    .filter(text => agreesWith(selected, document, text, start))
    .map(text => new vscode.InlineCompletionItem(text, range));
}

/**
 * Whether what would be suggested at the first cursor is right at all of them: the same stands before and behind each on
 * its line, and nothing is selected.
 */
export function areAlike(document: vscode.TextDocument, selections: readonly vscode.Selection[]): boolean {
  const lines = selections.map(({ active }) => {
    const { text } = document.lineAt(active.line);
    return [text.slice(0, active.character), text.slice(active.character)];
  });
  return (
    selections.every(({ isEmpty }) => isEmpty) &&
    lines.every(([before, behind]) => before === lines[0]?.[0] && behind === lines[0]?.[1])
  );
}

/** Never between the halves of a character. */
function startOfPrefix(line: string, end: number): number {
  const start = Math.max(0, end - longestPrefix);
  return /[\udc00-\udfff]/.test(line[start] ?? '') && start < end ? start + 1 : start;
}

/** While the list of completions is open, ghost text must go on from what is selected there. */
function agreesWith(
  selected: vscode.SelectedCompletionInfo | undefined,
  document: vscode.TextDocument,
  insertText: string,
  start: vscode.Position,
): boolean {
  if (!selected) return true;
  if (selected.range.start.isBefore(start)) return false;
  const before = document.getText(new vscode.Range(start, selected.range.start));
  return insertText.startsWith(before + selected.text);
}
