import { Random } from '../network/random.ts';
import type { EncodedFile } from './corpus.ts';
import { Vocabulary } from './vocabulary.ts';

/** Where a run is in its text. Together with the seed it says which symbols come next. */
export interface BatchPosition {
  /** From 0. */
  epoch: number;
  /** From 0, within the epoch. */
  window: number;
}

export interface BatchOptions {
  batchSize: number;
  seqLength: number;
  seed: number;
  vocabulary: Vocabulary;
}

/**
 * Cuts the training files into B streams of windows T long. In each epoch the files are put one after the other in an
 * order drawn from {seed, epoch}, and the row of symbols is cut into B equal parts that are read side by side, window
 * after window, so that the network's state can be carried along. Nothing is copied but the window: a stream is a
 * cursor into the files. A stream's end runs on into the next one's start (the last into the first), so that every
 * symbol is read in every epoch, however short the text.
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
  private order: Int32Array;
  private readonly cursors: Cursor[];

  constructor(files: readonly EncodedFile[], options: BatchOptions) {
    const { batchSize, seqLength } = options;
    this.files = files;
    this.options = options;
    this.inputs = new Int32Array(seqLength * batchSize);
    this.targets = new Int32Array(seqLength * batchSize);
    this.symbolsPerEpoch = files.reduce((sum, file) => sum + file.ids.length, 0);
    this.windowsPerEpoch = Math.ceil(this.symbolsPerEpoch / (batchSize * seqLength));
    this.order = this.drawOrder(0);
    this.cursors = Array.from({ length: batchSize }, () => ({ file: 0, offset: 0 }));
    this.seek({ epoch: 0, window: 0 });
  }

  /** Of the window that `next` will read. */
  get position(): BatchPosition {
    return { ...this.current };
  }

  /** Goes to a position that `position` gave, in this or another process. */
  seek(position: BatchPosition): void {
    if (position.epoch !== this.current.epoch) this.order = this.drawOrder(position.epoch);
    this.current = { ...position };
    const { batchSize, seqLength } = this.options;
    for (let b = 0; b < batchSize; b++) {
      const start = Math.floor((b * this.symbolsPerEpoch) / batchSize);
      this.place(this.cursors[b], (start + position.window * seqLength) % this.symbolsPerEpoch);
    }
  }

  /** Fills `inputs` and `targets`; true when the window is the first of an epoch, where no state is carried over. */
  next(): { startsEpoch: boolean } {
    const startsEpoch = this.current.window === 0;
    const { batchSize } = this.options;
    for (let b = 0; b < batchSize; b++) this.readStream(b);
    const window = this.current.window + 1;
    if (window < this.windowsPerEpoch) this.current.window = window;
    else this.seek({ epoch: this.current.epoch + 1, window: 0 });
    return { startsEpoch };
  }

  private readStream(b: number): void {
    const { batchSize, seqLength, vocabulary } = this.options;
    const cursor = this.cursors[b];
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

  /** A permutation of the files, by Fisher and Yates. */
  private drawOrder(epoch: number): Int32Array {
    const order = Int32Array.from(this.files.keys());
    const random = new Random((Math.imul(this.options.seed, 0x9e3779b1) + epoch + 1) >>> 0);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random.next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  private place(cursor: Cursor, symbol: number): void {
    let file = 0;
    let offset = symbol;
    while (offset >= this.files[this.order[file]].ids.length)
      offset -= this.files[this.order[file++]].ids.length;
    cursor.file = file;
    cursor.offset = offset;
  }
}

/** A place in the row of files: which one of the order, and how far into it. */
interface Cursor {
  file: number;
  offset: number;
}
