import * as vscode from 'vscode';
import {
  editorIdsOf,
  editorIdsTakenFor,
  extensionsOf,
  kindsOfEditorId,
  kindsOfPath,
  knownLanguages,
  type Language,
  type TextKinds,
} from '../../protocol/languages.ts';
import { readIncludeGlobs } from '../configuration.ts';

export function kindsOfDocument({ languageId, uri }: vscode.TextDocument): TextKinds {
  const byId = kindsOfEditorId(languageId);
  const byName = kindsOfPath(uri.path);
  // Editors take .h for C++; the files that are trained on are told apart by their names.
  if (byId.language === 'other') return byName;
  // Within its language, a name may say more than the editor knows.
  return byId.syntax === byId.language && byName.language === byId.language ? byName : byId;
}

/** What the model calls the language of a document. */
export function documentLanguage(document: vscode.TextDocument): Language {
  return kindsOfDocument(document).language;
}

/**
 * The documents that suggestions are made in: those in the languages that the model has learnt, where they are wanted.
 * `isWanted` says so for a language of the editor's. Empty when there are none.
 */
export function completionSelector(
  learnt: readonly Language[],
  isWanted: (languageId: string) => boolean,
): vscode.DocumentFilter[] {
  const known = knownLanguages.filter(language => learnt.includes(language));
  const byId = known
    .flatMap(editorIdsOf)
    .filter(isWanted)
    .flatMap(language => [
      { scheme: 'file', language },
      { scheme: 'untitled', language },
      { scheme: 'vscode-notebook-cell', language },
    ]);
  const byName = known.flatMap(language => {
    const pattern = `**/*.{${extensionsOf(language)
      .map(extension => extension.slice(1))
      .join(',')}}`;
    // A name says nothing of the language that a setting was made for: then only editors that take it for another are left.
    if (editorIdsOf(language).every(isWanted)) return [{ scheme: 'file', pattern }];
    const others = editorIdsTakenFor(language).filter(isWanted);
    return others.map(other => ({ scheme: 'file', language: other, pattern }));
  });
  const others = learnt.includes('other') ? readIncludeGlobs() : [];
  return [...byId, ...byName, ...others.map(pattern => ({ scheme: 'file', pattern: anywhere(pattern) }))];
}

/** In training a glob is relative to its folder; in a selector it is matched with the whole path. */
function anywhere(glob: string): string {
  return glob.startsWith('/') || glob.startsWith('**/') ? glob : `**/${glob}`;
}
