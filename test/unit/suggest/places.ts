import { fitSuggestion, type Fitted } from '../../../src/model/suggest/fitSuggestion.ts';
import { Place } from '../../../src/model/suggest/place.ts';
import { askedStakes } from '../../../src/model/suggest/worthALook.ts';
import type { Demands } from '../../../src/model/suggest/complete.ts';
import type { Language } from '../../../src/model/text/language.ts';

/** The place where '¦' stands in a whole text. */
export function placeIn(marked: string, language: Language): Place {
  const [before, after] = marked.split('¦');
  return new Place({ before, after, language, startsText: true, endsText: true });
}

/** What is shown of a continuation where '¦' stands; every character of it is as good as the others. */
export function fitted(marked: string, text: string, language: Language = 'c', next?: string): Fitted {
  return fitSuggestion(placeIn(marked, language), { text, next });
}

/** The same as text: the reason in angle brackets where nothing is shown. */
export function shown(marked: string, text: string, language: Language = 'c', next?: string): string {
  const result = fitted(marked, text, language, next);
  return 'text' in result ? result.text : `<${result.reason}>`;
}

/** What one who asks demands of a suggestion, with nothing known of him or of the predictor. */
export const askedFor: Demands = {
  stakes: askedStakes,
  chanceOfTaking: chance => chance,
  hidesList: false,
  alternatives: 0,
};
