/** In the order of their start-of-file symbols. 'other' is whatever the user's own globs add. */
export const languages = ['c', 'latex', 'other'] as const;

/** What a file is written in: it says what symbol begins it. */
export type Language = (typeof languages)[number];

/** How a text is read where that matters: BibTeX is written in LaTeX files, and has a syntax of its own. */
export type Syntax = Language | 'bibtex';
