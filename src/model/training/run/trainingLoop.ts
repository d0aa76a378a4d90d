import { loadModel, type Model } from '../../files/modelFiles.ts';
import { discardUpdate } from '../../files/pendingUpdate.ts';
import { UserError } from '../../base/userError.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import type { AfterTraining } from '../afterTraining.ts';
import type { Corpus } from '../../text/corpus.ts';
import { Checkpoints, type CheckpointWriters } from './checkpoints.ts';
import type { Finding } from './divergenceGuard.ts';
import { EarlyEnd } from './earlyEnd.ts';
import { Progress } from './progress.ts';
import { Recovery } from './recovery.ts';
import type { RunState, SavedState } from './runState.ts';
import { RunNotes } from './runNotes.ts';
import { RunValidation } from './runValidation.ts';
import type { RunHistoryWriter } from '../../files/runHistoryWriter.ts';
import { Samples } from './samples.ts';
import { Interval } from './stopwatch.ts';
import type { TrainingIntervals, TrainingOptions } from '../trainingOptions.ts';
import { Turns } from './turns.ts';
import { isWorse } from './updateVerdict.ts';
import { Validation } from './validation.ts';

type LoopOptions = Pick<
  TrainingOptions,
  'storage' | 'kernels' | 'control' | 'clock' | 'onEvent' | 'yieldToEvents' | 'patience'
> & {
  state: RunState;
  /** A copy of the state. */
  start: SavedState;
  corpus: Corpus<Alphabet>;
  writers: CheckpointWriters;
  intervals: TrainingIntervals;
  /** Of the history that is kept; undefined for none. */
  history: RunHistoryWriter | undefined;
  /** What is made of the network after the run. */
  after: AfterTraining;
};

/** The order of one run, from its first or a later step to its end. */
export class TrainingLoop {
  private readonly options: LoopOptions;
  private readonly state: RunState;
  private readonly turns: Turns;
  private readonly validation: RunValidation;
  private readonly checkpoints: Checkpoints;
  private readonly recovery: Recovery;
  private readonly earlyEnd: EarlyEnd;
  private readonly progress: Progress;
  private readonly notes: RunNotes;
  private readonly samples: Samples;
  private readonly saves: Interval;

  constructor(options: LoopOptions) {
    const { state, start: good, corpus, intervals, after } = options;
    const { seconds: start, step: savedStep } = state.record;
    const { stopwatch } = state;
    const notes = new RunNotes(state, { onEvent: options.onEvent, writer: options.history });
    const onEvent: typeof options.onEvent = event => {
      notes.noteEvent(event);
      options.onEvent(event);
    };
    const turns = new Turns(options, { stopwatch, start });
    const measures = new Validation(state.network, corpus);
    const validation = new RunValidation(state, {
      validation: measures,
      turns,
      notes,
      onRead: seconds => after.noteReading(seconds),
    });
    const checkpoints = new Checkpoints({ ...options, savedStep, notes });
    const ignorance = Math.log2(corpus.vocabulary.size) / corpus.charactersPerSymbol;
    this.options = options;
    this.state = state;
    this.turns = turns;
    this.notes = notes;
    this.validation = validation;
    this.checkpoints = checkpoints;
    this.recovery = new Recovery({ state, validation, checkpoints, ignorance, good, onEvent });
    this.earlyEnd = new EarlyEnd({ state, validation, recovery: this.recovery, onEvent });
    this.progress = new Progress(state, {
      onEvent,
      seconds: intervals.progress,
      earlyEnd: () => this.earlyEnd.foreseen,
      // The run ends with a validation and a checkpoint.
      secondsAfter: () => validation.seconds + checkpoints.seconds + after.seconds,
    });
    this.samples = new Samples(state, { onEvent, seconds: intervals.sample });
    this.saves = new Interval(intervals.checkpoint, start + intervals.checkpoint);
  }

