import type { NoSuggestion } from '../outcome.ts';
import { calibrationError, type ReliabilityBin, reliabilityOf } from './reliability.ts';
import type { Tally } from './tally.ts';

/** Seconds that one look and one key take. */
export interface Price {
  look: number;
  key: number;
}

/** What people need for a glance and for a key, from the quickest to the slowest. */
export const prices: readonly Price[] = [0.2, 0.5, 1].flatMap(look =>
  [0.12, 0.2, 0.3].map(key => ({ look, key })),
);

/** What is saved in 1,000 characters, in seconds; negative where it costs more than it saves. */
export interface NetSeconds extends Price {
  /** With each look at its price. */
  allLooks: number;
  /** With those looks at their price after which nothing was taken. */
  looksInVain: number;
}

/** What typing with suggestions comes to. Null where it is a share of nothing. */
export interface Figures {
  /** Typed, and the keys that were pressed for them. */
  characters: number;
  keys: number;
  /** Of the keys that the text takes without help. */
  savedPercent: number | null;
  /** Texts that were put on the screen, each of which takes a look. */
  shown: number;
  /** Of them for each 100 keys that were really pressed: the share of keys before which something new is there. */
  shownPer100Keys: number | null;
  /** Of the keys: before which something stands on the screen, new or not. */
  onScreenPercent: number | null;
  /** Of those shown, all of which is right. */
  rightPercent: number | null;
  /** Of those shown: which are not, while another one is right that could be had in its place. */
  otherRightPercent: number | null;
  medianCharacters: number | null;
  /** Of those shown: whose first line is just what is left of the line. */
  exactPercent: number | null;
  /** The mean likeness to that, 1 less the edits for each character of the longer. */
  similarityPercent: number | null;
  netSeconds: NetSeconds[];
  milliseconds: { p50: number | null; p95: number | null };
  calibrationErrorPercent: number | null;
  reliability: ReliabilityBin[];
  /** How often nothing was shown, and why. */
  reasons: Partial<Record<NoSuggestion, number>>;
}

export function figuresOf(tally: Tally): Figures {
  const { characters, keys, keysWithText, looks, reasons } = tally;
  const right = looks.filter(({ isRight }) => isRight).length;
  const alike = looks.flatMap(({ similarity }) => similarity ?? []);
  const reliability = reliabilityOf(looks);
  return {
    characters,
    keys,
    savedPercent: percent(characters - keys, characters),
    shown: looks.length,
    shownPer100Keys: percent(looks.length, keys),
    onScreenPercent: percent(keysWithText, keys),
    rightPercent: percent(right, looks.length),
    otherRightPercent: percent(looks.filter(({ isOtherRight }) => isOtherRight).length, looks.length),
    medianCharacters: quantile(
      looks.map(look => look.characters),
      0.5,
    ),
    exactPercent: percent(alike.filter(similarity => similarity === 1).length, alike.length),
    similarityPercent: percent(
      alike.reduce((sum, similarity) => sum + similarity, 0),
      alike.length,
    ),
    netSeconds: prices.map(price => netSeconds(tally, right, price)),
    milliseconds: { p50: quantile(tally.milliseconds, 0.5), p95: quantile(tally.milliseconds, 0.95) },
    calibrationErrorPercent: orNull(calibrationError(reliability)),
    reliability,
    reasons,
  };
}

function netSeconds({ characters, keys, looks }: Tally, right: number, { look, key }: Price): NetSeconds {
  const saved = (characters - keys) * key;
  const perThousand = (seconds: number) => (characters === 0 ? 0 : (1000 * seconds) / characters);
  return {
    look,
    key,
    allLooks: perThousand(saved - looks.length * look),
    looksInVain: perThousand(saved - (looks.length - right) * look),
  };
}

export function percent(part: number, whole: number): number | null {
  return orNull((100 * part) / whole);
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The least value that so large a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
