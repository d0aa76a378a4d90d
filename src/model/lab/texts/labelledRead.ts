import type { Network } from '../../network/network.ts';
import { SequenceReader } from '../../network/pass/sequenceReader.ts';
import type { SymbolIds } from '../../text/alphabet.ts';

/** A text with a label for each of its characters. */
export interface LabelledIds {
  /** Its start symbol, then a symbol for each character. */
  ids: SymbolIds;
  labels: Uint8Array;
}

const STREAMS = 8;

/** Reads texts side by side; yields after each window. `visit` gets the values of all cells (H) after each character. */
export function* readLabelled(
  network: Network,
  texts: readonly LabelledIds[],
  visit: (values: Float32Array, character: { text: LabelledIds; index: number }) => void,
): Generator<void, void, void> {
  const { hiddenSize } = network.config;
  const waiting = [...texts].toReversed();
  const reader = new SequenceReader<LabelledIds>(network, STREAMS);
  for (;;) {
    while (!reader.isFull && waiting.length > 0) {
      const text = waiting.pop()!;
      reader.add(text, text.ids);
    }
    if (reader.isEmpty) return;
    const { run, parts } = reader.read();
    const hidden = run.hidden(0);
    for (const [b, { source: text, first, length }] of parts.entries())
      for (let t = 0; t < length; t++) {
        // The start symbol is no character.
        const index = first + t - 1;
        if (index < 0) continue;
        const row = (t * run.batchSize + b) * hiddenSize;
        visit(hidden.subarray(row, row + hiddenSize), { text, index });
      }
    yield;
  }
}
