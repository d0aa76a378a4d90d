import { Random } from '../base/random.ts';
import type { EncodedFile } from './corpus.ts';
import { countSymbols } from './streamGroups.ts';
import type { Alphabet } from './alphabet.ts';

/** Where a run is in its text. Together with the seed it says which symbols come next. */
interface BatchPosition {
  /** From 0. */
  epoch: number;
  /** From 0, within the epoch. */
  window: number;
}

export interface BatchOptions {
  batchSize: number;
  seqLength: number;
  /** G */
  groups: number;
  seed: number;
  vocabulary: Pick<Alphabet, 'isStart'>;
}

/**
 * Cuts the training files into G groups of B streams, and those into windows T long. In each epoch the files are put
 * one after the other in an order drawn from {seed, epoch}, and the row of symbols is cut into G * B equal parts, the
 * streams. The B streams of a group are read side by side, so that the network's state can be carried along. The groups
 * take turns: window w of an epoch is the next one of group w mod G. So the weights meet other files in each step, and
 * do not adapt to the ones at hand.
 *
 * Nothing is copied but the window: a stream is a cursor into the files. A stream's end runs on into the next one's
 * start (the last into the first), so that every symbol is read in every epoch, however short the text.
 */
export class Batches {
  /** ids (T, B) of the current window: inputs[t * B + b]. */
  readonly inputs: Int32Array;
  /** The symbols that follow them; -1, which does not count, where a file ends and another one starts. */
  readonly targets: Int32Array;
  readonly windowsPerEpoch: number;
  /** In symbols, of all files: one epoch. */
  readonly symbolsPerEpoch: number;

  private readonly files: readonly EncodedFile[];
  private readonly options: BatchOptions;
  private current: BatchPosition = { epoch: 0, window: 0 };
  private groupOfWindow = 0;
  private order: Int32Array;
  /** Where each file of the order ends in the row. */
  private readonly ends: Float64Array;
  /** Of all groups, one after the other. */
  private readonly cursors: readonly Cursor[];

  constructor(files: readonly EncodedFile[], options: BatchOptions) {
    const { batchSize, seqLength, groups } = options;
    this.files = files;
    this.options = options;
    this.inputs = new Int32Array(seqLength * batchSize);
    this.targets = new Int32Array(seqLength * batchSize);
    this.symbolsPerEpoch = countSymbols(files);
    // The longest stream has one symbol more than the shortest.
    const streamLength = Math.ceil(this.symbolsPerEpoch / (groups * batchSize));
    this.windowsPerEpoch = groups * Math.ceil(streamLength / seqLength);
    this.order = new Int32Array(files.length);
    this.ends = new Float64Array(files.length);
    this.cursors = Array.from({ length: groups * batchSize }, () => ({ file: 0, offset: 0 }));
    this.drawOrder(0);
    this.seek({ epoch: 0, window: 0 });
  }

  /** Of the window that `next` will read. */
  get position(): BatchPosition {
    return { ...this.current };
  }

  /** Counted from 1: that of the window which was read last. */
  get epochRead(): number {
    const { epoch, window } = this.current;
    return window === 0 ? Math.max(1, epoch) : epoch + 1;
  }

  /** Whose streams the current window is of, from 0. */
  get group(): number {
    return this.groupOfWindow;
  }

  /** Goes to a position that `position` gave, in this or another process. */
  seek(position: BatchPosition): void {
    if (position.epoch !== this.current.epoch) this.drawOrder(position.epoch);
    this.current = { ...position };
    const { batchSize, seqLength, groups } = this.options;
    for (let group = 0; group < groups; group++) {
      // Groups that have had their turn in this round are one window ahead.
      const windowsRead = Math.ceil((position.window - group) / groups);
      for (let b = 0; b < batchSize; b++) {
        // Neighbours in the row are in different groups, so that each group has streams from all over it.
        const start = Math.floor(((b * groups + group) * this.symbolsPerEpoch) / (groups * batchSize));
        const place = (start + windowsRead * seqLength) % this.symbolsPerEpoch;
        this.place(this.cursors[group * batchSize + b], place);
      }
    }
  }

  /** Fills `inputs` and `targets`; true when the window is the first of an epoch, where no state is carried over. */
  next(): { startsEpoch: boolean } {
    const startsEpoch = this.current.window === 0;
    const { batchSize, groups } = this.options;
    this.groupOfWindow = this.current.window % groups;
    for (let b = 0; b < batchSize; b++) this.readStream(b);
    const window = this.current.window + 1;
    if (window < this.windowsPerEpoch) this.current.window = window;
    else this.seek({ epoch: this.current.epoch + 1, window: 0 });
    return { startsEpoch };
  }

  private readStream(b: number): void {
    const { batchSize, seqLength, vocabulary } = this.options;
    const cursor = this.cursors[this.groupOfWindow * batchSize + b];
    let { ids } = this.files[this.order[cursor.file]];
    for (let t = 0; t < seqLength; t++) {
      this.inputs[t * batchSize + b] = ids[cursor.offset++];
      if (cursor.offset === ids.length) {
        cursor.offset = 0;
        cursor.file = (cursor.file + 1) % this.files.length;
        ids = this.files[this.order[cursor.file]].ids;
      }
      const target = ids[cursor.offset];
      this.targets[t * batchSize + b] = vocabulary.isStart(target) ? -1 : target;
    }
  }

  /** Puts the files of an epoch in order: a permutation, by Fisher and Yates. */
  private drawOrder(epoch: number): void {
    const { order, ends, files } = this;
    for (let i = 0; i < order.length; i++) order[i] = i;
    const random = new Random((Math.imul(this.options.seed, 0x9e3779b1) + epoch + 1) >>> 0);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random.next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    let end = 0;
    for (let i = 0; i < order.length; i++) ends[i] = end += files[order[i]].ids.length;
  }

  /** Puts a cursor at a symbol of the row. */
  private place(cursor: Cursor, symbol: number): void {
    // The first file that ends after it, by bisection.
    let [file, last] = [0, this.ends.length - 1];
    while (file < last) {
      const middle = (file + last) >> 1;
      if (this.ends[middle] > symbol) last = middle;
      else file = middle + 1;
    }
    cursor.file = file;
    cursor.offset = symbol - (file === 0 ? 0 : this.ends[file - 1]);
  }
}

/** A place in the row of files: which one of the order, and how far into it. */
interface Cursor {
  file: number;
  offset: number;
}
