import { recurrentCell } from '../../network/cells/cells.ts';
import type { Network } from '../../network/network.ts';
import { ForwardPass } from '../../network/pass/forwardPass.ts';
import { mostLikely } from '../../predict/sampler.ts';

/** One step of a language model of one layer over a text. */
export interface CellStep {
  /** the symbol that is read, and the one that comes next */
  input: number;
  target: number;
  /** by gate in the order of its rows, (H) each */
  gates: readonly (readonly number[])[];
  /** (H) after the step */
  hidden: readonly number[];
  /** (H) after the step, for a cell with a memory c */
  memory: readonly number[] | undefined;
  /** (V) */
  logits: readonly number[];
  /** (V) */
  probabilities: readonly number[];
  /** nats */
  loss: number;
}

/** Reads one short text with a network as it is at the time, from the zero state, and says all that happened. */
export class StepReader {
  readonly #network: Network;
  readonly #text: readonly number[];
  readonly #pass: ForwardPass;

  /** `text`: two symbols at least. */
  constructor(network: Network, text: readonly number[]) {
    this.#network = network;
    this.#text = text;
    this.#pass = new ForwardPass(network, { batchSize: 1, seqLength: text.length - 1 });
  }

  /** One for each symbol but the last. */
  read(): CellStep[] {
    const { cell, hiddenSize, vocabSize } = this.#network.config;
    const inputs = this.#text.slice(0, -1);
    this.#pass.reset();
    const trace = this.#pass.run(inputs, inputs.length);
    const gates = recurrentCell(cell).gates.map(name => rowsOf(trace.gate(0, name), hiddenSize));
    const hidden = rowsOf(trace.hidden(0), hiddenSize);
    const memories = trace.memory(0);
    const memory = memories && rowsOf(memories, hiddenSize);
    const logits = rowsOf(trace.logits(), vocabSize);
    const probabilities = rowsOf(trace.probabilities(), vocabSize);
    return inputs.map((input, t) => {
      const target = this.#text[t + 1];
      return {
        input,
        target,
        gates: gates.map(gate => gate[t]),
        hidden: hidden[t],
        memory: memory?.[t],
        logits: logits[t],
        probabilities: probabilities[t],
        loss: -Math.log(probabilities[t][target]),
      };
    });
  }

  /** As many symbols as the text, from its first on: each most likely one is the next that is read. */
  write(): WrittenSymbol[] {
    const written: WrittenSymbol[] = [{ symbol: this.#text[0], probabilities: undefined }];
    this.#pass.reset();
    for (let t = 1; t < this.#text.length; t++) {
      const probabilities = this.#pass.run([written[t - 1].symbol], 1).probabilities();
      written.push({ symbol: mostLikely(probabilities), probabilities: [...probabilities] });
    }
    return written;
  }
}

export interface WrittenSymbol {
  symbol: number;
  /** (V) that it was chosen from; undefined for the first one, which is given */
  probabilities: readonly number[] | undefined;
}

/** The mean of the steps, nats. */
export function meanLoss(steps: readonly CellStep[]): number {
  return steps.reduce((all, step) => all + step.loss, 0) / steps.length;
}

function rowsOf(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);
}
