import { figuresOf } from '../figures.ts';
import type { RunState } from './runState.ts';
import type { EarlyEndForeseen } from './schedule.ts';
import { Interval, Speed } from './stopwatch.ts';
import type { TrainingEvent } from '../trainingEvent.ts';
import type { TrainingOptions } from '../trainingOptions.ts';

type Done = Extract<TrainingEvent, { event: 'done' }>;

interface ProgressOptions extends Pick<TrainingOptions, 'onEvent'> {
  /** From one report to the next. */
  seconds: number;
  /** When the run may end before its budget is used. */
  earlyEnd: () => EarlyEndForeseen;
  /** What comes after the last step will take, as far as that is known. */
  secondsAfter: () => number;
}

/** Tells how far a run is, and how it ended. */
export class Progress {
  private readonly state: RunState;
  private readonly onEvent: TrainingOptions['onEvent'];
  private readonly reports: Interval;
  private readonly earlyEnd: () => EarlyEndForeseen;
  private readonly secondsAfter: () => number;
  private readonly speed = new Speed();

  constructor(state: RunState, { onEvent, seconds, earlyEnd, secondsAfter }: ProgressOptions) {
    this.state = state;
    this.onEvent = onEvent;
    this.earlyEnd = earlyEnd;
    this.secondsAfter = secondsAfter;
    this.reports = new Interval(seconds, state.record.seconds + seconds);
  }

  /** The first step is about to be taken. */
  start(): void {
    this.speed.start(this.state.seconds);
  }

  /** To be told of each step. */
  countStep(): void {
    this.speed.count(this.state.charactersPerStep);
  }

  whenDue(): void {
    if (this.reports.isDue(this.state.seconds)) this.report();
  }

  /** `share` is that of the budget which is used, 0 to 1. */
  report(share = this.state.schedule.shareDone(this.state.standing)): void {
    const { state } = this;
    const { step, epoch } = state;
    if (step === 0) return;
    const trainLoss = state.guard.movingLoss;
    this.onEvent({
      event: 'progress',
      step,
      epoch,
      trainLoss,
      trainBitsPerChar: trainLoss / Math.LN2,
      ...this.figures,
      charsPerSecond: this.speed.measure(state.seconds),
      secondsLeft: (share === 1 ? 0 : this.secondsOfSteps) + this.secondsAfter(),
      share,
    });
    this.reports.done(state.seconds);
  }

  /** `kept` is which model is there after an update. */
  end(reason: Done['reason'], kept?: NonNullable<Done['kept']>): void {
    const { seconds, network } = this.state;
    const parameters = network.parameterCount;
    this.onEvent({ event: 'done', ...this.figures, parameters, seconds, reason, ...(kept && { kept }) });
  }

  /** Until the last one. */
  private get secondsOfSteps(): number {
    const { schedule, standing, secondsPerStep } = this.state;
    return schedule.secondsLeft(standing, secondsPerStep, this.earlyEnd());
  }

  private get figures() {
    return figuresOf(this.state.measured, this.state.record.before?.bits);
  }
}
