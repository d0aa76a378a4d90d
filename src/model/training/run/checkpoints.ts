import type { CheckpointWriter } from '../../files/checkpointWriter.ts';
import type { Checkpoint } from '../../files/modelFiles.ts';
import { discardUpdate } from '../../files/pendingUpdate.ts';
import { UserError } from '../../base/userError.ts';
import type { RunNotes } from './runNotes.ts';
import type { TrainingNotice } from '../trainingNotice.ts';
import type { TrainingOptions } from '../trainingOptions.ts';

/** Seconds from one attempt to the next, of which each is twice as long as the one before. */
const FIRST_WAIT = 1;
const LONGEST_WAIT = 16;
/** Seconds that a run tries on for when it was stopped: whoever did so waits for its end. */
const WHEN_STOPPED = 60;

/** Where the checkpoints of a run go. */
export interface CheckpointWriters {
  model: CheckpointWriter;
  /** Of an update, beside the model, until it is finished: the model stays as it is until it has proven better. */
  aside?: CheckpointWriter;
}

type Options = Pick<TrainingOptions, 'storage' | 'control' | 'onEvent' | 'patience' | 'clock'> & {
  writers: CheckpointWriters;
  /** Of the checkpoint that is there when the run begins; 0 for none. */
  savedStep: number;
  /** Where it is noted what a run can go on from; left out where nothing is. */
  notes?: Pick<RunNotes, 'noteCheckpoint'>;
};

/** Saves the checkpoints of a run, tells of them, and bears with a storage that takes none for a while. */
export class Checkpoints {
  private readonly options: Options;
  private savedStep: number;
  /** The last one on the way could not be saved, and that was told. */
  private isFailing = false;
  private lastSeconds = 0;

  constructor(options: Options) {
    this.options = options;
    this.savedStep = options.savedStep;
  }

  /** What it took to write the last one, s; 0 before that. */
  get seconds(): number {
    return this.lastSeconds;
  }

  /**
   * On the way a checkpoint may fail to be saved: the run goes on and tries again later, since the user can mend the
   * cause. It is told when it begins to fail, not each time until one is saved again. False when the network holds numbers
   * that cannot be, so that the state before is better.
   */
  async saveOnTheWay(checkpoint: Checkpoint): Promise<boolean> {
    try {
      await this.write(checkpoint);
    } catch (error) {
      if (error instanceof UserError && error.reason === 'notWhole') return false;
      if (!canBeMended(error)) throw error;
      if (!this.isFailing) this.tell({ kind: 'checkpointNotSaved', problem: error.message });
      this.isFailing = true;
    }
    return true;
  }

  /**
   * What has been learnt since the last checkpoint is in memory alone: it is held there while there is hope. Rejects with
   * a UserError when it cannot be saved, or is given up because the run is stopped.
   */
  async saveAtLast(checkpoint: Checkpoint): Promise<void> {
    const { patience, control } = this.options;
    const { signal } = control;
    const wasStopped = signal.aborted;
    const limit = Math.min(patience?.seconds ?? 0, wasStopped ? WHEN_STOPPED : Infinity);
    let waited = 0;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        await this.write(checkpoint);
        break;
      } catch (error) {
        if (!canBeMended(error)) throw error;
        const isGivenUp = signal.aborted && !wasStopped;
        if (!patience || waited >= limit || isGivenUp) throw this.lost(checkpoint, error);
        if (waited === 0) this.tell(this.holding(checkpoint, error, limit));
      }
      await patience.wait(1000 * wait, wasStopped ? undefined : signal);
      waited += wait;
    }
    if (waited > 0) this.tell({ kind: 'modelSaved' });
  }

  private async write(checkpoint: Checkpoint): Promise<void> {
    const { step, finished } = checkpoint.record;
    const { storage, writers, notes, clock } = this.options;
    const start = clock();
    await notes?.noteCheckpoint(checkpoint.record);
    if (writers.aside && !finished) await writers.aside.write(checkpoint);
    else {
      await writers.model.write(checkpoint);
      // Whatever is kept aside goes on from a model that is no longer there. What cannot be removed counts no more.
      await discardUpdate(storage).catch(ignoreUserError);
    }
    this.isFailing = false;
    this.savedStep = step;
    this.lastSeconds = (clock() - start) / 1000;
    this.options.onEvent({ event: 'checkpoint', step });
  }

  private holding({ record }: Checkpoint, { message }: UserError, limit: number): TrainingNotice {
    const { savedStep } = this;
    const held = { kind: 'modelNotSavedYet', step: record.step, problem: message, savedStep } as const;
    return limit === Infinity ? held : { ...held, seconds: limit };
  }

  private lost({ record }: Checkpoint, error: UserError): UserError {
    const { message: what, reason } = error;
    const message = `${what} The model of step ${record.step} was not saved; ${this.remains}.`;
    return new UserError(message, { cause: error, ...(reason && { reason }) });
  }

  private get remains(): string {
    return this.savedStep > 0
      ? `the checkpoint of step ${this.savedStep} remains, to resume from`
      : 'of this training there is no checkpoint, and what was there before is as it was';
  }

  private tell(notice: TrainingNotice): void {
    this.options.onEvent({ event: 'notice', notice });
  }
}

/** Whether the user may make the same checkpoint go where it did not. */
function canBeMended(error: unknown): error is UserError {
  return error instanceof UserError && error.reason !== 'folderLost' && error.reason !== 'notWhole';
}

function ignoreUserError(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}
