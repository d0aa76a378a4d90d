/** How fast this machine is: what the time that a work will take is foreseen by. */
export interface Paces {
  /** What the context expert takes to learn a byte, s, as tried when a training begins; 0 where it learns nothing. */
  byteSeconds: number;
  /** What the network takes to read a character, s, as last measured in validation. */
  characterSeconds: number;
}

/** Of the work that is done, from where on its own speed says more than what was foreseen. */
const KNOWN_FROM = 0.05;

interface TimeLeftOptions {
  /** Milliseconds, from any origin. */
  clock: () => number;
  /** What it was foreseen to take. */
  seconds: number;
  /** What comes after it was foreseen to take. */
  after?: number;
}

/** How long a work takes yet that has just begun: as foreseen at first, then at the speed so far. */
export class TimeLeft {
  private readonly options: TimeLeftOptions;
  private readonly start: number;

  constructor(options: TimeLeftOptions) {
    this.options = options;
    this.start = options.clock();
  }

  /** Seconds, when a share of the work is done, 0..1. */
  left(share: number): number {
    const { clock, seconds, after = 0 } = this.options;
    const whole = share < KNOWN_FROM ? seconds : (clock() - this.start) / 1000 / share;
    return whole * (1 - share) + after;
  }
}
