import { setImmediate as nextTurn } from 'node:timers/promises';
import { CellValues } from '../../model/insight/cellValues.ts';
import type { Network } from '../../model/network/network.ts';
import { Random } from '../../model/base/random.ts';
import { DocumentReader } from '../../model/predict/documentReader.ts';
import { DocumentText } from '../../model/text/documentText.ts';
import { cLikeText, vocabularyFor } from './cLikeText.ts';

/** Characters of a screen of text, for which the inspector wants the values of a cell. */
const SCREEN = 4096;

/**
 * Opens a new text of so many characters in the inspector and looks at the end of it, so that all of it has to be read,
 * in slices with turns for other events. Counts characters.
 */
export function reading(network: Network, characters: number) {
  const vocabulary = vocabularyFor(network.config.vocabSize);
  const text = cLikeText(characters, new Random(1)).slice(0, characters);
  const screen = { from: Math.max(0, characters - SCREEN), to: characters };
  const control = { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() };
  return {
    amount: characters,
    call: async () => {
      const reader = new DocumentReader({ network, vocabulary }, new DocumentText(text), 'c');
      await new CellValues(reader).read(screen, [{ layer: 1, index: 0, quantity: 'h' }], control);
    },
  };
}
