import type { Random } from '../base/random.ts';
import { UserError } from '../base/userError.ts';
import type { Alphabet, TokenKind } from '../text/alphabet.ts';
import { type Corpus, createCorpus } from '../text/corpus.ts';
import type { ChosenTexts } from './textChoice.ts';

interface CorpusWish {
  /** characters */
  least: number;
  purpose: string;
  random: Random;
}

/**
 * Texts as a small training reads them, a part of them held out as in any training. Throws a UserError where they are of
 * one character only, or have fewer than `least`; `purpose` says what needs so many.
 */
export function labCorpus(chosen: ChosenTexts, options: CorpusWish): Promise<Corpus>;
export function labCorpus(
  chosen: ChosenTexts,
  options: CorpusWish & { tokens: TokenKind },
): Promise<Corpus<Alphabet>>;
export async function labCorpus(
  { texts, name }: ChosenTexts,
  { least, purpose, random, tokens = 'char' }: CorpusWish & { tokens?: TokenKind },
): Promise<Corpus<Alphabet>> {
  const sources = texts.map(({ language = 'other' as const, ...text }) => ({ ...text, language }));
  const corpus = await createCorpus(sources, { seed: Math.floor(random.next() * 2 ** 32), tokens });
  const { characters } = corpus;
  const only = corpus.vocabulary.toJSON().characters;
  if (only.length === 1)
    throw new UserError(
      `There is nothing to predict in ${name}: it is ${JSON.stringify(only[0])} throughout. Choose another text.`,
    );
  if (characters < least)
    throw new UserError(
      `There are ${inThousands(characters)} characters in ${name}, and ${purpose} needs ${inThousands(least)}. Choose your files or a sample, or select more.`,
    );
  return corpus;
}

/** 12,345 */
export function inThousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
