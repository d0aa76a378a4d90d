/** Seconds of work, pauses left out, on a clock that is handed in. */
export class Stopwatch {
  /** Seconds of earlier processes. */
  readonly before: number;
  private readonly clock: () => number;
  private startedAt: number;

  /** `clock` is in milliseconds. */
  constructor(clock: () => number, before = 0) {
    this.before = before;
    this.clock = clock;
    this.startedAt = clock() - before * 1000;
  }

  get seconds(): number {
    return (this.clock() - this.startedAt) / 1000;
  }

  /** Waits without counting. */
  async without(wait: Promise<void>): Promise<void> {
    const before = this.clock();
    try {
      await wait;
    } finally {
      this.startedAt += this.clock() - before;
    }
  }
}

/** Says when something that is done at intervals is due. */
export class Interval {
  private seconds: number;
  private dueAt: number;

  constructor(seconds: number, firstAt: number) {
    this.seconds = seconds;
    this.dueAt = firstAt;
  }

  isDue(now: number): boolean {
    return now >= this.dueAt;
  }

  /** To be told when it has been done; `seconds` changes the interval. */
  done(now: number, seconds = this.seconds): void {
    this.seconds = seconds;
    this.dueAt = now + seconds;
  }
}

/** Characters a second since it was last asked, smoothed a little. */
export class Speed {
  private characters = 0;
  private since = 0;
  private smoothed: number | undefined;

  /** Seconds, as `measure` takes them. */
  start(now: number): void {
    this.since = now;
  }

  count(characters: number): void {
    this.characters += characters;
  }

  measure(now: number): number {
    const speed = this.characters / Math.max(now - this.since, 1e-3);
    this.smoothed = this.smoothed === undefined ? speed : this.smoothed + (speed - this.smoothed) * 0.2;
    this.since = now;
    this.characters = 0;
    return Math.round(this.smoothed);
  }
}
