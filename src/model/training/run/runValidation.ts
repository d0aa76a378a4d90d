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

/** Measures a run on held-out text, as often as that takes a small part of its time. */
export class RunValidation {
  private readonly state: RunState;
  private readonly validation: Validation;
  private readonly turns: Turns;
  private readonly notes: RunNotes;
  private readonly validations: Interval;

  constructor(
    state: RunState,
    { validation, turns, notes }: { validation: Validation; turns: Turns; notes: RunNotes },
  ) {
    this.state = state;
    this.validation = validation;
    this.turns = turns;
    this.notes = notes;
    this.validations = new Interval(MIN_SECONDS, state.record.seconds + FIRST_SECONDS);
  }

  async whenDue(): Promise<void> {
    if (this.validations.isDue(this.state.seconds)) await this.validate();
  }

  /** Between the steps of a run. */
  async validate(): Promise<Measurement> {
    const before = this.state.seconds;
    const measured = await this.measure();
    const seconds = Math.max(MIN_SECONDS, (this.state.seconds - before) * TRAINING_TO_VALIDATION);
    this.validations.done(this.state.seconds, seconds);
    return measured;
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
