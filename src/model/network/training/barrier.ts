/** Looks at the other threads before one falls asleep: some 50 us, less than it takes to wake up. */
const SPINS = 5000;

const ARRIVED = 0;
const GENERATION = 1;

/** A place where a number of threads wait for one another. `values` are two integers of shared memory, 0 at first. */
export class Barrier {
  static readonly integers = 2;

  private readonly values: Int32Array<SharedArrayBuffer>;
  private readonly threads: number;

  constructor(values: Int32Array<SharedArrayBuffer>, threads: number) {
    this.values = values;
    this.threads = threads;
  }

  /** Tells the others that this thread is here. What it gives is to be waited for. */
  arrive(): number {
    const generation = Atomics.load(this.values, GENERATION);
    if (Atomics.add(this.values, ARRIVED, 1) + 1 === this.threads) {
      Atomics.store(this.values, ARRIVED, 0);
      Atomics.add(this.values, GENERATION, 1);
      Atomics.notify(this.values, GENERATION);
    }
    return generation;
  }

  /** Blocks until all threads have arrived. False when they have not after so many milliseconds. */
  wait(arrival: number, milliseconds = Infinity): boolean {
    for (let i = 0; i < SPINS; i++) if (this.isPassed(arrival)) return true;
    // A thread may be woken by the call of one that was late to tell of an earlier meeting: it goes back to sleep.
    while (!this.isPassed(arrival))
      if (Atomics.wait(this.values, GENERATION, arrival, milliseconds) === 'timed-out') break;
    return this.isPassed(arrival);
  }

  private isPassed(arrival: number): boolean {
    return Atomics.load(this.values, GENERATION) !== arrival;
  }
}
