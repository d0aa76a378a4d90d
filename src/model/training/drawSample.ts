import type { Model } from '../files/modelFiles.ts';
import { Random } from '../base/random.ts';
import { NetworkPredictor } from '../predict/networkPredictor.ts';
import { generate } from '../predict/sampler.ts';

/** Characters of the text that is drawn at intervals, and its temperature. */
const LENGTH = 240;
const TEMPERATURE = 0.7;

/** Text as the model would begin a file, in each of its languages in turn: the same for the same step and seed. */
export function drawSample(
  { network, vocabulary, languages }: Model,
  { drawn, step, seed }: { drawn: number; step: number; seed: number },
): string {
  const language = languages[drawn % languages.length];
  const predictor = new NetworkPredictor(network);
  predictor.read([vocabulary.startOf(language)]);
  const ids = generate(predictor, {
    length: LENGTH,
    temperature: TEMPERATURE,
    random: new Random((Math.imul(seed, 0x9e3779b1) ^ step) >>> 0),
    exclude: vocabulary.specialSymbols,
  });
  return vocabulary.decode(ids);
}
