/** What a file is written in. 'other' is whatever the user's own globs add. */
export type Language = 'c' | 'latex' | 'other';

/** How a text is read where that matters: BibTeX is written in LaTeX files, and has a syntax of its own. */
export type Syntax = Language | 'bibtex';

/** In the order of their start-of-file symbols. */
export const languages: readonly Language[] = ['c', 'latex', 'other'];

/** File name extensions, lower case with the dot, of the languages that are found without being asked for. */
export const languageExtensions: Readonly<Record<Exclude<Language, 'other'>, readonly string[]>> = {
  c: ['.c', '.h'],
  latex: ['.tex', '.sty', '.cls', '.bib'],
};

/** The syntax that a path's extension says, whatever its case. */
export function syntaxOfPath(path: string): Syntax {
  return /\.bib$/i.test(path) ? 'bibtex' : languageOfPath(path);
}

/** The language that a path's extension says, whatever its case. */
export function languageOfPath(path: string): Language {
  const dot = path.lastIndexOf('.');
  const extension = path.slice(dot).toLowerCase();
  if (dot < 0) return 'other';
  if (languageExtensions.c.includes(extension)) return 'c';
  if (languageExtensions.latex.includes(extension)) return 'latex';
  return 'other';
}
