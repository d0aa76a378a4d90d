import { type Checkpoint, loadModel, type Model } from '../files/modelFiles.ts';
import { discardUpdate } from '../files/pendingUpdate.ts';
import type { TrainingRecord } from '../files/trainingRecord.ts';
import { NotFinite } from '../network/finite.ts';
import { type Trainer, TrainerFailure, type TrainerState } from '../network/training/trainer.ts';
import { Batches, type BatchPosition } from '../text/batches.ts';
import type { Corpus } from '../text/corpus.ts';
import { UserError } from '../base/userError.ts';
import { addToHistory } from './addToHistory.ts';
import { aborted } from './aborted.ts';
import { BestEpoch } from './bestEpoch.ts';
import { Checkpoints, type CheckpointWriters } from './checkpoints.ts';
import { DivergenceGuard, type Finding } from './divergenceGuard.ts';
import { drawSample } from './drawSample.ts';
import { type Figures, figuresOf } from './figures.ts';
import { Schedule } from './schedule.ts';
import { Interval, Speed, Stopwatch } from './stopwatch.ts';
import type { StartCheckpoint } from './startCheckpoint.ts';
import type { TrainingIntervals, TrainingOptions } from './trainingRun.ts';
import { isWorse } from './updateVerdict.ts';
import { type Measurement, Validation } from './validation.ts';

/** Seconds of work between turns for other events of the thread. */
const TURN_SECONDS = 0.05;
/** Training is this many times longer than the validations in between. */
const TRAINING_TO_VALIDATION = 20;
const MIN_VALIDATION_SECONDS = 0.5;
/** Fresh weights are measured first after so many seconds: before that there is nothing to tell. */
const FIRST_VALIDATION_SECONDS = 2;
/** Weights have gone bad when they lost this share of what the last good ones gained over knowing nothing. */
const LOST_SHARE = 0.5;
type LoopOptions = Pick<
  TrainingOptions,
  'storage' | 'kernels' | 'control' | 'clock' | 'onEvent' | 'yieldToEvents' | 'patience'
> & {
  corpus: Corpus;
  checkpoint: StartCheckpoint;
  writers: CheckpointWriters;
  /** In the state of the checkpoint. The loop does not dispose of it. */
  trainer: Trainer;
  intervals: TrainingIntervals;
};

/** A state to go back to. */
interface GoodState {
  record: TrainingRecord;
  trainer: TrainerState;
  parameters: Float32Array;
  /** As last measured; undefined if it never was. */
  measured: Measurement | undefined;
}

/** One run from its first or a later step to its end. */
export class TrainingLoop {
  private readonly options: LoopOptions;
  private readonly model: Model;
  private record: TrainingRecord;
  private readonly trainer: Trainer;
  private readonly batches: Batches;
  private readonly schedule: Schedule;
  private readonly validation: Validation;
  private readonly stopwatch: Stopwatch;
  private guard: DivergenceGuard;
  private good!: GoodState;
  private readonly bestEpoch = new BestEpoch<GoodState>();
  private measured: Measurement | undefined;
  private samplesDrawn = 0;
  private readonly checkpoints: Checkpoints;

  private readonly turns: Interval;
  private readonly progress: Interval;
  private readonly validations: Interval;
  private readonly samples: Interval;
  private readonly saves: Interval;
  private readonly speed = new Speed();

  constructor(options: LoopOptions) {
    const { corpus, checkpoint, intervals, trainer } = options;
    const { model, record } = checkpoint;
    const { batchSize, seqLength } = record.settings;
    this.options = options;
    this.model = model;
    this.record = record;
    const { vocabulary } = model;
    const groups = record.streamGroups;
    // An update begins at other places than the run before it, which may not have come far from where it began.
    const seed = record.settings.seed + (record.before?.steps ?? 0);
    this.batches = new Batches(corpus.training, { batchSize, seqLength, groups, seed, vocabulary });
    this.batches.seek(record.position);
    this.trainer = trainer;
    const { windowsPerEpoch } = this.batches;
    this.schedule = new Schedule(record.settings, {
      windowsPerEpoch,
      decay: record.decay,
      isUpdate: record.before !== undefined,
    });
    this.guard = new DivergenceGuard(record);
    this.validation = new Validation(model.network, corpus);
    this.checkpoints = new Checkpoints({ ...options, savedStep: record.step });

    this.stopwatch = new Stopwatch(options.clock, record.seconds);
    const now = record.seconds;
    this.turns = new Interval(TURN_SECONDS, now);
    this.progress = new Interval(intervals.progress, now + intervals.progress);
    this.validations = new Interval(MIN_VALIDATION_SECONDS, now + FIRST_VALIDATION_SECONDS);
    this.samples = new Interval(intervals.sample, now + intervals.sample / 5);
    this.saves = new Interval(intervals.checkpoint, now + intervals.checkpoint);
  }

