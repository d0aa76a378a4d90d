import { type ReadControl, undisturbed } from '../base/readControl.ts';
import { UserError } from '../base/userError.ts';
import type { CorpusNotice } from './corpusNotice.ts';
import { Digest } from './digest.ts';
import { HeldText, type SymbolIds } from './heldText.ts';
import { type Language, languages, type Syntax } from './language.ts';
import { splitFiles, type Splitter, type SplitRule } from './splitFiles.ts';
import { CharacterCounts, Vocabulary } from './vocabulary.ts';

/** UTF-16 units that are worked on between two turns of other events: some 20 ms. */
const UNITS_PER_TURN = 2_000_000;

export interface SourceText {
  /** Relative to the folder, with forward slashes. */
  path: string;
  language: Language;
  /** Its language's own unless given. */
  syntax?: Syntax;
  text: string;
}

/** A file that is not learnt from, and why, in words for the user. */
export interface SkippedFile {
  path: string;
  reason: string;
  /**
   * The user knows, by rules of his own or by a notice: it is told only where all files are listed, or when nothing is
   * left to learn from. Such a path may be a folder's, with a slash at its end.
   */
  isExpected?: true;
}

/** What a reader of sources gives, one after the other. */
export type SourceItem =
  | SourceText
  | SkippedFile
  /** Something that the user should know about the files as a whole. */
  | { notice: CorpusNotice };

export interface EncodedFile {
  path: string;
  language: Language;
  ids: SymbolIds;
}

export interface CorpusFile extends EncodedFile {
  syntax: Syntax;
  /** 32 bits, of the name and the whole text: whether a file has changed. */
  hash: number;
}

export interface Corpus {
  vocabulary: Vocabulary;
  training: CorpusFile[];
  validation: CorpusFile[];
  /** Of both parts, start symbols not counted. */
  characters: number;
  /** Those that occur in the training part, in a fixed order. */
  languages: Language[];
  /** Without those that the user expects. */
  skipped: SkippedFile[];
  notices: CorpusNotice[];
  /** 16 hexadecimal digits that change when a file, its name, its text or the split changes. */
  digest: string;
  /** For a later split that keeps to this one. */
  splitRule: SplitRule;
}

interface CorpusOptions {
  /** Of the split. */
  seed: number;
  /** How files are held out, where that is not chosen from the start. */
  split?: Splitter;
  control?: ReadControl;
}

/**
 * Makes a corpus of files: splits them, takes the vocabulary from the training part (so that validation meets unseen
 * characters as often as new files will) and encodes both. Sources are taken one at a time, so that a reader which reads
 * them when asked has one text in memory: what is kept takes a byte a character, or two. Throws a UserError when there
 * is nothing to train on.
 */
export async function createCorpus(
  sources: Iterable<SourceItem> | AsyncIterable<SourceItem>,
  { seed, split = splitFiles, control = undisturbed }: CorpusOptions,
): Promise<Corpus> {
  const pace = new Pace(control);
  const { files, skipped, notices } = await hold(sources, pace);
  if (files.length === 0) throw nothingToTrainOn(skipped);
  const { training, validation, splitRule, splitNotices } = splitSources(files, { split, seed });

  const counts = new CharacterCounts();
  for (const { text } of training) {
    text.addTo(counts);
    await pace.count(text.size);
  }
  const vocabulary = Vocabulary.fromCounts(counts);
  const digest = new Digest().addText(vocabulary.toJSON().characters.join(''));
  const encode = async (part: readonly HeldFile[]): Promise<CorpusFile[]> => {
    const encoded: CorpusFile[] = [];
    for (const { text, hash, ...file } of part) {
      const ids = text.encode(vocabulary, file.language);
      digest.addText(file.path).addValues(ids);
      encoded.push({ ...file, ids, hash });
      await pace.count(text.size);
    }
    digest.addValues([part.length]);
    return encoded;
  };
  const encoded = { training: await encode(training), validation: await encode(validation) };
  return {
    ...encoded,
    vocabulary,
    characters: countCharacters(encoded.training) + countCharacters(encoded.validation),
    languages: languages.filter(language => training.some(file => file.language === language)),
    skipped: skipped.filter(file => !file.isExpected),
    notices: [...notices, ...splitNotices],
    splitRule,
    digest: digest.hex(),
  };
}

