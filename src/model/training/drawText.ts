import type { Model } from '../files/modelFiles.ts';
import { Random } from '../network/random.ts';
import { generate } from '../sampling/sampler.ts';
import type { Language } from '../text/language.ts';

/** Characters of the text that a run shows at intervals, and its temperature. */
const CHARACTERS = 240;
const TEMPERATURE = 0.7;

/** Text as the model would write it in a file of a language: what it knows by now, for people to see. */
export function drawText({ network, vocabulary }: Model, language: Language, random: Random): string {
  const ids = generate(network, {
    prime: [vocabulary.startOf(language)],
    length: CHARACTERS,
    temperature: TEMPERATURE,
    random,
    exclude: vocabulary.specialSymbols,
  });
  return vocabulary.decode(ids);
}
