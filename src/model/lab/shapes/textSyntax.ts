import type { Language, Syntax } from '../../text/language.ts';

const EXTENSIONS: readonly [extension: RegExp, syntax: Syntax][] = [
  [/\.[ch]$/i, 'c'],
  [/\.(?:tex|sty|cls)$/i, 'latex'],
  [/\.bib$/i, 'bibtex'],
];

/** What a text is written in, by its name alone: as src/protocol/languages.ts has it, which a test holds. */
export function syntaxOfPath(path: string): Syntax {
  return EXTENSIONS.find(([extension]) => extension.test(path))?.[1] ?? 'other';
}

export function languageOfPath(path: string): Language {
  const syntax = syntaxOfPath(path);
  return syntax === 'bibtex' ? 'latex' : syntax;
}