  async run(): Promise<Model> {
    const { signal } = this.options.control;
    this.good = await this.copyState();
    if (!signal.aborted && !this.schedule.isOver(this.standing)) await this.measureStart();
    this.speed.start(this.now);
    while (!signal.aborted && !this.schedule.isOver(this.standing)) {
      await this.doWhatIsDue();
      if (signal.aborted) break;
      const finding = await this.step();
      if (finding === 'lost' || (finding === 'suspect' && !(await this.isSound())))
        await this.goBack(finding);
      else if (this.schedule.fixDecay(this.standing)) await this.saveOnTheWay();
      else if (this.batches.position.window === 0) await this.closeEpoch();
    }
    return signal.aborted ? this.cancel() : this.finish();
  }

  private get now(): number {
    return this.stopwatch.seconds;
  }

  private get standing() {
    return { step: this.record.step, seconds: this.now };
  }

  /** Learns from one window. */
  private async step(): Promise<Finding> {
    const { position } = this.batches;
    const { startsEpoch } = this.batches.next();
    if (startsEpoch) this.trainer.resetState();
    const { step } = this.record;
    const learningRate = this.schedule.learningRate(step) * this.guard.learningRateScale;
    let loss: number;
    try {
      ({ loss } = await this.trainer.step(this.batches, learningRate));
    } catch (error) {
      return this.giveUp(error, position);
    }
    this.record.step = step + 1;
    this.speed.count(this.batches.inputs.length);
    return this.guard.observe(loss, step + 1);
  }

  /** The trainer is of no more use: what can be kept is saved before the run ends with an error. */
  private async giveUp(error: unknown, position: BatchPosition): Promise<never> {
    if (!(error instanceof TrainerFailure)) throw error;
    const { step } = this.record;
    this.batches.seek(position);
    if (error.stateIsWhole) this.good = await this.copyState();
    else await this.restore(this.good);
    const kept = this.record.step;
    if (kept > 0) await this.checkpoints.saveAtLast(this.checkpointOf(this.good));
    const remedy = kept > 0 ? `Step ${kept} is saved: resume to go on from there.` : 'Train again.';
    throw new UserError(`Training stopped after step ${step}: ${error.message} ${remedy}`);
  }

  /** Everything that is done by the clock between two steps. */
  private async doWhatIsDue(): Promise<void> {
    if (this.turns.isDue(this.now)) await this.giveTurn();
    if (this.options.control.signal.aborted) return;
    if (this.validations.isDue(this.now)) await this.validate();
    if (this.progress.isDue(this.now)) this.reportProgress();
    if (this.samples.isDue(this.now)) await this.drawSample();
    if (this.saves.isDue(this.now)) await this.saveOnTheWay();
  }

  /** Lets other events be handled, and waits while the run is paused. */
  private async giveTurn(): Promise<void> {
    const { control, yieldToEvents } = this.options;
    let running = false;
    const whenRunning = control.whenRunning().then(() => (running = true));
    await yieldToEvents();
    if (!running) {
      if (!control.signal.aborted) await this.saveOnTheWay();
      await this.stopwatch.without(
        Promise.race([whenRunning, aborted(control.signal)]).then(() => undefined),
      );
    }
    this.turns.done(this.now);
  }

  /** What the run goes on from; fresh weights know nothing, so that there is nothing to measure. */
  private async measureStart(): Promise<void> {
    const { step, before } = this.record;
    if (step === 0 && !before) return;
    await this.validate();
    if (before && step === 0)
      this.record.before = { ...before, bits: this.measured!.bits.map(toThousandths) };
    this.good = await this.copyState();
  }

