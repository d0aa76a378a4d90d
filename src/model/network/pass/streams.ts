import { ForwardPass, type RunOptions } from './forwardPass.ts';
import type { Network } from '../network.ts';
import type { Trace } from './trace.ts';

/** T: the most steps in one run. */
export const WINDOW_STEPS = 64;

/** B: the most streams side by side. */
export const MAX_STREAMS = 32;

/** What was read in a run. Its views are overwritten by the next run of any streams of the network. */
export type Run = Pick<
  Trace,
  'batchSize' | 'hidden' | 'memory' | 'memoryOutput' | 'gate' | 'logits' | 'probabilities' | 'losses'
>;

/** The pass that all streams of a network are read by, since what a pass allocates lives as long as its network. */
interface Window {
  pass: ForwardPass;
  /** Whose states the pass carries on. */
  holder: Streams | undefined;
}

function makeWindow(network: Network): Window {
  const pass = new ForwardPass(network, { batchSize: MAX_STREAMS, seqLength: WINDOW_STEPS });
  return { pass, holder: undefined };
}

/**
 * Texts that a network reads side by side, each with a state of its own, symbol by symbol or many at once. On one set
 * of kernels a state has the same bits however a text is cut into runs and whatever is read beside it.
 *
 * Making some costs no memory of the network's: they take turns at its one window. As long as no others want it their
 * states stay there from run to run; else those wait here.
 */
export class Streams {
  /** Floats of one stream's state: layer by layer h (H), then c (H) where the cell has a memory. */
  readonly stateLength: number;
  private readonly window: Window;
  /** Room for the states, one each, while they are not in the window. */
  private readonly waiting: Float32Array[] = [];
  private size: number;

  /** They start from the zero state. */
  constructor(network: Network, size = 1) {
    this.window = network.shared(makeWindow);
    const { pass } = this.window;
    this.stateLength = pass.stateLength / pass.batchSize;
    this.size = size;
    this.makeRoom(size);
  }

  /** B */
  get count(): number {
    return this.size;
  }

  /** Reads `length` (at most WINDOW_STEPS) symbols in each stream, ids[t * B + b]. */
  run(ids: ArrayLike<number>, length: number, options?: RunOptions): Run {
    return this.hold().run(ids, length, options);
  }

  /**
   * Stream i goes on from where the stream at places[i] is now; streams after those, up to `count`, start from the
   * zero state. So streams are dropped, copied and added: those that are left out cost nothing from here on.
   */
  arrange(places: readonly number[], count = places.length): void {
    if (count === this.size && places.length === count && places.every((place, i) => place === i)) return;
    for (const place of places) this.check(place);
    const pass = this.hold();
    this.wait();
    pass.resize(count);
    places.forEach((place, i) => pass.writeStream(i, this.waiting[place]));
    this.size = count;
    this.makeRoom(count);
  }

  /** Copies the state of one stream to `target` (stateLength). */
  save(stream: number, target: Float32Array): void {
    this.check(stream);
    if (this.holding) this.window.pass.readStream(stream, target);
    else target.set(this.waiting[stream]);
  }

  /** One stream goes on from a state that was saved, here or in other streams of the network. */
  restore(stream: number, state: Float32Array): void {
    this.check(stream);
    this.hold().writeStream(stream, state);
  }

  private get holding(): boolean {
    return this.window.holder === this;
  }

  private hold(): ForwardPass {
    const { window } = this;
    const { pass } = window;
    if (this.holding) return pass;
    window.holder?.wait();
    pass.resize(this.size);
    window.holder = this;
    for (let i = 0; i < this.size; i++) pass.writeStream(i, this.waiting[i]);
    return pass;
  }

  /** Copies the states out of the window. */
  private wait(): void {
    for (let i = 0; i < this.size; i++) this.window.pass.readStream(i, this.waiting[i]);
  }

  private makeRoom(count: number): void {
    while (this.waiting.length < count) this.waiting.push(new Float32Array(this.stateLength));
  }

  private check(stream: number): void {
    if (!(stream >= 0 && stream < this.size))
      throw new RangeError(`Stream ${stream}; there are ${this.size} of them, counted from 0.`);
  }
}
