import type { Pointer } from '../../kernels/arena.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/** What tells one kind of head from another: what its logits mean, and what they are held to. */
export interface Head {
  /** 32-bit values that the target of one place takes, of a head with K outputs */
  targetWidth(outputs: number): number;
  /** Takes the targets of `count` values. Throws a RangeError for one that can be none. A negative one does not count. */
  setTargets(targets: ArrayLike<number>, room: TargetRoom, size: { count: number; outputs: number }): void;
  /** Logits become probabilities: those of logits * inverseTemperature. */
  forward(kernels: Kernels, window: HeadRows, inverseTemperature: number): void;
  /** The loss of each place, in nats; the logits become its gradient, times `scale`. */
  loss(kernels: Kernels, window: HeadRows & TargetRows, scale: number): void;
}

/** Two views of one place in memory: targets are symbols or numbers. */
export interface TargetRoom {
  integers: Int32Array;
  floats: Float32Array;
}

/** Logits of so many places (t, b). */
interface HeadRows {
  readonly rows: number;
  /** K */
  readonly outputCount: number;
  /** (rows, K) */
  readonly outputs: Pointer;
}

interface TargetRows {
  readonly targets: Pointer;
  /** (rows) */
  readonly rowLosses: Pointer;
}
