import { scanCToken } from './cTokens.ts';
import type { SuggestionLanguage } from './suggestionLanguage.ts';

export const c: SuggestionLanguage = {
  scanToken: scanCToken,
  hasIndentedBlocks: true,
  opensBlock: /\{\s*$/,
  closesBlock: /^\s*[}\])]/,
  emptyComment: /(?:\/\*[\s*]*(?:\*\/)?|\/\/[\s/]*)$/,
  oneToken: /^(?:\\["'\\\n]|\/[*/])$/,
  joinedPairs: ['/*', '//', '*/'],
  // A backslash that is not escaped itself.
  joinsNextLine: /(?<!\\)(?:\\\\)*\\$/,
  soundStrength: 0,
  typedClosers: [/ ?\*\//],
};
