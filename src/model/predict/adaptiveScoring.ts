import type { Network } from '../network/network.ts';
import { isUsable } from '../network/training/trainer.ts';
import { NetworkTrainer } from '../network/training/networkTrainer.ts';
import type { Scored, ScoreSequences, Sequence } from './scoring.ts';

/** Characters after each of which the network learns, and that the gradient reaches back over. */
const WINDOW = 24;

const LEARNING_RATE = 1e-3;

/**
 * Scores by a network that learns on as it reads, from one sequence to the next: dynamic evaluation (Krause, Kahembwe,
 * Murray and Renals, 2018), with Adam and from windows of a few characters. It changes the network. The nats of a window
 * are spread evenly over its symbols.
 */
export function adaptiveScoring(network: Network): ScoreSequences {
  const options = { batchSize: 1, seqLength: WINDOW, gradClip: 1, beta2: 0.99 };
  return function* score<Source>(
    sequences: readonly Sequence<Source>[],
  ): Generator<Scored<Source>[], void, void> {
    const trainer = new NetworkTrainer(network, options);
    for (const { source, symbols, from } of sequences) {
      trainer.resetState();
      for (let first = 0; first + 1 < symbols.length; first += WINDOW) {
        const end = Math.min(first + WINDOW, symbols.length - 1);
        const inputs = symbols.subarray(first, end);
        const targets = Int32Array.from(symbols.subarray(first + 1, end + 1));
        const unscored = Math.min(targets.length, Math.max(0, from - first - 1));
        targets.fill(-1, 0, unscored);
        const result = trainer.step({ inputs, targets }, LEARNING_RATE);
        const surprise = new Float32Array(targets.length - unscored);
        surprise.fill(isUsable(result) ? result.loss : Number.NaN);
        if (surprise.length > 0) yield [{ source, first: first + unscored + 1, surprise }];
      }
    }
  };
}
