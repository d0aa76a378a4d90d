import { type ReadControl, undisturbed } from '../base/readControl.ts';
import { sum } from '../base/sum.ts';
import { UserError } from '../base/userError.ts';
import type { Alphabet, AlphabetJson, SymbolIds, TokenKind } from './alphabet.ts';
import type { CorpusNotice } from './corpusNotice.ts';
import { Digest } from './digest.ts';
import { HeldText } from './heldText.ts';
import { type Language, languages, type Syntax } from './language.ts';
import { splitFiles, type Splitter, type SplitRule } from './splitFiles.ts';
import { CharacterCounts, Vocabulary } from './vocabulary.ts';
import { WordCounts } from './wordCounts.ts';
import { WordVocabulary } from './wordVocabulary.ts';

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

/** Texts as symbols: characters, unless it says otherwise. */
export interface Corpus<Symbols extends Alphabet = Vocabulary> {
  vocabulary: Symbols;
  training: CorpusFile[];
  validation: CorpusFile[];
  /** Of both parts, start symbols not counted. */
  characters: number;
  /** Of the training part, the mean: 1 where symbols are characters. */
  charactersPerSymbol: number;
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

type Sources = Iterable<SourceItem> | AsyncIterable<SourceItem>;

interface CorpusOptions {
  /** Of the split. */
  seed: number;
  /** How files are held out, where that is not chosen from the start. */
  split?: Splitter;
  /** What the symbols are: characters unless given. */
  tokens?: TokenKind;
  /**
   * The symbols of the model that is gone on from. Its characters stay beside those of the files, since who has learnt
   * them will meet them again; its words are all there are, since not many are worth a symbol.
   */
  earlier?: AlphabetJson | undefined;
  control?: ReadControl;
  /** Once all are read: how far they are made into symbols, 0..1. */
  onPrepared?: (share: number) => void;
}

/**
 * Makes a corpus of files: splits them, takes the vocabulary from the training part (so that validation meets unseen
 * characters as often as new files will) and from an earlier model, and encodes both. Sources are taken one at a time,
 * so that a reader which reads them when asked has one text in memory: what is kept takes a byte a character, or two.
 * Throws a UserError when there is nothing to train on.
 */
export function createCorpus(sources: Sources, options: Omit<CorpusOptions, 'tokens'>): Promise<Corpus>;
export function createCorpus(sources: Sources, options: CorpusOptions): Promise<Corpus<Alphabet>>;
export async function createCorpus(
  sources: Sources,
  { seed, split = splitFiles, control = undisturbed, onPrepared, ...choice }: CorpusOptions,
): Promise<Corpus<Alphabet>> {
  const pace = new Pace(control);
  const { files, skipped, notices } = await hold(sources, pace);
  if (files.length === 0) throw nothingToTrainOn(skipped);
  const { training, validation, splitRule, splitNotices } = splitSources(files, { split, seed });
  // Each is counted, and encoded.
  pace.expect(sizeOf(training) + sizeOf([...training, ...validation]), onPrepared);

  const vocabulary = await chooseAlphabet(training, choice, pace);
  const { characters: known, words = [] } = vocabulary.toJSON();
  const digest = new Digest().addText(known.join(''));
  for (const word of words) digest.addText(word);
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
  const trainingCharacters = countCharacters(encoded.training, vocabulary);
  return {
    ...encoded,
    vocabulary,
    characters: trainingCharacters + countCharacters(encoded.validation, vocabulary),
    charactersPerSymbol: trainingCharacters / sum(encoded.training.map(({ ids }) => ids.length - 1)),
    languages: languages.filter(language => training.some(file => file.language === language)),
    skipped: skipped.filter(file => !file.isExpected),
    notices: [...notices, ...splitNotices],
    splitRule,
    digest: digest.hex(),
  };
}

/** The symbols of a text that is learnt from. */
async function chooseAlphabet(
  files: readonly HeldFile[],
  { tokens = 'char', earlier }: Pick<CorpusOptions, 'tokens' | 'earlier'>,
  pace: Pace,
): Promise<Alphabet> {
  const counts = new CharacterCounts();
  const wordCounts = tokens === 'word' && !earlier?.words ? new WordCounts() : undefined;
  for (const { text } of files) {
    text.addTo(counts);
    wordCounts?.add(text.toString());
    await pace.count(text.size);
  }
  const characters = Vocabulary.fromCounts(counts, earlier?.characters);
  if (tokens === 'char') return characters;
  return new WordVocabulary(characters, earlier?.words ?? wordCounts!.frequent());
}

export function encodeFile(vocabulary: Alphabet, { path, language, text }: SourceText): EncodedFile {
  return { path, language, ids: HeldText.of(text).encode(vocabulary, language) };
}

/** Of files without their start symbols. */
export function countCharacters(files: readonly EncodedFile[], alphabet: Alphabet): number {
  return sum(files.map(({ ids }) => alphabet.countCharacters(ids.subarray(1))));
}

/** As `CorpusFile.hash`, of a text as it was read. */
export function hashOfFile(path: string, text: string): number {
  return hashOf(path, HeldText.of(text));
}

function hashOf(path: string, text: HeldText): number {
  const digest = new Digest().addText(path);
  text.addToDigest(digest);
  return digest.value();
}

interface HeldFile {
  path: string;
  language: Language;
  syntax: Syntax;
  text: HeldText;
  hash: number;
}

function sizeOf(files: readonly HeldFile[]): number {
  return sum(files.map(({ text }) => text.size));
}

interface Held {
  /** Sorted by path. */
  files: HeldFile[];
  skipped: SkippedFile[];
  notices: CorpusNotice[];
}

async function hold(sources: Sources, pace: Pace): Promise<Held> {
  const held: Held = { files: [], skipped: [], notices: [] };
  for await (const item of sources) {
    if ('notice' in item) held.notices.push(item.notice);
    else if ('reason' in item) held.skipped.push(item);
    else if (item.text === '') held.skipped.push({ path: item.path, reason: 'the file is empty' });
    else {
      const { path, language, syntax = language } = item;
      const text = HeldText.of(item.text);
      held.files.push({ path, language, syntax, text, hash: hashOf(path, text) });
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
  private expected = 0;
  private done = 0;
  private onShare: ((share: number) => void) | undefined;

  constructor(control: ReadControl) {
    this.control = control;
  }

  /** So much work is ahead, of which it is told how much is done. */
  expect(units: number, onShare: ((share: number) => void) | undefined): void {
    this.expected = units;
    this.done = 0;
    this.onShare = onShare;
  }

  /** To be called after each piece of work, with its size. Throws when the work is not wanted any more. */
  async count(units: number): Promise<void> {
    this.control.signal.throwIfAborted();
    this.units += units;
    this.done += units;
    this.onShare?.(this.done / this.expected);
    if (this.units < UNITS_PER_TURN) return;
    this.units = 0;
    await this.control.yieldToEvents();
  }
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
