import type { TrainingSettings } from '../../files/trainingSettings.ts';

/** Steps of the linear warm-up: Adam's means are poor at first. */
const WARM_UP_STEPS = 50;
/** Of the learning rate of fresh weights, what is best for those that have learnt something before. Measured in docs/decisions. */
const LEARNT_PEAK = 0.3;
/** Share of the budget after which the learning rate begins to fall. */
const DECAY_FROM = 0.5;
/** What is left of the learning rate at the end. */
const FLOOR = 0.01;
/** A run by the clock that begins with a starter reads the text once, but takes so many steps at least. Measured in docs/decisions. */
const LEAST_STEPS = 20;
/** A run by the clock that turns out slower than foreseen stops after this share of its seconds. */
const HARD_STOP = 1.1;

/** The first step at which the learning rate falls, and the one after the run's last. */
interface Decay {
  firstStep: number;
  lastStep: number;
}

interface ScheduleOptions {
  windowsPerEpoch: number;
  decay?: Decay | undefined;
  /** What the run began with, if not with fresh weights: with a starter's, or with those of the model that it updates. */
  from?: 'starter' | 'model' | undefined;
  /** Done before, where a run is resumed. */
  step?: number;
}

/** Where a run stands, as far as the schedule is concerned. */
export interface Standing {
  /** Steps done. */
  step: number;
  /** Spent in training so far. */
  seconds: number;
}

/** An early end that is to be expected: at which step it will be seen, and which was the best one then. */
export interface EarlyEndForeseen {
  seenAtStep: number;
  bestStep: number;
}

/**
 * The learning rate over a run: a short warm-up, constant, then down to nearly nothing in a straight line over the
 * second half. With a budget of epochs it depends on the step alone. With a budget of seconds nobody knows the number
 * of steps before: when half of the time is used, the speed so far says how many more there will be, and from then on
 * it depends on the step alone, too. `decay`, which fixes that, belongs into the checkpoint, so that a resumed run
 * repeats exactly. Where the weights have learnt something before, the course is the same on a lower level; from a
 * starter it is over when the text was read once, if that is sooner.
 */
export class Schedule {
  private readonly settings: TrainingSettings;
  /** The learning rate at its highest. */
  private readonly peak: number;
  private readonly warmUpSteps: number;
  /** Of a run by the clock. */
  private readonly mostSteps: number;
  private fixedDecay: Decay | undefined;

  constructor(settings: TrainingSettings, options: ScheduleOptions) {
    this.settings = settings;
    const { budget } = settings;
    const { from, windowsPerEpoch, step = 0 } = options;
    this.peak = settings.learningRate * (from ? LEARNT_PEAK : 1);
    const once = Math.max(LEAST_STEPS, windowsPerEpoch);
    // Who gives a run that has read most of it more time wants it to be read once more.
    const mostSteps = step < once * DECAY_FROM ? once : step + once;
    this.mostSteps = from === 'starter' ? mostSteps : Infinity;
    if ('epochs' in budget) {
      const lastStep = budget.epochs * windowsPerEpoch;
      this.fixedDecay = { firstStep: Math.floor(lastStep * DECAY_FROM), lastStep };
      this.warmUpSteps = Math.min(WARM_UP_STEPS, this.fixedDecay.firstStep);
    } else {
      this.fixedDecay = options.decay;
      this.warmUpSteps = WARM_UP_STEPS;
    }
  }

  /** Undefined in a run by the clock until half of its time is used. */
  get decay(): Decay | undefined {
    return this.fixedDecay && { ...this.fixedDecay };
  }

  /** Of the next step, after `step` steps. */
  learningRate(step: number): number {
    const warmth = Math.min(1, (step + 1) / (this.warmUpSteps + 1));
    return this.peak * warmth * this.falling(step);
  }

  /** To be told the standing after each step. True when that fixed the decay: the moment for a checkpoint. */
  fixDecay({ step, seconds }: Standing): boolean {
    const { budget } = this.settings;
    if (this.fixedDecay || !('seconds' in budget) || step === 0) return false;
    if (seconds < budget.seconds * DECAY_FROM && step < this.mostSteps * DECAY_FROM) return false;
    const secondsLeft = Math.max(0, budget.seconds - seconds);
    const stepsLeft = Math.min(Math.round((secondsLeft * step) / seconds), this.mostSteps - step);
    this.fixedDecay = { firstStep: step, lastStep: step + Math.max(1, stepsLeft) };
    return true;
  }

  /** Only a run by the clock may end before its budget is used: whoever asks for epochs gets them. */
  get mayEndEarly(): boolean {
    return 'seconds' in this.settings.budget && !this.fixedDecay;
  }

  /** Lets the learning rate fall from `step` on, over half as many steps as led there, whatever the clock says. */
  endEarly(step: number): void {
    this.fixedDecay = { firstStep: step, lastStep: step + stepsOfEarlyEnd(step) };
  }

  isOver({ step, seconds }: Standing): boolean {
    const { budget } = this.settings;
    if (this.fixedDecay && step >= this.fixedDecay.lastStep) return true;
    return 'seconds' in budget && seconds >= budget.seconds * HARD_STOP;
  }

  /** Of the budget, 0 to 1: by the steps when they are known, by the clock if that is further. */
  shareDone({ step, seconds }: Standing): number {
    const { budget } = this.settings;
    const bySteps = this.fixedDecay && step / Math.max(1, this.fixedDecay.lastStep);
    const byClock = 'seconds' in budget ? Math.max(seconds / budget.seconds, step / this.mostSteps) : 0;
    const isEmpty = this.fixedDecay?.lastStep === 0;
    return isEmpty ? 1 : Math.min(1, Math.max(bySteps ?? 0, byClock));
  }

  /** At so many seconds a step. An early end counts where it would come before it can come no more. */
  secondsLeft({ step, seconds }: Standing, secondsPerStep: number, early?: EarlyEndForeseen): number {
    const { budget } = this.settings;
    if (this.fixedDecay) return Math.max(0, this.fixedDecay.lastStep - step) * secondsPerStep;
    if (!('seconds' in budget)) return 0;
    const byClock = Math.max(0, budget.seconds - seconds);
    if (secondsPerStep === 0) return byClock;
    const left = Math.min(byClock, (this.mostSteps - step) * secondsPerStep);
    if (!early) return left;
    const untilSeen = (early.seenAtStep - step) * secondsPerStep;
    if (seconds + untilSeen > budget.seconds * DECAY_FROM) return left;
    return Math.min(left, untilSeen + stepsOfEarlyEnd(early.bestStep) * secondsPerStep);
  }

  private falling(step: number): number {
    if (!this.fixedDecay || step < this.fixedDecay.firstStep) return 1;
    const { firstStep, lastStep } = this.fixedDecay;
    return Math.max(FLOOR, 1 - (step - firstStep) / (lastStep - firstStep));
  }
}

/** While the learning rate falls, from the best step on. */
function stepsOfEarlyEnd(step: number): number {
  return Math.ceil(step / 2);
}
