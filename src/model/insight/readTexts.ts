import type { ForwardPass } from '../network/forwardPass.ts';
import type { ReaderModel } from '../sampling/documentReader.ts';
import type { ReadControl } from '../sampling/readControl.ts';
import { READING_STEPS, readingPass, sliceCharacters } from '../sampling/readingPass.ts';
import type { Language } from '../text/language.ts';

export interface ReadableText {
  text: string;
  language: Language;
}

/** One stream's part of a window. */
export interface WindowPart<Text> {
  source: Text;
  /** Index of the character that was read at t = 0; -1 is the start symbol. */
  first: number;
  /** Steps that the text went on for, at most T. */
  length: number;
}

/** What was just read: `pass` holds a run of T steps of B streams. */
export interface TextWindow<Text> {
  pass: ForwardPass;
  steps: number;
  parts: readonly WindowPart<Text>[];
}

/**
 * Streams that are read side by side: many share each weight that is fetched, which counts where the weights do not fit
 * into the cache. No lane is ever idle, since it would cost as much as one that reads.
 */
const BATCH_SIZES = [1, 2, 4, 8, 16];
const MAX_STREAMS = 16;

interface Stream<Text> {
  source: Text;
  /** The start symbol and the text. */
  symbols: Uint16Array;
  /** Symbols read. */
  position: number;
  /** Layer by layer h (H), then c (H) where the cell has a memory. */
  state: Float32Array;
}

/**
 * Reads texts from their start symbols, several side by side, in slices. `visit` sees every window once; `onProgress`
 * gets the characters read so far. False when aborted.
 */
export async function readTexts<Text extends ReadableText>(
  model: ReaderModel,
  texts: Iterable<Text> | AsyncIterable<Text>,
  options: {
    control: ReadControl;
    visit: (window: TextWindow<Text>) => void;
    onProgress?: ((characters: number) => void) | undefined;
  },
): Promise<boolean> {
  const { control, visit, onProgress } = options;
  const source = toAsync(texts);
  let streams: Stream<Text>[] = [];
  let characters = 0;
  for (let more = true; ;) {
    while (more && streams.length < MAX_STREAMS) {
      const next = await source.next();
      if (next.done) more = false;
      else streams.push(openStream(model, next.value));
    }
    if (control.signal.aborted) return false;
    if (streams.length === 0) return true;
    const window = readWindow(model, fullBatch(streams));
    visit(window);
    streams = streams.filter(({ symbols, position }) => position < symbols.length);
    characters += window.parts.reduce((sum, { length }) => sum + length, 0);
    onProgress?.(characters);
    await control.yieldToEvents();
  }
}

async function* toAsync<Text>(texts: Iterable<Text> | AsyncIterable<Text>): AsyncGenerator<Text, void, void> {
  yield* texts;
}

function openStream<Text extends ReadableText>(
  { network, vocabulary }: ReaderModel,
  source: Text,
): Stream<Text> {
  const text = vocabulary.encode(source.text);
  const symbols = new Uint16Array(text.length + 1);
  symbols[0] = vocabulary.startOf(source.language);
  symbols.set(text, 1);
  const state = new Float32Array(readingPass(network).stateLength);
  return { source, symbols, position: 0, state };
}

/** The first streams, as many as fill a batch; the others wait until one of these ends. */
function fullBatch<Text>(streams: readonly Stream<Text>[]): Stream<Text>[] {
  return streams.slice(
    0,
    BATCH_SIZES.findLast(size => size <= streams.length),
  );
}

/** Reads on in streams that fill a batch and moves them behind what was read. */
function readWindow<Text>({ network }: ReaderModel, streams: readonly Stream<Text>[]): TextWindow<Text> {
  const batchSize = streams.length;
  const pass = readingPass(network, batchSize);
  const sliceSteps = Math.ceil(sliceCharacters(network) / batchSize);
  const longest = Math.max(...streams.map(({ symbols, position }) => symbols.length - position));
  const steps = Math.min(READING_STEPS, sliceSteps, longest);
  const ids = new Uint16Array(steps * batchSize);
  const parts = streams.map(({ source, symbols, position }, b) => {
    const length = Math.min(steps, symbols.length - position);
    for (let t = 0; t < length; t++) ids[t * batchSize + b] = symbols[position + t];
    return { source, first: position - 1, length };
  });
  gatherStates(streams, pass, network.config.hiddenSize);
  pass.run(ids, steps);
  scatterStates(streams, pass, network.config.hiddenSize);
  for (const [b, { length }] of parts.entries()) streams[b].position += length;
  return { pass, steps, parts };
}

/** The streams' states, (rows, H) each, become the pass's, (rows, B, H). */
function gatherStates(streams: readonly Stream<unknown>[], pass: ForwardPass, hiddenSize: number): void {
  const all = new Float32Array(pass.stateLength);
  for (const [b, { state }] of streams.entries())
    for (let row = 0; row * hiddenSize < state.length; row++)
      all.set(
        state.subarray(row * hiddenSize, (row + 1) * hiddenSize),
        (row * pass.batchSize + b) * hiddenSize,
      );
  pass.writeState(all);
}

function scatterStates(streams: readonly Stream<unknown>[], pass: ForwardPass, hiddenSize: number): void {
  const all = new Float32Array(pass.stateLength);
  pass.readState(all);
  for (const [b, { state }] of streams.entries())
    for (let row = 0; row * hiddenSize < state.length; row++) {
      const start = (row * pass.batchSize + b) * hiddenSize;
      state.set(all.subarray(start, start + hiddenSize), row * hiddenSize);
    }
}
