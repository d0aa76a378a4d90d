/** Steps that the moving mean of the loss reaches back, about. */
const MOVING_STEPS = 50;
/** Nats per character above the best moving mean: one bit. Files differ, but not by that over many windows. */
const DIVERGED_BY = 0.7;
/** Above this a checkpoint may not be worth going back to. */
const DOUBTFUL_BY = 0.35;
/** Part of the learning rate that is left after a divergence. */
const SLOWER = 0.5;
/** Halvings before the run is given up. */
const MAX_HALVINGS = 6;

/** What the guard remembers; plain JSON for the checkpoint. */
interface GuardRecord {
  learningRateScale: number;
  movingLoss?: number;
  bestLoss?: number;
}

/** 'lost' is certain; 'suspect' may also be a stretch of harder text, which the held-out files tell apart. */
export type Finding = 'fine' | 'suspect' | 'lost';

/**
 * Watches the training loss. Adam with a high learning rate can blow up after hours of steady progress and never come
 * back; then the run returns to its last good checkpoint and goes on with half the learning rate.
 */
export class DivergenceGuard {
  private readonly losses: GuardRecord;

  constructor({ learningRateScale, movingLoss, bestLoss }: GuardRecord = { learningRateScale: 1 }) {
    this.losses = {
      learningRateScale,
      ...(movingLoss !== undefined && bestLoss !== undefined ? { movingLoss, bestLoss } : {}),
    };
  }

  get record(): GuardRecord {
    return { ...this.losses };
  }

  get learningRateScale(): number {
    return this.losses.learningRateScale;
  }

  /** Nats per character over the last steps; NaN before the first one. */
  get movingLoss(): number {
    return this.losses.movingLoss ?? Number.NaN;
  }

  /** Takes in the loss of step number `step` (from 1) in nats per character. */
  observe(loss: number, step: number): Finding {
    if (!Number.isFinite(loss)) return 'lost';
    const weight = Math.max(1 / step, 1 / MOVING_STEPS);
    const { movingLoss = loss, bestLoss = Infinity } = this.losses;
    this.losses.movingLoss = movingLoss + (loss - movingLoss) * weight;
    this.losses.bestLoss = Math.min(bestLoss, this.losses.movingLoss);
    return this.above(DIVERGED_BY) ? 'suspect' : 'fine';
  }

  /** A suspicion was unfounded: from now on the present loss is the best. */
  accept(): void {
    const { movingLoss } = this.losses;
    if (movingLoss !== undefined) this.losses.bestLoss = movingLoss;
  }

  /** Whether the loss is far enough above its best to doubt the weights. */
  get isDoubtful(): boolean {
    return this.above(DOUBTFUL_BY);
  }

  /** The guard to go on with from a good checkpoint, slower; undefined when that has been tried often enough. */
  slower(checkpoint: GuardRecord): DivergenceGuard | undefined {
    const learningRateScale = this.losses.learningRateScale * SLOWER;
    if (learningRateScale < SLOWER ** MAX_HALVINGS) return undefined;
    return new DivergenceGuard({ ...checkpoint, learningRateScale });
  }

  private above(margin: number): boolean {
    const { movingLoss, bestLoss } = this.losses;
    return movingLoss !== undefined && bestLoss !== undefined && movingLoss > bestLoss + margin;
  }
}
