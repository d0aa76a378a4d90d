import { BestEpoch } from './bestEpoch.ts';
import type { Recovery } from './recovery.ts';
import type { RunState, SavedState } from './runState.ts';
import type { EarlyEndForeseen } from './schedule.ts';
import type { RunValidation } from './runValidation.ts';
import type { TrainingOptions } from '../trainingOptions.ts';

type Options = Pick<TrainingOptions, 'onEvent'> & {
  state: RunState;
  validation: RunValidation;
  recovery: Recovery;
};

/** The epoch that is usually best where a run ends early after some tens of seconds. By the curves of docs/decisions. */
const USUALLY_BEST = 3;

/** Sees whether the files are still being learnt, or only learnt by heart; then the best epoch is where the run ends. */
export class EarlyEnd {
  private readonly options: Options;
  private readonly bestEpoch = new BestEpoch<SavedState>();

  constructor(options: Options) {
    this.options = options;
  }

  /** Before the first step: what the run begins with is where it ends, if nothing better comes of it. */
  async noteStart(bitsPerChar: number): Promise<void> {
    await this.bestEpoch.noteStart(bitsPerChar, () => this.options.state.copy());
  }

  /**
   * At the end of an epoch. True when held-out text is predicted worse than before, so that the run has been set back to
   * where it was predicted best, and ends from there.
   */
  async closeEpoch(): Promise<boolean> {
    const { state, validation, onEvent } = this.options;
    const { bitsPerChar } = await validation.validate();
    await this.bestEpoch.observe(bitsPerChar, () => state.copy());
    if (!this.bestEpoch.isPast || !state.schedule.mayEndEarly) return false;
    if (!(await this.restoreBetterThan(bitsPerChar))) return false;
    state.schedule.endEarly(state.step);
    onEvent({ event: 'notice', notice: { kind: 'learntEarly', step: state.step } });
    return true;
  }

  /** When it would come, as far as that can be foreseen. */
  get foreseen(): EarlyEndForeseen {
    const { step, windowsPerEpoch } = this.options.state;
    const { past, best } = this.bestEpoch.foresee(USUALLY_BEST);
    const epochs = Math.floor(step / windowsPerEpoch);
    return { seenAtStep: (epochs + past) * windowsPerEpoch, bestStep: (epochs + best) * windowsPerEpoch };
  }

  /** Back to the epoch that predicted held-out text best, if that was better than so many bits per character. */
  async restoreBetterThan(bitsPerChar: number): Promise<boolean> {
    const best = this.bestEpoch.betterThan(bitsPerChar);
    if (best) await this.options.recovery.restore(best);
    return best !== undefined;
  }
}
