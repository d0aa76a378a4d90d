import { checkFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { type Run, Streams, WINDOW_STEPS } from '../network/pass/streams.ts';
import type { CharacterChange, CharacterRange, DocumentText } from '../text/documentText.ts';
import type { Language } from '../text/language.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { ReadControl } from '../base/readControl.ts';
import { sliceCharacters } from './sliceCharacters.ts';
import type { DocumentPredictor } from './documentPredictor.ts';
import { NetworkPredictor, type ReadingPoint } from './networkPredictor.ts';
import { StateTrack } from './stateTrack.ts';

export interface ReaderModel {
  network: Network;
  vocabulary: Vocabulary;
}

/** Characters [from, from + length) that were just read; T = length, B = 1. */
export interface ReadBlock {
  from: number;
  length: number;
  run: Run;
}

/** Of the states kept for one document. */
const SNAPSHOT_BYTES = 32 * 2 ** 20;

/** Characters that a suggestion waits for: further from what was read, the network starts afresh close by. */
const NEARBY_CHARACTERS = 2048;

/**
 * The network's way of following a document: knows the state at any place of it, at the cost of the characters that
 * changed since the last time. The state at index i is the one after the start symbol and the characters [0, i).
 */
export class DocumentReader implements DocumentPredictor {
  readonly model: ReaderModel;
  readonly text: DocumentText;
  readonly language: Language;
  private readonly stream: Streams;
  private readonly capacity: number;
  /** From the start of the file. */
  private track: StateTrack;
  /** From a line somewhere in a large file. */
  private nearbyTrack: StateTrack | undefined;
  private readonly subscription: { dispose: () => void };

  constructor(model: ReaderModel, text: DocumentText, language: Language) {
    this.model = model;
    this.text = text;
    this.language = language;
    this.stream = new Streams(model.network);
    this.capacity = Math.floor(SNAPSHOT_BYTES / (4 * this.stream.stateLength));
    this.track = this.newTrack(0);
    this.subscription = text.onChange((_, characters) => this.edited(characters));
  }

  /** Follows the text no longer. */
  dispose(): void {
    this.subscription.dispose();
  }

  get vocabulary(): Vocabulary {
    return this.model.vocabulary;
  }

  async predictorAt(index: number, control: ReadControl): Promise<NetworkPredictor | undefined> {
    return this.predictorFrom(await this.pointOn(this.track, index, control));
  }

  async nearbyPredictorAt(index: number, control: ReadControl): Promise<NetworkPredictor | undefined> {
    return this.predictorFrom(await this.nearbyPointAt(index, control));
  }

  /** The network learns nothing of a document. */
  async learn(): Promise<boolean> {
    return true;
  }

  /** Before anything is read, the start symbol included. */
  get zeroState(): Float32Array {
    return new Float32Array(this.stream.stateLength);
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

  /**
   * Exact where it is near what was read already. Else it takes the state of a place close before it as it was before an
   * edit further up; or, where none was read, it reads from a line start close before it as if the file began there.
   */
  private async nearbyPointAt(index: number, control: ReadControl): Promise<ReadingPoint | undefined> {
    const last = Math.max(0, index - 1);
    if (last - this.track.nearest(last).index <= NEARBY_CHARACTERS)
      return await this.pointOn(this.track, index, control);
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

  private edited(change: CharacterChange): void {
    if (change.removed === 0 && change.inserted === 0) return;
    this.track.edit(change);
    if (this.nearbyTrack?.edit(change) === false) this.nearbyTrack = undefined;
  }

  private predictorFrom(point: ReadingPoint | undefined): NetworkPredictor | undefined {
    return point && new NetworkPredictor(this.model.network, point);
  }

  private symbols(from: number, to: number): Uint16Array {
    return this.vocabulary.encode(this.text.slice(from, to));
  }

  private async pointOn(
    track: StateTrack,
    index: number,
    control: ReadControl,
  ): Promise<ReadingPoint | undefined> {
    if (index <= 0) return { state: this.zeroState, last: this.startSymbol };
    const range = { from: index - 1, to: index - 1 };
    const state = await this.walk(track, range, { control, visit: ignore });
    return state && { state, last: this.symbols(index - 1, index)[0] };
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
    const version = this.text.version;
    const target = Math.min(to, this.text.length);
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
      if (control.signal.aborted || this.text.version !== version) return undefined;
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
    const run = this.stream.run(this.symbols(index, end), length);
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
    return this.vocabulary.startOf(this.language);
  }

  /** A line start at most NEARBY_CHARACTERS before an index, or just that far before it when a line is longer. */
  private lineStartBefore(index: number): number {
    const first = Math.max(0, index - NEARBY_CHARACTERS);
    const text = this.text.slice(first, index);
    // -1 when there is none, which gives `first` itself.
    return this.text.indexAt(this.text.offsetAt(first) + text.indexOf('\n') + 1);
  }
}

function ignore(): void {
  // The state is what is wanted.
}