  async run(): Promise<Model> {
    try {
      const model = await this.runToEnd();
      await this.notes.end(this.options.control.signal.aborted ? 'cancelled' : 'finished');
      return model;
    } catch (error) {
      await this.notes.end('failed');
      throw error;
    }
  }

  private async runToEnd(): Promise<Model> {
    const { state, recovery } = this;
    const { signal } = this.options.control;
    if (!signal.aborted && !this.isOver) await this.measureStart();
    this.progress.start();
    while (!signal.aborted && !this.isOver) {
      await this.doWhatIsDue();
      if (signal.aborted) break;
      if ((await recovery.settle(await this.learn())) === 'wentBack') continue;
      if (state.schedule.fixDecay(state.standing)) await this.saveOnTheWay();
      else if (state.isBetweenEpochs && (await this.earlyEnd.closeEpoch())) await this.saveOnTheWay();
    }
    return signal.aborted ? this.cancel() : this.finish();
  }

  private get isOver(): boolean {
    return this.state.schedule.isOver(this.state.standing);
  }

  /** What the run goes on from; fresh weights know nothing, so that there is nothing to measure. */
  private async measureStart(): Promise<void> {
    const { step, before, fromStarter } = this.state.record;
    if (step === 0 && !before && !fromStarter) return;
    const { bitsPerChar } = await this.validation.validate();
    if (step === 0 && before) this.state.noteBefore();
    if (step === 0 && fromStarter) await this.earlyEnd.noteStart(bitsPerChar);
    await this.recovery.keep();
  }

  /** Everything that is done by the clock between two steps. */
  private async doWhatIsDue(): Promise<void> {
    await this.turns.giveBetweenSteps(() => this.saveOnTheWay());
    if (this.options.control.signal.aborted) return;
    await this.validation.whenDue();
    this.progress.whenDue();
    await this.notes.whenDue();
    await this.samples.whenDue();
    if (this.saves.isDue(this.state.seconds)) await this.saveOnTheWay();
  }

  /** Learns from one window. */
  private async learn(): Promise<Finding> {
    try {
      const finding = await this.state.learn();
      this.progress.countStep();
      this.notes.noteStep();
      return finding;
    } catch (error) {
      return await this.recovery.giveUp(error);
    }
  }

  /** Saves a checkpoint, unless nothing was learnt yet or the last one is better. */
  private async saveOnTheWay(): Promise<void> {
    if (this.state.step > 0) await this.recovery.saveIfSound();
    this.saves.done(this.state.seconds);
  }

  /** Keeps what was learnt; when nothing was, what is in the storage is better. */
  private async cancel(): Promise<Model> {
    const { reason } = this.options.control.signal;
    if (reason instanceof UserError) throw reason;
    await this.recovery.makeSound();
    if (this.state.step > 0) await this.saveAtLast();
    this.progress.end('cancelled');
    return this.state.savedModel;
  }

  /** What is kept is the last state, or that of an earlier epoch if it predicts the held-out files better. */
  private async finish(): Promise<Model> {
    const { state, progress } = this;
    await this.recovery.makeSound();
    const { bitsPerChar } = await this.validation.validate();
    await this.earlyEnd.restoreBetterThan(bitsPerChar);
    // All of the budget is used, even where an earlier epoch is kept.
    progress.report(1);
    if (state.step > 0) await this.samples.draw();
    const { storage, kernels, writers } = this.options;
    const isPendingUpdate = writers.aside !== undefined;
    const { before } = state.record;
    if (isPendingUpdate && before?.bits && isWorse(before.bits, state.measured!)) {
      await discardUpdate(storage);
      progress.end('finished', 'former');
      return loadModel(storage, kernels);
    }
    state.noteFinished();
    await this.saveAtLast();
    progress.end('finished', isPendingUpdate ? 'updated' : undefined);
    return state.savedModel;
  }

  private async saveAtLast(): Promise<void> {
    await this.checkpoints.saveAtLast(this.state.checkpointOf(await this.state.copy()));
  }
}
