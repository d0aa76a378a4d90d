import type { RunEnd } from '../../files/runHistory.ts';
import type { RunHistoryWriter } from '../../files/runHistoryWriter.ts';
import type { TrainingEvent } from '../trainingEvent.ts';
import type { TrainingOptions } from '../trainingOptions.ts';
import type { RunState } from './runState.ts';
import { Interval, Speed } from './stopwatch.ts';

/** Seconds between two times that what was noted is written: so much is lost of it when the process is killed. */
const WRITE_SECONDS = 1;
/** Less long it may be that somebody works in the folder, who is told of otherwise or is gone soon. */
const TOLD_AFTER_SECONDS = 5;

type Options = Pick<TrainingOptions, 'onEvent'> & {
  /** Undefined where no history is kept: then all of this does nothing. */
  writer: RunHistoryWriter | undefined;
};

/**
 * Notes how a run goes, for the curves that are kept beside the model. The run is as good without them: nothing here
 * makes it fail, or waits for a disk that is full.
 */
export class RunNotes {
  private readonly state: RunState;
  private readonly options: Options;
  private readonly writes: Interval;
  private readonly speed = new Speed();
  /** Of the steps since the last point. */
  private steps = 0;
  private lossSum = 0;
  private normSum = 0;
  private learningRate = 0;
  private nextPoint: number;
  /** Why the last writing failed, where it did, and since when they fail. */
  private problem: { text: string; since: number } | undefined;
  private isTold = false;

  constructor(state: RunState, options: Options) {
    this.state = state;
    this.options = options;
    const { seconds } = state.record;
    this.writes = new Interval(WRITE_SECONDS, seconds + WRITE_SECONDS);
    this.nextPoint = seconds;
    this.speed.start(seconds);
  }

  /** To be told of each step. What is not a number has no place in a curve. */
  noteStep(): void {
    const { lastStep } = this.state;
    if (!this.options.writer || !lastStep) return;
    const { loss, gradientNorm, learningRate } = lastStep;
    this.speed.count(this.state.charactersPerStep);
    this.cutWhatWasUndone(this.state.step - 1);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return;
    this.steps++;
    this.lossSum += loss;
    this.normSum += gradientNorm;
    this.learningRate = learningRate;
  }

  /** Held-out text was measured as the weights are now. */
  noteMeasured(): void {
    const { step, seconds, measured } = this.state;
    if (!measured || !Number.isFinite(measured.bitsPerChar)) return;
    // An update is measured before its first step, so that one sees what it goes on from.
    const loss = measured.bitsPerChar * Math.LN2;
    this.options.writer?.add({ entry: 'validation', step: Math.max(1, step), seconds, loss });
  }

  /** To be told what the run tells: the samples of it, and where it went back. */
  noteEvent(event: TrainingEvent): void {
    const { writer } = this.options;
    if (!writer) return;
    const { seconds } = this.state;
    if (event.event === 'sample')
      writer.add({ entry: 'sample', step: event.step, seconds, text: event.text });
    if (event.event !== 'notice') return;
    const { notice } = event;
    if (notice.kind === 'blewUp' || notice.kind === 'learntEarly')
      writer.add({ entry: 'note', step: notice.step, note: notice.kind });
  }

  /** A checkpoint is about to be saved: on what goes on from it, this history goes on, too. */
  async noteCheckpoint({ step, seconds }: { step: number; seconds: number }): Promise<void> {
    const { writer } = this.options;
    if (!writer) return;
    this.addPoint(seconds);
    writer.add({ entry: 'checkpoint', step, seconds });
    await this.write();
  }

  async whenDue(): Promise<void> {
    if (!this.options.writer) return;
    const { seconds } = this.state;
    if (seconds >= this.nextPoint) this.addPoint(seconds);
    if (this.writes.isDue(seconds)) await this.write();
  }

  async end(reason: RunEnd['reason']): Promise<void> {
    const { writer } = this.options;
    if (!writer) return;
    const { step, seconds } = this.state;
    this.addPoint(seconds);
    writer.add({ entry: 'end', step, seconds, reason });
    await this.write();
    // There is no next time: what could not be added is written whole.
    if (this.problem) await this.write();
    // Who ends a run early, or makes it fail, may hold the folder, which is told anyway.
    if (reason === 'finished') this.tell();
  }

  private addPoint(seconds: number): void {
    const { writer } = this.options;
    const { state, steps } = this;
    if (!writer || steps === 0) return;
    writer.add({
      entry: 'point',
      step: state.step,
      seconds,
      trainLoss: this.lossSum / steps,
      gradientNorm: this.normSum / steps,
      learningRate: this.learningRate,
      charsPerSecond: this.speed.measure(seconds),
      share: state.schedule.shareDone(state.standing),
    });
    this.forgetSteps();
    this.nextPoint = seconds + writer.history.header.interval;
  }

  /** The run has gone back to `step`, and goes on from there by another way. */
  private cutWhatWasUndone(step: number): void {
    const { writer } = this.options;
    const { points, validations } = writer!.history;
    const noted = Math.max(points.step.at(-1) ?? 0, validations.at(-1)?.step ?? 0);
    if (noted <= Math.max(1, step)) return;
    writer!.add({ entry: 'cut', step });
    this.forgetSteps();
  }

  private forgetSteps(): void {
    this.steps = 0;
    this.lossSum = 0;
    this.normSum = 0;
  }

  /** What cannot be written is kept until the next time. */
  private async write(): Promise<void> {
    try {
      await this.options.writer?.flush();
      this.problem = undefined;
    } catch (error) {
      const { seconds } = this.state;
      const since = this.problem?.since ?? seconds;
      this.problem = { text: error instanceof Error ? error.message : String(error), since };
      if (seconds - since >= TOLD_AFTER_SECONDS) this.tell();
    }
    this.writes.done(this.state.seconds);
  }

  private tell(): void {
    const { problem, isTold } = this;
    if (problem === undefined || isTold) return;
    this.isTold = true;
    this.options.onEvent({ event: 'notice', notice: { kind: 'historyNotKept', problem: problem.text } });
  }
}
