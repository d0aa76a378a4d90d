import { type Language, languageNames } from '../../protocol/languages.ts';
import { mannerWords } from '../../protocol/manners.ts';
import type { Tally, Totals } from '../../protocol/statistics.ts';

/** What a look at a suggestion is taken to cost, in seconds. */
const look = 0.5;

interface Figure {
  name: string;
  value: string;
  /** What it means, in a few words. */
  detail: string;
}

export function figuresOf(totals: Totals): Figure[] {
  const { shown, taken, checked, kept, characters, checkedCharacters, keptCharacters, seconds } = totals;
  const looks = look * shown;
  return [
    { name: 'Shown', value: count(shown), detail: 'each counted once' },
    { name: 'Taken', value: count(taken), detail: `${shareOf(taken, shown)} of those shown` },
    {
      name: 'Kept',
      value: count(kept),
      detail:
        checked === 0
          ? 'of those taken, after 30 s: none is so old yet'
          : `as they were after 30 s: ${shareOf(kept, checked)} of those taken`,
    },
    {
      name: 'Characters saved',
      value: count(characters),
      detail:
        checkedCharacters === 0
          ? 'by what was taken'
          : `${shareOf(keptCharacters, checkedCharacters)} stood there after 30 s`,
    },
    {
      name: 'Time saved',
      value: duration(seconds - looks),
      detail: `${duration(seconds)} of typing at your speed, less ${look} s for each look`,
    },
  ];
}

export function titleOf({ manner, language }: Pick<Tally, 'manner' | 'language'>): string {
  return `${mannerWords[manner].name}, ${nameOf(language)}`;
}

export function sinceWords(since: number | undefined): string {
  const where = 'Counted on this machine, for all folders, and sent nowhere.';
  if (since === undefined) return where;
  const date = new Date(since).toLocaleDateString(undefined, { dateStyle: 'long' });
  return `Since ${date}. ${where}`;
}

function nameOf(language: Language): string {
  return language === 'other' ? 'other languages' : languageNames[language];
}

function count(number: number): string {
  return number.toLocaleString();
}

function shareOf(part: number, whole: number): string {
  // Nothing to tell yet.
  return whole === 0 ? '– %' : `${Math.round((100 * part) / whole)} %`;
}

/** Of seconds, which may be less than none. */
function duration(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const whole = Math.round(Math.abs(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${sign}${hours} h ${minutes} min`;
  return minutes > 0 ? `${sign}${minutes} min ${whole % 60} s` : `${sign}${whole} s`;
}
