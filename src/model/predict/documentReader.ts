import { checkFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { type Run, Streams, WINDOW_STEPS } from '../network/pass/streams.ts';
import type { Language } from '../text/language.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { DocumentText } from './documentText.ts';
import type { ReadControl } from '../base/readControl.ts';
import { sliceCharacters } from './sliceCharacters.ts';
import { StateTrack } from './stateTrack.ts';

export interface ReaderModel {
  network: Network;
  vocabulary: Vocabulary;
}

/** One replacement in the text: `length` UTF-16 units at `offset` become `text`. */
export interface TextChange {
  offset: number;
  length: number;
  text: string;
}

/** Half-open range of characters. */
export interface CharacterRange {
  from: number;
  to: number;
}

/** Characters [from, from + length) that were just read; T = length, B = 1. */
export interface ReadBlock {
  from: number;
  length: number;
  run: Run;
}

/** A place in the text as the network stands before it: reading `last` from `state` predicts what comes there. */
export interface ReadingPoint {
  state: Float32Array;
  last: number;
}

/** Of the states kept for one document. */
const SNAPSHOT_BYTES = 32 * 2 ** 20;

/** Characters that a suggestion waits for: further from what was read, the network starts afresh close by. */
const NEARBY_CHARACTERS = 2048;

/**
 * Follows one document with the network: knows the state at any place of it, at the cost of the characters that
 * changed since the last time.
 *
 * Offsets count UTF-16 units of the text as it was handed in, where a CRLF counts two; indices count characters: code
 * points, with LF line ends. The state at index i is the one after the start symbol and the characters [0, i).
 */
export class DocumentReader {
  readonly model: ReaderModel;
  readonly language: Language;
  private readonly text: DocumentText;
  private readonly stream: Streams;
  private readonly capacity: number;
  /** From the start of the file. */
  private track: StateTrack;
  /** From a line somewhere in a large file. */
  private nearbyTrack: StateTrack | undefined;
  private edits = 0;
  private readonly changeListeners = new Set<(from: number) => void>();

  constructor(model: ReaderModel, language: Language) {
    this.model = model;
    this.language = language;
    this.text = new DocumentText(model.vocabulary);
    this.stream = new Streams(model.network);
    this.capacity = Math.floor(SNAPSHOT_BYTES / (4 * this.stream.stateLength));
    this.track = this.newTrack(0);
  }

  /** Counts up with every change; a read that finds it changed after a turn for other events gives up. */
  get version(): number {
    return this.edits;
  }

  /** Characters. */
  get length(): number {
    return this.text.length;
  }

  setText(text: string): void {
    this.edit({ offset: 0, length: this.text.unitLength, text });
  }

  edit({ offset, length, text }: TextChange): void {
    const change = this.text.replace(offset, length, text);
    if (change.removed === 0 && change.inserted === 0) return;
    this.edits++;
    this.track.edit(change);
    if (this.nearbyTrack?.edit(change) === false) this.nearbyTrack = undefined;
    for (const listener of this.changeListeners) listener(change.from);
  }

  /** Calls back after every change with the first index whose character or state may be another. */
  onChange(listener: (from: number) => void): { dispose: () => void } {
    this.changeListeners.add(listener);
    return { dispose: () => this.changeListeners.delete(listener) };
  }

  /** Index of the character that holds the unit at an offset; `length` at the end of the text. */
  indexAt(offset: number): number {
    return this.text.indexAt(offset);
  }

  /** Offset of the first unit of a character. */
  offsetAt(index: number): number {
    return this.text.offsetAt(index);
  }

  /** The text of the characters [from, to), with LF line ends. */
  slice(from: number, to: number): string {
    return this.text.slice(Math.max(0, from), Math.min(to, this.length));
  }

  /** The symbols of the characters [from, to). */
  symbols(from: number, to: number): Uint16Array {
    return this.text.ids(from, to);
  }

  /** UTF-16 units of each of the characters [from, to): 1 or 2. */
  widths(from: number, to: number): Uint8Array {
    return this.text.widths(from, to);
  }

  /** The exact state at an index; undefined when aborted or edited meanwhile. `onProgress` gets 0..1. */
  async stateAt(
    index: number,
    control: ReadControl,
    onProgress?: (share: number) => void,
  ): Promise<Float32Array | undefined> {
    const range = { from: index, to: index };
    return await this.walk(this.track, range, { control, visit: ignore, onProgress });
  }

  /** The exact place before character `index`. */
  async pointAt(index: number, control: ReadControl): Promise<ReadingPoint | undefined> {
    return await this.pointOn(this.track, index, control);
  }

  /**
   * The place before character `index` for a suggestion: exact where it is near what was read already. Else it takes
   * the state of a place close before it as it was before an edit further up; or, where none was read, it reads from a
   * line start close before it as if the file began there.
   */
  async nearbyPointAt(index: number, control: ReadControl): Promise<ReadingPoint | undefined> {
    const last = Math.max(0, index - 1);
    if (last - this.track.nearest(last).index <= NEARBY_CHARACTERS) return await this.pointAt(index, control);
    const near = this.nearbyTrack;
    const usable = near && near.start <= last && last - near.nearest(last).index <= NEARBY_CHARACTERS;
    const track = usable ? near : this.newNearbyTrack(last);
    this.nearbyTrack = track;
    return await this.pointOn(track, index, control);
  }

  /**
   * Reads the characters [from, to) exactly and visits them in blocks. `onProgress` gets the share of the way from
   * where reading had to begin. False when aborted or edited meanwhile.
   */
  async readRange(
    range: CharacterRange,
    control: ReadControl,
    visit: (block: ReadBlock) => void,
    onProgress?: (share: number) => void,
  ): Promise<boolean> {
    return (await this.walk(this.track, range, { control, visit, onProgress })) !== undefined;
  }

  private async pointOn(
    track: StateTrack,
    index: number,
    control: ReadControl,
  ): Promise<ReadingPoint | undefined> {
    if (index <= 0) return { state: new Float32Array(this.stream.stateLength), last: this.startSymbol };
    const range = { from: index - 1, to: index - 1 };
    const state = await this.walk(track, range, { control, visit: ignore });
    return state && { state, last: this.text.ids(index - 1, index)[0] };
  }

  /** Reads from the nearest known state to `to`, in slices, and returns the state there (a copy). */
  private async walk(
    track: StateTrack,
    { from, to }: CharacterRange,
    options: {
      control: ReadControl;
      visit: (block: ReadBlock) => void;
      onProgress?: ((share: number) => void) | undefined;
    },
  ): Promise<Float32Array | undefined> {
    const { control, visit, onProgress } = options;
    const version = this.version;
    const target = Math.min(to, this.length);
    const nearest = track.nearest(Math.min(from, target));
    const start = nearest.index;
    const state = nearest.state.slice();
    const slice = sliceCharacters(this.model.network);
    let index = start;
    while (index < target) {
      if (index > start) {
        onProgress?.((index - start) / (target - start));
        await control.yieldToEvents();
      }
      if (control.signal.aborted || this.version !== version) return undefined;
      const stop = Math.min(target, index + slice);
      this.stream.restore(0, state);
      while (index < stop) index += this.readBlock(track, index, { from, stop, visit, state });
      // An edit may have been got over: then the states behind it are known.
      const ahead = track.nearest(Math.min(from, target));
      if (ahead.index > index) {
        index = ahead.index;
        state.set(ahead.state);
      }
    }
    onProgress?.(1);
    return state;
  }

  /** Reads characters up to the next place that is to be noticed, and returns how many. */
  private readBlock(
    track: StateTrack,
    index: number,
    options: { from: number; stop: number; visit: (block: ReadBlock) => void; state: Float32Array },
  ): number {
    const { from, stop, visit, state } = options;
    const border = index < from ? from : stop;
    const end = Math.min(index + WINDOW_STEPS, border, stop, track.nextDoubtful(index));
    const length = end - index;
    const run = this.stream.run(this.text.ids(index, end), length);
    if (index >= from) visit({ from: index, length, run });
    this.stream.save(0, state);
    checkFinite(state, () => `in reading the characters up to ${end}`);
    track.arrive(end, state);
    return length;
  }

  private newNearbyTrack(index: number): StateTrack {
    const doubtful = this.track.nearestDoubtful(index);
    if (!doubtful || index - doubtful.index > NEARBY_CHARACTERS)
      return this.newTrack(this.lineStartBefore(index));
    return new StateTrack({ index: doubtful.index, state: doubtful.state.slice() }, this.capacity);
  }

  /** A track on which the file begins at an index. */
  private newTrack(index: number): StateTrack {
    const state = new Float32Array(this.stream.stateLength);
    this.stream.restore(0, state);
    this.stream.run([this.startSymbol], 1);
    this.stream.save(0, state);
    return new StateTrack({ index, state }, this.capacity);
  }

  private get startSymbol(): number {
    return this.model.vocabulary.startOf(this.language);
  }

  /** A line start at most NEARBY_CHARACTERS before an index, or just that far before it when a line is longer. */
  private lineStartBefore(index: number): number {
    const first = Math.max(0, index - NEARBY_CHARACTERS);
    const lineEnd = this.model.vocabulary.encode('\n')[0];
    // -1 when there is none, which gives `first` itself.
    return first + this.text.ids(first, index).indexOf(lineEnd) + 1;
  }
}

function ignore(): void {
  // The state is what is wanted.
}