export function encodeFile(vocabulary: Vocabulary, { path, language, text }: SourceText): EncodedFile {
  return { path, language, ids: HeldText.of(text).encode(vocabulary, language) };
}

export function countCharacters(files: readonly EncodedFile[]): number {
  return files.reduce((sum, file) => sum + file.ids.length - 1, 0);
}

interface HeldFile {
  path: string;
  language: Language;
  syntax: Syntax;
  text: HeldText;
  hash: number;
}

interface Held {
  /** Sorted by path. */
  files: HeldFile[];
  skipped: SkippedFile[];
  notices: CorpusNotice[];
}

async function hold(sources: Iterable<SourceItem> | AsyncIterable<SourceItem>, pace: Pace): Promise<Held> {
  const held: Held = { files: [], skipped: [], notices: [] };
  for await (const item of sources) {
    if ('notice' in item) held.notices.push(item.notice);
    else if ('reason' in item) held.skipped.push(item);
    else if (item.text === '') held.skipped.push({ path: item.path, reason: 'the file is empty' });
    else {
      const { path, language, syntax = language } = item;
      const text = HeldText.of(item.text);
      const digest = new Digest().addText(path);
      text.addToDigest(digest);
      held.files.push({ path, language, syntax, text, hash: digest.value() });
      await pace.count(text.size);
    }
  }
  held.files.sort((a, b) => compare(a.path, b.path));
  return held;
}

function nothingToTrainOn(skipped: readonly SkippedFile[]): UserError {
  const first = skipped.find(file => !file.isExpected) ?? skipped[0];
  const more = skipped.length > 1 ? `; ${skipped.length - 1} more` : '';
  const why = first ? `all files are left out (${first.path}: ${first.reason}${more})` : 'no file matches';
  return new UserError(
    `There is no text to train on: ${why}. Choose a folder with C or LaTeX files, or add a glob for other files.`,
  );
}

function splitSources(
  files: readonly HeldFile[],
  { split: splitter, seed }: { split: Splitter; seed: number },
) {
  const split = splitter(
    files.map(({ path, text }) => ({ path, size: text.size })),
    seed,
  );
  const splitNotices: CorpusNotice[] = split.mayBeLearnt ? [{ kind: 'heldOutMayBeLearnt' }] : [];
  if ('heldOut' in split)
    return {
      training: files.filter(file => !split.heldOut.has(file.path)),
      validation: files.filter(file => split.heldOut.has(file.path)),
      splitRule: { unseenBelow: split.unseenBelow },
      splitNotices,
    };
  const whole = files.find(file => file.path === split.lastTenthOf)!;
  const [first, last] = whole.text.cutNear(0.9);
  splitNotices.push({ kind: 'lastTenthHeldOut', path: whole.path });
  return {
    training: files.map(file => (file === whole ? { ...whole, text: first } : file)),
    // A text of one character is all there is to learn and all there is to check.
    validation: [{ ...whole, text: last.size > 0 ? last : whole.text }],
    splitRule: { lastTenth: true } as const,
    splitNotices,
  };
}

/** Gives other events of the thread a turn after some milliseconds of work. */
class Pace {
  private readonly control: ReadControl;
  private units = 0;

  constructor(control: ReadControl) {
    this.control = control;
  }

  /** To be called after each piece of work, with its size. Throws when the work is not wanted any more. */
  async count(units: number): Promise<void> {
    this.control.signal.throwIfAborted();
    this.units += units;
    if (this.units < UNITS_PER_TURN) return;
    this.units = 0;
    await this.control.yieldToEvents();
  }
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
