import { recurrentCell } from '../../network/cells/cells.ts';
import type { Network } from '../../network/network.ts';
import { LossSplit, type StepSplit } from '../../network/training/lossSplit.ts';
import { type Decay, GradientDecay } from './gradientDecay.ts';
import { spectralRadius } from './spectralRadius.ts';

/** The gradients of a network at one moment. */
export interface GradientMoment {
  decay: Decay;
  /** of one stretch of text */
  split: StepSplit;
  /** of the square blocks of Whh, one a gate */
  radii: readonly { gate: string; radius: number }[];
}

/** Looks at the gradients of a one-layer network whenever it is asked to. */
export class CellGradients {
  readonly #network: Network;
  readonly #decay: GradientDecay;
  readonly #split: LossSplit;
  readonly #stretch: readonly number[];

  /** `split` steps of the first stretch are split by their losses. */
  constructor(network: Network, stretches: readonly (readonly number[])[], split: number) {
    this.#network = network;
    this.#decay = new GradientDecay(network, stretches);
    this.#split = new LossSplit(network, split);
    this.#stretch = stretches[0].slice(0, split + 1);
  }

  look(): GradientMoment {
    const [inputs, targets] = [this.#stretch.slice(0, -1), this.#stretch.slice(1)];
    const [split] = this.#split.split({ inputs, targets });
    return { decay: this.#decay.measure(), split, radii: this.#radii() };
  }

  #radii(): GradientMoment['radii'] {
    const { cell, hiddenSize } = this.#network.config;
    const weights = this.#network.parameter('rnn.weight_hh_l0');
    const floats = hiddenSize * hiddenSize;
    return recurrentCell(cell).gates.map((gate, i) => ({
      gate,
      radius: spectralRadius(weights.subarray(i * floats, (i + 1) * floats), hiddenSize),
    }));
  }
}
