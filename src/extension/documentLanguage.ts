import * as vscode from 'vscode';
import type { Language, Syntax } from '../protocol/modelMessages.ts';
import { readIncludeGlobs } from './configuration.ts';

const byLanguageId: Readonly<Record<string, Language>> = {
  c: 'c',
  latex: 'latex',
  tex: 'latex',
  bibtex: 'latex',
};

/** What the model calls the language of a document. */
export function documentLanguage(document: vscode.TextDocument): Language {
  const known = byLanguageId[document.languageId];
  if (known) return known;
  // Editors take .h for C++; the files that are trained on are told apart by their names.
  const name = document.uri.path.toLowerCase();
  if (/\.[ch]$/.test(name)) return 'c';
  return /\.(?:tex|sty|cls|bib)$/.test(name) ? 'latex' : 'other';
}

/** How the labels of a document are found. */
export function documentSyntax(document: vscode.TextDocument): Syntax {
  const isBibtex = document.languageId === 'bibtex' || /\.bib$/i.test(document.uri.path);
  return isBibtex ? 'bibtex' : documentLanguage(document);
}

/** The documents that suggestions are made in: those like the files that are trained on. */
export function completionSelector(): vscode.DocumentFilter[] {
  const schemes = ['file', 'untitled'];
  const ids = Object.keys(byLanguageId);
  return [
    ...schemes.flatMap(scheme => ids.map(language => ({ scheme, language }))),
    { scheme: 'file', pattern: '**/*.{c,h,tex,sty,cls,bib}' },
    ...readIncludeGlobs().map(pattern => ({ scheme: 'file', pattern: anywhere(pattern) })),
  ];
}

/** In training a glob is relative to its folder; in a selector it is matched with the whole path. */
function anywhere(glob: string): string {
  return glob.startsWith('/') || glob.startsWith('**/') ? glob : `**/${glob}`;
}
