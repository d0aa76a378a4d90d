import { aborted } from './aborted.ts';
import { Interval, type Stopwatch } from './stopwatch.ts';
import type { TrainingOptions } from '../trainingOptions.ts';

/** Seconds of work between turns for other events of the thread. */
const TURN_SECONDS = 0.05;

/** Lets other events of the thread be handled, some times a second, and the run be paused. */
export class Turns {
  private readonly options: Pick<TrainingOptions, 'control' | 'yieldToEvents'>;
  private readonly stopwatch: Stopwatch;
  private readonly turns: Interval;

  /** `start` are the seconds at which the run begins. */
  constructor(
    options: Pick<TrainingOptions, 'control' | 'yieldToEvents'>,
    { stopwatch, start }: { stopwatch: Stopwatch; start: number },
  ) {
    this.options = options;
    this.stopwatch = stopwatch;
    this.turns = new Interval(TURN_SECONDS, start);
  }

  /** Between two steps. Waits while the run is paused, which is not counted, once `beforePause` is done. */
  async giveBetweenSteps(beforePause: () => Promise<void>): Promise<void> {
    if (!this.turns.isDue(this.stopwatch.seconds)) return;
    const { control, yieldToEvents } = this.options;
    let running = false;
    const whenRunning = control.whenRunning().then(() => (running = true));
    await yieldToEvents();
    if (!running) {
      if (!control.signal.aborted) await beforePause();
      await this.stopwatch.without(
        Promise.race([whenRunning, aborted(control.signal)]).then(() => undefined),
      );
    }
    this.turns.done(this.stopwatch.seconds);
  }

  /** In the middle of other work, which is not paused. */
  readonly giveWithinWork = async (): Promise<void> => {
    if (!this.turns.isDue(this.stopwatch.seconds)) return;
    await this.options.yieldToEvents();
    this.turns.done(this.stopwatch.seconds);
  };
}
