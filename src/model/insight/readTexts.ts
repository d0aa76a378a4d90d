import { SequenceReader, type SequenceWindow } from '../network/pass/sequenceReader.ts';
import type { ReaderModel } from '../predict/documentReader.ts';
import type { ReadControl } from '../base/readControl.ts';
import { sliceCharacters } from '../predict/sliceCharacters.ts';
import type { Language } from '../text/language.ts';

export interface ReadableText {
  text: string;
  language: Language;
}

/** Texts that are read side by side at most: they are kept, with what is known about them, while they are read. */
const MAX_TEXTS = 16;

/**
 * Reads texts, several side by side, in slices. Each is the source of a sequence: its start symbol, and then its
 * characters. `visit` sees every window once; `onProgress` gets the symbols read so far. False when aborted.
 */
export async function readTexts<Text extends ReadableText>(
  model: ReaderModel,
  texts: Iterable<Text> | AsyncIterable<Text>,
  options: {
    control: ReadControl;
    visit: (window: SequenceWindow<Text>) => void;
    onProgress?: ((symbols: number) => void) | undefined;
  },
): Promise<boolean> {
  const { control, visit, onProgress } = options;
  const source = toAsync(texts);
  const reader = new SequenceReader<Text>(model.network, MAX_TEXTS);
  const slice = sliceCharacters(model.network);
  let symbols = 0;
  for (let more = true; ;) {
    while (more && !reader.isFull) {
      const next = await source.next();
      if (next.done) more = false;
      else reader.add(next.value, symbolsOf(model, next.value));
    }
    if (control.signal.aborted) return false;
    if (reader.isEmpty) return true;
    const window = reader.read(slice);
    visit(window);
    symbols += window.parts.reduce((sum, { length }) => sum + length, 0);
    onProgress?.(symbols);
    await control.yieldToEvents();
  }
}

async function* toAsync<Text>(texts: Iterable<Text> | AsyncIterable<Text>): AsyncGenerator<Text, void, void> {
  yield* texts;
}

/** The start symbol and the characters. */
function symbolsOf({ vocabulary }: ReaderModel, { text, language }: ReadableText): Uint16Array {
  const characters = vocabulary.encode(text);
  const symbols = new Uint16Array(characters.length + 1);
  symbols[0] = vocabulary.startOf(language);
  symbols.set(characters, 1);
  return symbols;
}
