import type { Language } from '../../text/language.ts';
import { c } from './c.ts';
import { latex } from './latex.ts';
import { other } from './other.ts';
import type { SuggestionLanguage } from './suggestionLanguage.ts';

export const suggestionLanguages: Readonly<Record<Language, SuggestionLanguage>> = { c, latex, other };
