import { scanBracketToken } from './cTokens.ts';
import type { SuggestionLanguage } from './suggestionLanguage.ts';

/** Of a language that is not known: most have C's brackets and strings. */
export const other: SuggestionLanguage = {
  scanToken: scanBracketToken,
  hasIndentedBlocks: true,
  opensBlock: /[{:]\s*$/,
  closesBlock: /^\s*[}\])]/,
  emptyComment: /(?!)/,
  oneToken: /^\\["'\\]$/,
  joinedPairs: ['/*', '//', '*/'],
  soundStrength: 0,
  typedClosers: [],
};
