import { TrainerFailure } from '../../network/training/trainer.ts';
import { UserError } from '../../base/userError.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Finding } from './divergenceGuard.ts';
import type { RunState, SavedState } from './runState.ts';
import type { RunValidation } from './runValidation.ts';
import type { TrainingOptions } from '../trainingOptions.ts';

/** Weights have gone bad when they lost this share of what the last good ones gained over knowing nothing. */
const LOST_SHARE = 0.5;
/** Bits per character that good weights may lose all the same. */
const LOST_BITS = 0.5;

type Options = Pick<TrainingOptions, 'onEvent'> & {
  state: RunState;
  validation: RunValidation;
  checkpoints: Checkpoints;
  /** Of a model that knows nothing, bits per character. */
  ignorance: number;
  /** What the run begins with. */
  good: SavedState;
};

/** Knows the last good state of a run, and goes back to it when training has gone wrong. */
export class Recovery {
  private readonly options: Options;
  private readonly state: RunState;
  private good: SavedState;

  constructor(options: Options) {
    this.options = options;
    this.state = options.state;
    this.good = options.good;
  }

  /** From now on the present state is the one to go back to. */
  async keep(): Promise<void> {
    this.good = await this.state.copy();
  }

  /** Makes a state the present one, and the one to go back to. */
  async restore(state: SavedState): Promise<void> {
    await this.state.restore(state);
    this.good = state;
  }

  /** Saves a checkpoint of a state that is good; the run goes on whether the storage takes it or not. */
  async saveIfSound(): Promise<void> {
    if (!(await this.isSound())) return;
    const state = await this.state.copy();
    if (await this.options.checkpoints.saveOnTheWay(this.state.checkpointOf(state))) this.good = state;
    else await this.goBack('lost');
  }

  /** At the end of a run: if the weights are worse than the last good ones, those are taken up again. */
  async makeSound(): Promise<void> {
    if (!(await this.isSound())) await this.restore(this.good);
  }

  /** After a step: back to the last good state where the weights have gone bad, or are not even numbers. */
  async settle(finding: Finding): Promise<'fine' | 'wentBack'> {
    if (finding === 'fine' || (finding === 'suspect' && (await this.isSound()))) return 'fine';
    await this.goBack(finding);
    return 'wentBack';
  }

  /** The trainer is of no more use: what can be kept is saved before the run ends with an error. */
  async giveUp(error: unknown): Promise<never> {
    if (!(error instanceof TrainerFailure)) throw error;
    const { step } = this.state;
    if (error.stateIsWhole) await this.keep();
    else await this.restore(this.good);
    const kept = this.state.step;
    if (kept > 0) await this.options.checkpoints.saveAtLast(this.state.checkpointOf(this.good));
    const remedy = kept > 0 ? `Step ${kept} is saved: resume to go on from there.` : 'Train again.';
    throw new UserError(`Training stopped after step ${step}: ${error.message} ${remedy}`);
  }

  /**
   * Whether the weights are no worse than the last good ones: where the training loss leaves a doubt, the held-out
   * files decide.
   */
  private async isSound(): Promise<boolean> {
    const { guard } = this.state;
    if (!guard.isDoubtful) return true;
    const { bitsPerChar } = await this.options.validation.measure();
    const { ignorance } = this.options;
    const good = this.good.measured?.bitsPerChar ?? ignorance;
    if (!(bitsPerChar <= good + Math.max(LOST_BITS, (ignorance - good) * LOST_SHARE))) return false;
    guard.accept();
    return true;
  }

  /** After a divergence: with a lower learning rate. */
  private async goBack(finding: Finding): Promise<void> {
    const { step, record, guard } = this.state;
    const { learningRate } = record.settings;
    const slower = guard.slower(this.good.record);
    // So slow a run is hardly the cause: it must be the text, unless there is no number left to go on with.
    if (!slower && finding !== 'lost') return guard.accept();
    if (!slower)
      throw new UserError(
        `Training diverged again and again, at last with learning rate ${learningRate * guard.learningRateScale}. Train anew with a lower one.`,
      );
    await this.state.restore(this.good, slower);
    this.options.onEvent({
      event: 'notice',
      notice: {
        kind: 'blewUp',
        step,
        backTo: this.state.step,
        learningRate: learningRate * slower.learningRateScale,
      },
    });
  }
}
