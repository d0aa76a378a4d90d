import * as vscode from 'vscode';
import type { Language, Syntax } from '../../protocol/modelMessages.ts';
import { readIncludeGlobs } from '../configuration.ts';

const byLanguageId: Readonly<Record<string, Language>> = {
  c: 'c',
  latex: 'latex',
  tex: 'latex',
  bibtex: 'latex',
};

/** Files that are told by their names. */
const patterns: Readonly<Partial<Record<Language, string>>> = {
  c: '**/*.{c,h}',
  latex: '**/*.{tex,sty,cls,bib}',
};

/** What the model calls the language of a document. */
export function documentLanguage(document: vscode.TextDocument): Language {
  const known = byLanguageId[document.languageId];
  // Editors take .h for C++; the files that are trained on are told apart by their names.
  return known ?? languageOfName(document.uri.path);
}

/** What the model calls the language of a file, by its name alone. */
export function languageOfName(path: string): Language {
  const name = path.toLowerCase();
  if (/\.[ch]$/.test(name)) return 'c';
  return /\.(?:tex|sty|cls|bib)$/.test(name) ? 'latex' : 'other';
}

/** What the model calls a text, and how its labels are found. */
export interface TextKinds {
  language: Language;
  syntax: Syntax;
}

export function kindsOfDocument(document: vscode.TextDocument): TextKinds {
  const language = documentLanguage(document);
  return {
    language,
    syntax: document.languageId === 'bibtex' ? 'bibtex' : syntaxOf(document.uri.path, language),
  };
}

/** Of a file, by its name alone. */
export function kindsOfName(path: string): TextKinds {
  const language = languageOfName(path);
  return { language, syntax: syntaxOf(path, language) };
}

function syntaxOf(path: string, language: Language): Syntax {
  return /\.bib$/i.test(path) ? 'bibtex' : language;
}

/**
 * The documents that suggestions are made in: those in the languages that the model has learnt, where they are wanted.
 * `isWanted` says so for a language of the editor's. Empty when there are none.
 */
export function completionSelector(
  learnt: readonly Language[],
  isWanted: (languageId: string) => boolean,
): vscode.DocumentFilter[] {
  const ids = Object.keys(byLanguageId);
  const byId = ids
    .filter(id => learnt.includes(byLanguageId[id]) && isWanted(id))
    .flatMap(language => [
      { scheme: 'file', language },
      { scheme: 'untitled', language },
    ]);
  const byName = Object.entries(patterns).filter(([language]) => learnt.includes(language as Language));
  const known = byName.flatMap(([language, pattern]) => {
    const own = ids.filter(id => byLanguageId[id] === language);
    // A name says nothing of the language that a setting was made for: then only editors that take it for C++ are left.
    if (own.every(isWanted)) return [{ scheme: 'file', pattern }];
    return isWanted('cpp') ? [{ scheme: 'file', language: 'cpp', pattern }] : [];
  });
  const others = learnt.includes('other') ? readIncludeGlobs() : [];
  return [...byId, ...known, ...others.map(pattern => ({ scheme: 'file', pattern: anywhere(pattern) }))];
}

/** In training a glob is relative to its folder; in a selector it is matched with the whole path. */
function anywhere(glob: string): string {
  return glob.startsWith('/') || glob.startsWith('**/') ? glob : `**/${glob}`;
}
