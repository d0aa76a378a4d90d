import { readSafetensors, type Tensor } from '../../files/safetensors.ts';
import { UserError } from '../../base/userError.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { Network } from '../../network/network.ts';
import type { NetworkShape } from '../../network/networkConfig.ts';
import { ForwardPass } from '../../network/pass/forwardPass.ts';
import { PLAIN_SYMBOLS, plainSymbols } from './plainSymbols.ts';

/** What it tells, in the order of its answers. */
export const judgedLanguages = ['c', 'latex'] as const;
export type JudgedLanguage = (typeof judgedLanguages)[number];

/** Characters of a piece that it answers for. */
export const JUDGED_LENGTH = 100;
/** Pieces of a text at most that are read, from its beginning on. */
const MOST_PIECES = 10;
/** Characters of a text that are looked at. */
export const MOST_JUDGED = MOST_PIECES * JUDGED_LENGTH;

/** Two questions, each with yes or no: where both are answered no, it is something else, such as prose. */
export const judgeShape: NetworkShape = {
  cell: 'gru',
  hiddenSize: 32,
  numLayers: 1,
  input: { kind: 'symbols', size: PLAIN_SYMBOLS },
  heads: [{ name: 'answer', kind: 'sigmoid', outputs: judgedLanguages.length, steps: 'last' }],
};

/**
 * The mean probability over a text from which on a language is said. A single piece must leave no doubt; of many some
 * may be comments, or a verse that looks like code. Measured in docs/decisions.
 */
function sureFrom(pieces: number): number {
  return Math.max(0.8, 0.98 - 0.07 * (pieces - 1));
}
/** The mean probability that other languages may have then. */
const MOST_OTHER = 0.1;

/** Says what a text is written in, if it is one of the languages: many to one, made beforehand (test/language). */
export class LanguageJudge {
  readonly #pass: ForwardPass;

  constructor(network: Network<NetworkShape>) {
    this.#pass = new ForwardPass(network, { batchSize: 1, seqLength: JUDGED_LENGTH });
  }

  /** Of a file that `writeSafetensors` made. Throws a UserError where it is not the one that is asked for. */
  static read(file: Uint8Array, fileName: string, kernels: KernelFactory): LanguageJudge {
    const tensors = readSafetensors(file, fileName);
    const network = new Network<NetworkShape>(judgeShape, kernels);
    for (const { name, shape } of network.layout.views) {
      const tensor = tensors.get(name);
      if (!tensor || !isOfShape(tensor, shape))
        throw new UserError(`${fileName} is not the model that tells languages. Install Cellscope again.`);
      network.parameter(name).set(tensor.data);
    }
    network.parametersChanged();
    return new LanguageJudge(network);
  }

  /** Undefined for a text that is too short, or that it is not sure of. */
  judge(text: string): JudgedLanguage | undefined {
    const ids = plainSymbols(text.slice(0, 2 * MOST_JUDGED)).subarray(0, MOST_JUDGED);
    const pieces = Math.floor(ids.length / JUDGED_LENGTH);
    if (pieces === 0) return undefined;
    const chances = this.#chances(ids, pieces);
    const best = chances.indexOf(Math.max(...chances));
    const sure = sureFrom(pieces);
    const isSure = chances.every((chance, i) => (i === best ? chance >= sure : chance <= MOST_OTHER));
    return isSure ? judgedLanguages[best] : undefined;
  }

  /** The probability of each language, a mean over pieces side by side. */
  #chances(ids: Uint8Array, pieces: number): number[] {
    const sums = judgedLanguages.map(() => 0);
    for (let piece = 0; piece < pieces; piece++) {
      this.#pass.reset();
      const from = piece * JUDGED_LENGTH;
      const trace = this.#pass.run(ids.subarray(from, from + JUDGED_LENGTH), JUDGED_LENGTH);
      for (const [i, chance] of trace.probabilities().entries()) sums[i] += chance;
    }
    return sums.map(sum => sum / pieces);
  }
}

function isOfShape(tensor: Tensor, shape: readonly number[]): boolean {
  return tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i]);
}
