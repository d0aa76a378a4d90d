import type { Language, Syntax } from '../model/text/language.ts';

export type { Language };

/** A language that files are found of without being asked for. */
type KnownLanguage = Exclude<Language, 'other'>;

/** How the files of a syntax are told, and their documents in an editor. */
interface SyntaxFiles {
  language: KnownLanguage;
  /** Lower case, with the dot. */
  extensions: readonly string[];
  /** What editors call the language of such documents. */
  editorIds: readonly string[];
  /** What editors may take such files for by their names: then the name counts. */
  takenFor?: readonly string[];
}

/** The languages' names, for people, in the order in which they are told. */
export const languageNames: Readonly<Record<KnownLanguage, string>> = { c: 'C', latex: 'LaTeX' };

/** A language has the syntax of its own name; the others that its files are written in come after it. */
const syntaxFiles: Readonly<Record<Exclude<Syntax, 'other'>, SyntaxFiles>> = {
  c: { language: 'c', extensions: ['.c', '.h'], editorIds: ['c'], takenFor: ['cpp'] },
  latex: { language: 'latex', extensions: ['.tex', '.sty', '.cls'], editorIds: ['latex', 'tex'] },
  bibtex: { language: 'latex', extensions: ['.bib'], editorIds: ['bibtex'] },
};

const syntaxes = Object.keys(syntaxFiles) as (keyof typeof syntaxFiles)[];

export const knownLanguages = Object.keys(languageNames) as readonly KnownLanguage[];

export const allLanguages: readonly Language[] = [...knownLanguages, 'other'];

/** What the model calls a text, and how it is read where that matters. */
export interface TextKinds {
  language: Language;
  syntax: Syntax;
}

/** Of a file, by its name alone, in whatever case. */
export function kindsOfPath(path: string): TextKinds {
  const name = path.toLowerCase();
  return kindsWhere(({ extensions }) => extensions.some(extension => name.endsWith(extension)));
}

export function languageOfPath(path: string): Language {
  return kindsOfPath(path).language;
}

/** Of a document, by what its editor calls its language. */
export function kindsOfEditorId(id: string): TextKinds {
  return kindsWhere(({ editorIds }) => editorIds.includes(id));
}

/** What editors call a language. */
export function editorIdsOf(language: KnownLanguage): string[] {
  return ofLanguage(language).flatMap(({ editorIds }) => editorIds);
}

/** What editors may take the files of a language for. */
export function editorIdsTakenFor(language: KnownLanguage): string[] {
  return ofLanguage(language).flatMap(({ takenFor = [] }) => takenFor);
}

/** Extensions of a language's files, lower case, with the dot. */
export function extensionsOf(language: KnownLanguage): string[] {
  return ofLanguage(language).flatMap(({ extensions }) => extensions);
}

/** The languages in prose, such as "C or LaTeX". */
export function namesInProse(word: 'and' | 'or', languages = knownLanguages): string {
  return inProse(
    languages.map(language => languageNames[language]),
    word,
  );
}

/** With what their files are told by, such as "C (.c .h) and LaTeX (.tex)". */
export function namesWithExtensions(): string {
  const names = knownLanguages.map(each => `${languageNames[each]} (${extensionsOf(each).join(' ')})`);
  return inProse(names, 'and');
}

function inProse(names: readonly string[], word: 'and' | 'or'): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} ${word} ${names[names.length - 1]}`;
}

function ofLanguage(language: KnownLanguage): SyntaxFiles[] {
  return syntaxes.map(syntax => syntaxFiles[syntax]).filter(files => files.language === language);
}

function kindsWhere(isIt: (files: SyntaxFiles) => boolean): TextKinds {
  const syntax = syntaxes.find(each => isIt(syntaxFiles[each]));
  return syntax ? { language: syntaxFiles[syntax].language, syntax } : { language: 'other', syntax: 'other' };
}
