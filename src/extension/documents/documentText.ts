/**
 * The model and the inspector know a text with '\n' line ends; the editor counts offsets in the document's own. This
 * is the arithmetic between the two, from what the editor tells, so that no text need be read.
 */
import type * as vscode from 'vscode';
import type { TextEdit } from '../../protocol/textPlaces.ts';

/** What is needed of a document; `eol` is a vscode.EndOfLine. */
type DocumentOffsets = Pick<vscode.TextDocument, 'offsetAt' | 'positionAt' | 'lineCount'> & {
  eol: number;
};

/** vscode.EndOfLine.CRLF: a number, so that tests need no editor. */
const crlf = 2;

/** A text with '\n' line ends: the one place of the extension where they are made. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/** The document's text with '\n' line ends. Reads all of it: not for every keystroke. */
export function normalisedText(document: { getText(): string }): string {
  return withLineFeeds(document.getText());
}

/** Offset of a position in the text with '\n' line ends. */
export function normalisedOffset(document: DocumentOffsets, position: vscode.Position): number {
  const offset = document.offsetAt(position);
  return document.eol === crlf ? offset - position.line : offset;
}

/** The position of an offset in the text with '\n' line ends. */
export function positionOf(document: DocumentOffsets, offset: number): vscode.Position {
  if (document.eol !== crlf) return document.positionAt(offset);
  // The line is the largest one whose start is not past the offset.
  let low = 0;
  let high = document.lineCount - 1;
  const lineStart = (line: number) => document.offsetAt({ line, character: 0 } as vscode.Position) - line;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lineStart(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return document.positionAt(offset + low);
}

/** Changes as the editor tells them: the last one in the text comes first, so they can be made one after the other. */
export function normalisedEdits(
  eol: number,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): TextEdit[] {
  return changes.map(({ rangeOffset, rangeLength, range, text }) => {
    const [before, within] = eol === crlf ? [range.start.line, range.end.line - range.start.line] : [0, 0];
    return { offset: rangeOffset - before, length: rangeLength - within, text: withLineFeeds(text) };
  });
}
