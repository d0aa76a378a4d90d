import type { Alphabet, TokenKind } from '../../text/alphabet.ts';
import { countWords } from '../../text/words.ts';
import type { CurvesFigure, TableFigure, TextFigure } from '../figures.ts';
import { inThousands } from '../labCorpus.ts';
import type { TextRun } from '../texts/textRun.ts';
import { tokenMarks } from '../texts/tokenMarks.ts';

/** A network and what was measured of it so far. */
export interface TokenCurve {
  run: TextRun;
  charactersRead: number[];
  /** Of held-out text, as many. */
  bitsPerChar: number[];
  /** Of held-out text; undefined where it has no word. */
  charactersPerWord: number | undefined;
}

const kinds: Readonly<Record<TokenKind, string>> = { char: 'characters', word: 'words' };

/** A text with each of its symbols marked. */
export function tokenFigure(text: string, alphabet: Alphabet): TextFigure {
  const marks = tokenMarks(text, alphabet);
  const spelled = marks.filter(({ name }) => name.startsWith('spelled')).length;
  const inWords = spelled > 0 ? `, ${spelled} of them spell words that are too rare to have one` : '';
  return {
    kind: 'text',
    id: `tokens-${alphabet.tokens}`,
    title: `Held-out text in ${kinds[alphabet.tokens]}`,
    caption: `${marks.length} symbols for ${Array.from(text).length} characters${inWords}.`,
    text,
    marks,
  };
}

/** The two side by side: what they are made of, and what they come to. */
export function tokenTable(
  curves: readonly TokenCurve[],
  { name, symbolsPerStep }: { name: string; symbolsPerStep: number },
): TableFigure {
  const corpora = curves.map(({ run }) => run.corpus);
  const bits = curves.map(({ bitsPerChar }) => bitsPerChar.at(-1) ?? null);
  const rows: readonly [string, readonly (number | null)[]][] = [
    ['symbols of the vocabulary', corpora.map(({ vocabulary }) => vocabulary.size)],
    ['words among them', corpora.map(({ vocabulary }) => vocabulary.toJSON().words?.length ?? 0)],
    ['characters for each symbol of the text', corpora.map(corpus => corpus.charactersPerSymbol)],
    ['parameters', curves.map(({ run }) => run.network.parameterCount)],
    ['characters read', curves.map(({ charactersRead }) => charactersRead.at(-1) ?? null)],
    ['bits per character, held-out text', bits],
    ['perplexity per word, held-out text', curves.map((curve, i) => perplexityOf(curve, bits[i]))],
  ];
  return {
    kind: 'table',
    id: 'sizes',
    title: 'Vocabularies and what they cost',
    caption: `Of ${name}; each network reads ${symbolsPerStep} symbols in a step. Perplexity per word is 2 to the bits of the text for each of its words and punctuation marks.`,
    columns: ['', ...corpora.map(({ vocabulary }) => kinds[vocabulary.tokens])],
    rows: rows.map(([label, values]) => [label, ...values]),
  };
}

function perplexityOf({ charactersPerWord: each }: TokenCurve, bits: number | null): number | null {
  return bits === null || each === undefined ? null : 2 ** (bits * each);
}

/** Of the held-out text; undefined where it has no word. */
export function charactersPerWord({ corpus: { vocabulary, validation } }: TextRun): number | undefined {
  let [characters, words] = [0, 0];
  for (const { ids } of validation) {
    const text = vocabulary.decode(ids.subarray(1));
    characters += vocabulary.countCharacters(ids.subarray(1));
    words += countWords(text);
  }
  return words === 0 ? undefined : characters / words;
}

export function tokenCurves(curves: readonly TokenCurve[]): CurvesFigure {
  const ends = curves.map(
    ({ run, charactersRead, bitsPerChar }) =>
      `${bitsPerChar.at(-1)!.toFixed(2)} in ${kinds[run.corpus.vocabulary.tokens]} after ${inThousands(charactersRead.at(-1)!)} characters`,
  );
  return {
    kind: 'curves',
    id: 'bits',
    title: 'Held-out text along the training',
    caption: `Bits per character: ${ends.join(', ')}.`,
    x: { label: 'characters read', scale: 'linear' },
    y: { label: 'bits per character', scale: 'linear' },
    series: curves.map(({ run, charactersRead, bitsPerChar }) => ({
      name: kinds[run.corpus.vocabulary.tokens],
      x: [...charactersRead],
      y: [...bitsPerChar],
    })),
  };
}

/** What a network writes at the end. */
export function writtenFigure(text: string, alphabet: Alphabet): TextFigure {
  return {
    kind: 'text',
    id: `written-${alphabet.tokens}`,
    title: `What it writes in ${kinds[alphabet.tokens]}`,
    caption: 'From the start of a file, with the same random numbers for both.',
    text,
  };
}
