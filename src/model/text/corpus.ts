import { UserError } from '../userError.ts';
import { Digest } from './digest.ts';
import { type Language, languages } from './language.ts';
import { splitFiles } from './splitFiles.ts';
import { Vocabulary, withLineFeeds } from './vocabulary.ts';

export interface SourceText {
  /** Relative to the folder, with forward slashes. */
  path: string;
  language: Language;
  text: string;
}

/** A file that is not learnt from, and why, in words for the user. */
export interface SkippedFile {
  path: string;
  reason: string;
}

/** Symbols of one file: its start symbol, then its characters. One byte a symbol where the vocabulary allows it. */
export interface EncodedFile {
  path: string;
  language: Language;
  ids: Uint8Array | Uint16Array;
}

export interface Corpus {
  vocabulary: Vocabulary;
  training: EncodedFile[];
  validation: EncodedFile[];
  /** Of both parts, start symbols not counted. */
  characters: number;
  /** Those that occur in the training part, in a fixed order. */
  languages: Language[];
  skipped: SkippedFile[];
  /** What the user should know about the split; undefined when it is by file, as usual. */
  splitNotice?: string;
  /** 16 hexadecimal digits that change when a file, its name, its text or the split changes. */
  digest: string;
}

/**
 * Makes a corpus of files: splits them, takes the vocabulary from the training part (so that validation meets unseen
 * characters as often as new files will) and encodes both. Throws a UserError when there is nothing to train on.
 */
export function createCorpus(sources: readonly SourceText[], { seed }: { seed: number }): Corpus {
  const skipped = sources
    .filter(source => source.text === '')
    .map(({ path }) => ({ path, reason: 'the file is empty' }));
  const files = sources.filter(source => source.text !== '').toSorted((a, b) => compare(a.path, b.path));
  if (files.length === 0)
    throw new UserError(
      'There is no text to train on: no file matches, or all are empty. Choose a folder with C or LaTeX files, or add a glob for other files.',
    );

  const { training, validation, splitNotice } = splitSources(files, seed);
  const vocabulary = Vocabulary.fromTexts(training.map(file => file.text));
  const corpus: Corpus = {
    vocabulary,
    training: training.map(file => encodeFile(vocabulary, file)),
    validation: validation.map(file => encodeFile(vocabulary, file)),
    characters: 0,
    languages: languages.filter(language => training.some(file => file.language === language)),
    skipped,
    ...(splitNotice === undefined ? {} : { splitNotice }),
    digest: '',
  };
  corpus.characters = countCharacters(corpus.training) + countCharacters(corpus.validation);
  corpus.digest = digestOf(corpus);
  return corpus;
}

/** <start symbol><text>, compact. */
export function encodeFile(vocabulary: Vocabulary, { path, language, text }: SourceText): EncodedFile {
  const characters = vocabulary.encode(text);
  const ids = new (vocabulary.size <= 256 ? Uint8Array : Uint16Array)(characters.length + 1);
  ids[0] = vocabulary.startOf(language);
  ids.set(characters, 1);
  return { path, language, ids };
}

export function countCharacters(files: readonly EncodedFile[]): number {
  return files.reduce((sum, file) => sum + file.ids.length - 1, 0);
}

function splitSources(files: readonly SourceText[], seed: number) {
  const split = splitFiles(
    files.map(({ path, text }) => ({ path, size: text.length })),
    seed,
  );
  if ('heldOut' in split)
    return {
      training: files.filter(file => !split.heldOut.has(file.path)),
      validation: files.filter(file => split.heldOut.has(file.path)),
    };
  const whole = files.find(file => file.path === split.lastTenthOf)!;
  const text = withLineFeeds(whole.text);
  const cut = lineStartNear(text, Math.floor(text.length * 0.9));
  const others = files.filter(file => file !== whole);
  return {
    training: [...others, { ...whole, text: text.slice(0, cut) }].toSorted((a, b) => compare(a.path, b.path)),
    // A text of one character is all there is to learn and all there is to check.
    validation: [{ ...whole, text: text.slice(cut) || text }],
    splitNotice: `Too few files to hold out a whole one: the last tenth of ${whole.path} is kept for validation.`,
  };
}

/** The start of the line at `offset`, or `offset` itself when that line is long; never within a surrogate pair. */
function lineStartNear(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const cut = offset - lineStart < text.length / 50 && lineStart > 0 ? lineStart : offset;
  const splitsPair = cut > 0 && (text.codePointAt(cut - 1) ?? 0) > 0xffff;
  return Math.max(1, splitsPair ? cut + 1 : cut);
}

function digestOf(corpus: Corpus): string {
  const digest = new Digest().addText(corpus.vocabulary.toJSON().characters.join(''));
  for (const part of [corpus.training, corpus.validation]) {
    for (const { path, ids } of part) digest.addText(path).addValues(ids);
    digest.addValues([part.length]);
  }
  return digest.hex();
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
