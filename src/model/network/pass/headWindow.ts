import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { Head, TargetRoom } from '../heads/head.ts';
import { headOf, type HeadShape } from '../heads/heads.ts';
import type { HeadWeights } from './forwardWeights.ts';
import type { LayerWindow } from './layerWindow.ts';

const FLOAT_BYTES = 4;

/** What the array of outputs holds at the moment. */
type Outputs = 'nothing' | 'logits' | 'probabilities' | 'gradient';

/** Steps of a run that follow one another. */
interface StepRange {
  first: number;
  count: number;
}

/**
 * What one head makes of a run of T steps, at R places: those of the steps that it answers at, in all B streams. Nothing
 * is computed until it is asked for.
 */
export class HeadWindow {
  readonly shape: HeadShape;
  /** (R, K): logits, or what took their place */
  readonly outputs: Pointer;
  readonly targets: Pointer;
  readonly rowLosses: Pointer;
  /** The steps of the last run that it answers at. */
  ranges: readonly StepRange[] = [];

  private readonly head: Head;
  private readonly kernels: Kernels;
  private readonly weights: HeadWeights;
  private readonly top: LayerWindow;
  /** (T, B) zeros: the ids by which every row of a product is added to a bias, a table of one row */
  private readonly onlyRow: Pointer;
  private readonly outputValues: Float32Array;
  private readonly lossValues: Float32Array;
  private readonly targetRoom: TargetRoom;
  private length = 0;
  private hold: Outputs = 'nothing';

  constructor(
    shape: HeadShape,
    from: { kernels: Kernels; weights: HeadWeights; top: LayerWindow; onlyRow: Pointer },
    { arena, batchSize, seqLength }: { arena: Arena; batchSize: number; seqLength: number },
  ) {
    this.shape = shape;
    this.head = headOf(shape.kind);
    this.kernels = from.kernels;
    this.weights = from.weights;
    this.top = from.top;
    this.onlyRow = from.onlyRow;
    const { steps, outputs } = shape;
    const rows = batchSize * (steps === 'every' ? seqLength : steps === 'last' ? 1 : steps.length);
    const targets = rows * this.head.targetWidth(outputs);
    this.outputs = arena.allocate(rows * outputs);
    this.targets = arena.allocate(targets);
    this.rowLosses = arena.allocate(rows);
    this.outputValues = arena.floats(this.outputs, rows * outputs);
    this.lossValues = arena.floats(this.rowLosses, rows);
    this.targetRoom = {
      integers: arena.integers(this.targets, targets),
      floats: arena.floats(this.targets, targets),
    };
  }

  /** K */
  get outputCount(): number {
    return this.shape.outputs;
  }

  /** R of the last run. */
  get rows(): number {
    let steps = 0;
    for (const { count } of this.ranges) steps += count;
    return steps * this.top.batchSize;
  }

  /** Targets that a loss of the last run takes. */
  get targetCount(): number {
    return this.rows * this.head.targetWidth(this.outputCount);
  }

  /** `losses` was the last to be asked for, so that the outputs are the gradient of the logits. */
  get holdsGradient(): boolean {
    return this.hold === 'gradient';
  }

  /** It answers at every step of the last run. */
  get coversRun(): boolean {
    return this.ranges.length === 1 && this.ranges[0].count === this.length;
  }

  /** A run of so many steps has been made: what was there means nothing. */
  begin(length: number): void {
    this.hold = 'nothing';
    if (length === this.length) return;
    this.ranges = length === 0 ? [] : rangesOf(this.shape.steps, length);
    this.length = length;
  }

  /** View (R, K) of the logits. */
  logits(): Float32Array {
    this.computeLogits();
    return this.outputValues.subarray(0, this.rows * this.outputCount);
  }

  /**
   * View (R, K) of the probabilities, of logits times inverseTemperature. They take the place of the logits, and what was
   * written to the view that `logits` gave counts.
   */
  probabilities(inverseTemperature = 1): Float32Array {
    const probabilities = this.logits();
    this.head.forward(this.kernels, this, inverseTemperature);
    this.hold = 'probabilities';
    return probabilities;
  }

  /**
   * View (R) of the losses in nats, a negative target counting for nothing. Targets are (R) symbols of a softmax, (R, K)
   * numbers of 0..1 of a sigmoid. The logits become their gradient, times `scale`.
   */
  losses(targets: ArrayLike<number>, scale = 1): Float32Array {
    this.computeLogits();
    this.head.setTargets(targets, this.targetRoom, { count: this.targetCount, outputs: this.outputCount });
    this.head.loss(this.kernels, this, scale);
    this.hold = 'gradient';
    return this.lossValues.subarray(0, this.rows);
  }

  /** Where the outputs begin that belong to a range, of which so many steps lie before it. */
  outputsAfter(steps: number): Pointer {
    return this.outputs + steps * this.top.batchSize * this.outputCount * FLOAT_BYTES;
  }

  private computeLogits(): void {
    if (this.hold === 'logits') return;
    const { kernels, top, onlyRow } = this;
    const { packed, bias } = this.weights;
    let done = 0;
    for (const { first, count } of this.ranges) {
      const rows = count * top.batchSize;
      const outputs = this.outputsAfter(done);
      const h = top.hAt(first + 1);
      kernels.gemmOntoRows(rows, this.outputCount, top.hiddenSize, h, packed, bias, onlyRow, outputs, 0);
      done += count;
    }
    this.hold = 'logits';
  }
}

function rangesOf(steps: HeadShape['steps'], length: number): readonly StepRange[] {
  if (steps === 'every') return [{ first: 0, count: length }];
  if (steps === 'last') return [{ first: length - 1, count: 1 }];
  for (const [i, step] of steps.entries())
    if (!(Number.isInteger(step) && step > (steps[i - 1] ?? -1) && step < length))
      throw new RangeError(`A head at steps ${steps.join(', ')}, in order, of a run of ${length}.`);
  return steps.map(first => ({ first, count: 1 }));
}
