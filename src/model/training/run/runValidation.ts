import { sum } from '../../base/sum.ts';
import type { RunNotes } from './runNotes.ts';
import type { RunState } from './runState.ts';
import { Interval } from './stopwatch.ts';
import type { Turns } from './turns.ts';
import type { Measurement, Validation } from './validation.ts';

/** Training is this many times longer than the validations in between. */
const TRAINING_TO_VALIDATION = 20;
const MIN_SECONDS = 0.5;
/** Fresh weights are measured first after so many seconds: before that there is nothing to tell. */
const FIRST_SECONDS = 2;

interface RunValidationOptions {
  validation: Validation;
  turns: Turns;
  notes: RunNotes;
  /** Is told what the network takes for a character, s, each time that it is measured. */
  onRead: (characterSeconds: number) => void;
}

/** Measures a run on held-out text, as often as that takes a small part of its time. */
export class RunValidation {
  private readonly state: RunState;
  private readonly validation: Validation;
  private readonly turns: Turns;
  private readonly notes: RunNotes;
  private readonly validations: Interval;
  private readonly onRead: (characterSeconds: number) => void;
  private lastSeconds = 0;

  constructor(state: RunState, { validation, turns, notes, onRead }: RunValidationOptions) {
    this.state = state;
    this.validation = validation;
    this.turns = turns;
    this.notes = notes;
    this.onRead = onRead;
    this.validations = new Interval(MIN_SECONDS, state.record.seconds + FIRST_SECONDS);
  }

  async whenDue(): Promise<void> {
    if (this.validations.isDue(this.state.seconds)) await this.validate();
  }

  /** Between the steps of a run. */
  async validate(): Promise<Measurement> {
    const before = this.state.seconds;
    const measured = await this.measure();
    this.lastSeconds = this.state.seconds - before;
    this.onRead(this.lastSeconds / Math.max(1, sum(measured.characters)));
    const seconds = Math.max(MIN_SECONDS, this.lastSeconds * TRAINING_TO_VALIDATION);
    this.validations.done(this.state.seconds, seconds);
    return measured;
  }

  /** What it took the last time, s; 0 before that. */
  get seconds(): number {
    return this.lastSeconds;
  }

  /** When the weights are in doubt: the next one is due as before. */
  async measure(): Promise<Measurement> {
    await this.state.published();
    const measured = await this.validation.measure(this.turns.giveWithinWork);
    this.state.noteMeasured(measured);
    this.notes.noteMeasured();
    return measured;
  }
}
