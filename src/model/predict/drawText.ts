import type { Random } from '../base/random.ts';
import type { Alphabet } from '../text/alphabet.ts';
import type { Predictor } from './predictor.ts';
import { generateSeveral } from './sampler.ts';

interface DrawOptions {
  /** Of each text. */
  characters: number;
  /** 0 takes the first of the likeliest symbols always. */
  temperature: number;
}

/**
 * Draws texts that go on from what a predictor has read, side by side, one for each source of randomness: yields the
 * next piece of each, a character or a word; '' where a text is as long as was asked for. Throws NotFinite where the
 * predictor's numbers are of no use.
 */
export function* drawTexts(
  predictor: Predictor,
  alphabet: Alphabet,
  { characters, temperature, randoms }: DrawOptions & { randoms: readonly Random[] },
): Generator<string[], void, void> {
  const left = randoms.map(() => characters);
  // Every symbol that is drawn is a character at least.
  const options = { length: characters, temperature, exclude: alphabet.specialSymbols, randoms };
  for (const ids of generateSeveral(predictor, options)) {
    yield ids.map((id, i) => {
      const piece = Array.from(alphabet.decode([id])).slice(0, left[i]);
      left[i] -= piece.length;
      return piece.join('');
    });
    if (left.every(count => count === 0)) return;
  }
}

/** One text in whole; see `drawTexts`. */
export function drawText(
  predictor: Predictor,
  alphabet: Alphabet,
  { random, ...options }: DrawOptions & { random: Random },
): string {
  let text = '';
  for (const [piece] of drawTexts(predictor, alphabet, { ...options, randoms: [random] })) text += piece;
  return text;
}