  private readonly giveTurnWhenDue = async (): Promise<void> => {
    if (!this.turns.isDue(this.now)) return;
    await this.options.yieldToEvents();
    this.turns.done(this.now);
  };

  private async measure(): Promise<Measurement> {
    await this.trainer.publishParameters();
    const measured = await this.validation.measure(this.giveTurnWhenDue);
    this.noteMeasured(measured);
    return measured;
  }

  private async validate(): Promise<void> {
    const before = this.now;
    await this.measure();
    const seconds = Math.max(MIN_VALIDATION_SECONDS, (this.now - before) * TRAINING_TO_VALIDATION);
    this.validations.done(this.now, seconds);
  }

  /** Sees whether the files are still being learnt, or only learnt by heart. */
  private async closeEpoch(): Promise<void> {
    await this.validate();
    await this.bestEpoch.observe(this.bitsPerChar, () => this.copyState());
    if (!this.bestEpoch.isPast || !this.schedule.mayEndEarly) return;
    const best = this.bestEpoch.betterThan(this.bitsPerChar);
    if (best) await this.endEarly(best);
  }

  /** Held-out text is predicted worse than before, so the run ends from where it was predicted best. */
  private async endEarly(best: GoodState): Promise<void> {
    await this.restore(best);
    this.schedule.endEarly(this.record.step);
    this.options.onEvent({
      event: 'notice',
      notice: { kind: 'learntEarly', step: this.record.step },
    });
    await this.saveOnTheWay();
  }

  /** As last measured; NaN before that. */
  private get bitsPerChar(): number {
    return this.measured?.bitsPerChar ?? Number.NaN;
  }

  private noteMeasured(measured: Measurement): void {
    this.measured = measured;
    this.model.validationBitsPerChar = measured.bitsPerChar;
    const { step } = this.record;
    if (step === 0) return;
    this.model.history = addToHistory(this.model.history, {
      step,
      epoch: this.batches.epochRead,
      seconds: this.now,
      trainLoss: this.guard.movingLoss,
      validationLoss: measured.bitsPerChar * Math.LN2,
    });
  }

  private reportProgress(share = this.schedule.shareDone(this.standing)): void {
    const { step } = this.record;
    if (step === 0) return;
    const trainLoss = this.guard.movingLoss;
    this.options.onEvent({
      event: 'progress',
      step,
      epoch: this.batches.epochRead,
      trainLoss,
      trainBitsPerChar: trainLoss / Math.LN2,
      ...this.figures,
      charsPerSecond: this.speed.measure(this.now),
      secondsLeft: share === 1 ? 0 : this.schedule.secondsLeft(this.standing),
      share,
    });
    this.progress.done(this.now);
  }

  private get figures(): Figures {
    return figuresOf(this.measured, this.record.before?.bits);
  }

  private async drawSample(): Promise<void> {
    const { step, settings } = this.record;
    await this.trainer.publishParameters();
    this.samples.done(this.now);
    try {
      const text = drawSample(this.model, { drawn: this.samplesDrawn++, step, seed: settings.seed });
      this.options.onEvent({ event: 'sample', step, text });
    } catch (error) {
      // Whether the run can go on is not for a sample to say.
      if (!(error instanceof NotFinite)) throw error;
    }
  }

  /**
   * Saves a checkpoint, unless nothing was learnt yet or the last one is better. The run goes on whether the storage takes
   * it or not.
   */
  private async saveOnTheWay(): Promise<void> {
    if (this.record.step > 0 && (await this.isSound())) {
      const state = await this.copyState();
      if (await this.checkpoints.saveOnTheWay(this.checkpointOf(state))) this.good = state;
      else await this.goBack('lost');
    }
    this.saves.done(this.now);
  }

  private checkpointOf({ trainer }: GoodState): Checkpoint {
    const { model, record } = this;
    record.seconds = this.now;
    return { model, record, trainer };
  }

  /**
   * Whether the weights are no worse than the last good ones: where the training loss leaves a doubt, the held-out
   * files decide.
   */
  private async isSound(): Promise<boolean> {
    if (!this.guard.isDoubtful) return true;
    const { bitsPerChar } = await this.measure();
    const ignorance = Math.log2(this.model.vocabulary.size);
    const good = this.good.measured?.bitsPerChar ?? ignorance;
    if (!(bitsPerChar <= good + Math.max(0.5, (ignorance - good) * LOST_SHARE))) return false;
    this.guard.accept();
    return true;
  }

