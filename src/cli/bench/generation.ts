import type { Network } from '../../model/network/network.ts';
import { Random } from '../../model/base/random.ts';
import { NetworkPredictor } from '../../model/predict/networkPredictor.ts';
import { generateSeveral } from '../../model/predict/sampler.ts';

/** Characters that each stream draws in a call. */
const LENGTH = 100;

/** Draws text in so many streams at once. Counts characters, all streams together. */
export function generation(network: Network, { streams }: { streams: number }) {
  const randoms = Array.from({ length: streams }, (_, i) => new Random(i));
  const options = { length: LENGTH, temperature: 1, randoms };
  return {
    amount: LENGTH * streams,
    call: () => {
      const predictor = new NetworkPredictor(network);
      predictor.read([0]);
      for (const drawn of generateSeveral(predictor, options)) void drawn;
    },
  };
}
