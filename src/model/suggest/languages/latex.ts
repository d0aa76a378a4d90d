import { scanLatexToken } from './latexTokens.ts';
import type { SuggestionLanguage } from './suggestionLanguage.ts';

export const latex: SuggestionLanguage = {
  scanToken: scanLatexToken,
  hasIndentedBlocks: false,
  opensBlock: /\\begin\s*\{[^{}]*\}\S*\s*$/,
  closesBlock: /^\s*(?:[}\])]|\\end\b)/,
  emptyComment: /(?<!\\)%[\s%]*$/,
  oneToken: /^\\[()[\]{}$%\\]$/,
  joinedPairs: ['$$'],
  // An escaped bracket may stand alone.
  soundStrength: 1,
  wordClosers: /\\right(?![a-zA-Z])\s*(?:\\(?:[a-zA-Z]+|.)|.)|\\[bB]igg?r(?![a-zA-Z])|\\end\{[^{}]*\}/g,
  typedClosers: [/\$/, /\\(?:right|[bB]igg?r)?(?:\\?[)\]}]|\\?[|.])/, /\s*\\end\{[^{}]*\}/],
};