  private async copyState(): Promise<GoodState> {
    await this.trainer.publishParameters();
    const { settings, before } = this.record;
    const { decay } = this.schedule;
    this.record = {
      ...this.record,
      position: this.batches.position,
      ...(decay && 'seconds' in settings.budget ? { decay } : {}),
      ...this.guard.record,
    };
    this.model.trainedCharacters = (before?.characters ?? 0) + this.charactersRead;
    return {
      record: { ...this.record },
      trainer: await this.trainer.exportState(),
      parameters: new Float32Array(this.model.network.parameters),
      measured: this.measured,
    };
  }

  /** After a divergence: back to the last good state, with a lower learning rate. */
  private async goBack(finding: Finding): Promise<void> {
    const { step, settings } = this.record;
    const guard = this.guard.slower(this.good.record);
    // So slow a run is hardly the cause: it must be the text, unless there is no number left to go on with.
    if (!guard && finding !== 'lost') return this.guard.accept();
    if (!guard)
      throw new UserError(
        `Training diverged again and again, at last with learning rate ${settings.learningRate * this.guard.learningRateScale}. Train anew with a lower one.`,
      );
    await this.restore(this.good);
    this.guard = guard;
    this.options.onEvent({
      event: 'notice',
      notice: {
        kind: 'blewUp',
        step,
        backTo: this.record.step,
        learningRate: settings.learningRate * guard.learningRateScale,
      },
    });
  }

  /** Makes a state the present one, and the one to go back to. */
  private async restore(state: GoodState): Promise<void> {
    const { network } = this.model;
    network.parameters.set(state.parameters);
    network.parametersChanged();
    await this.trainer.importState(state.trainer);
    this.batches.seek(state.record.position);
    this.record = { ...state.record };
    this.measured = state.measured;
    if (state.measured) this.model.validationBitsPerChar = state.measured.bitsPerChar;
    this.guard = new DivergenceGuard(state.record);
    this.good = state;
    this.model.history = this.model.history.filter(entry => entry.step <= this.record.step);
  }

  /** Keeps what was learnt; when nothing was, what is in the storage is better. */
  private async cancel(): Promise<Model> {
    const { reason } = this.options.control.signal;
    if (reason instanceof UserError) throw reason;
    if (!(await this.isSound())) await this.restore(this.good);
    if (this.record.step > 0) await this.checkpoints.saveAtLast(this.checkpointOf(await this.copyState()));
    return this.end('cancelled');
  }

  /** What is kept is the last state, or that of an earlier epoch if it predicts the held-out files better. */
  private async finish(): Promise<Model> {
    if (!(await this.isSound())) await this.restore(this.good);
    await this.validate();
    const best = this.bestEpoch.betterThan(this.bitsPerChar);
    if (best) await this.restore(best);
    // All of the budget is used, even where an earlier epoch is kept.
    this.reportProgress(1);
    if (this.record.step > 0) await this.drawSample();
    const { storage, kernels, writers } = this.options;
    const isPendingUpdate = writers.aside !== undefined;
    const { before } = this.record;
    if (isPendingUpdate && before?.bits && isWorse(before.bits, this.measured!)) {
      await discardUpdate(storage);
      this.end('finished', 'former');
      return loadModel(storage, kernels);
    }
    this.record.finished = true;
    await this.checkpoints.saveAtLast(this.checkpointOf(await this.copyState()));
    return this.end('finished', isPendingUpdate ? 'updated' : undefined);
  }

  /** In this run, each time counted. */
  private get charactersRead(): number {
    return this.record.step * this.batches.inputs.length;
  }

  private end(reason: 'finished' | 'cancelled', kept?: 'former' | 'updated'): Model {
    this.options.onEvent({
      event: 'done',
      ...this.figures,
      parameters: this.model.network.parameterCount,
      seconds: this.now,
      reason,
      ...(kept && { kept }),
    });
    return { ...this.model, training: this.record };
  }
}

function toThousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
