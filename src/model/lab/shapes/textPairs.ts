import { cFunctionEndings, cFunctions, cMacros } from './cPairs.ts';
import { latexSections } from './latexPairs.ts';
import type { LabText } from '../lesson.ts';
import type { TextPair } from './textPair.ts';
import { languageOfPath } from './textSyntax.ts';

export interface FilePair extends TextPair {
  /** The file that it is from. */
  path: string;
}

export const pairKinds = ['endings', 'functions', 'macros', 'sections'] as const;
export type PairKind = (typeof pairKinds)[number];

const extractors: Readonly<
  Record<PairKind, { language: 'c' | 'latex'; pairsOf: (text: string) => TextPair[] }>
> = {
  endings: { language: 'c', pairsOf: cFunctionEndings },
  functions: { language: 'c', pairsOf: cFunctions },
  macros: { language: 'c', pairsOf: cMacros },
  sections: { language: 'latex', pairsOf: latexSections },
};

/** The language of the files that pairs of a kind are in. */
export function languageOfPairs(kind: PairKind): 'c' | 'latex' {
  return extractors[kind].language;
}

/** All pairs of a kind in some texts. */
export function pairsOf(texts: readonly LabText[], kind: PairKind): FilePair[] {
  const { language, pairsOf: find } = extractors[kind];
  return texts
    .filter(({ path }) => languageOfPath(path) === language)
    .flatMap(({ path, text }) => find(text).map(pair => ({ ...pair, path })));
}

/** Those held-out pairs that were not learnt in another file: what is copied is known by heart. */
export function unlearntPairs(heldOut: readonly FilePair[], training: readonly FilePair[]): FilePair[] {
  const learnt = new Set(training.map(({ source }) => source));
  const seen = new Set<string>();
  return heldOut.filter(({ source }) => {
    const isNew = !learnt.has(source) && !seen.has(source);
    seen.add(source);
    return isNew;
  });
}
