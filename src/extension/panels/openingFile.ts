import * as vscode from 'vscode';
import { withLineFeeds } from '../documents/documentText.ts';
import { kindsOfPath, type TextKinds } from '../../protocol/languages.ts';

/** A file that the editor has a tab for and not yet a document. */
export interface OpeningFile {
  uri: vscode.Uri;
  kinds: TextKinds;
  /** With '\n' line ends, as the document will have it if it is UTF-8 and nothing of it is unsaved. */
  text: string;
}

/** Smaller files the editor brings as soon as they are read, bytes. */
const smallest = 200_000;

/** The file of a tab without a document; undefined for any other tab. */
export function openingUri(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  if (!(tab?.input instanceof vscode.TabInputText) || tab.isDirty) return undefined;
  const { uri } = tab.input;
  const isOpen = vscode.workspace.textDocuments.some(one => one.uri.toString() === uri.toString());
  return uri.scheme === 'file' && !isOpen ? uri : undefined;
}

/**
 * Reads a file that is being opened. The editor takes seconds to hand a large one to extensions; on disk it is there
 * at once. Undefined for one that is small, longer than `longest` units, or not plain UTF-8.
 */
export async function readOpeningFile(uri: vscode.Uri, longest: number): Promise<OpeningFile | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    // A character has four bytes at most; a unit has one at least.
    if (size < smallest || size > 4 * longest) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    const text = withLineFeeds(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return text.length > longest ? undefined : { uri, kinds: kindsOfPath(uri.path), text };
  } catch {
    // What cannot be read so is shown when the editor brings it, or does not.
    return undefined;
  }
}
