import type { Network } from '../../../src/model/network/network.ts';
import { NetworkPredictor } from '../../../src/model/predict/networkPredictor.ts';

/** The network as a predictor that has read these symbols. */
export function predictorAfter(network: Network, symbols: ArrayLike<number>): NetworkPredictor {
  const predictor = new NetworkPredictor(network);
  predictor.read(symbols);
  return predictor;
}
