/** Seconds from any origin. */
type Clock = () => number;

/** Something that can be done again and again, to see how often it can be done in a second. */
export interface Repeatable {
  /** how much of what is counted, such as characters, one call does */
  amount: number;
  call: () => unknown;
}

/** Shortest time between two looks at the clock, which themselves take some microseconds. */
const LOOK_SECONDS = 1e-3;

/** The processor time of all threads of this process: other programs take none of it. */
export const processorClock: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const wallClock: Clock = () => performance.now() / 1e3;

/** Threads work at the same time, which only the clock on the wall shows. */
export function clockFor(threads: number): Clock {
  return threads === 1 ? processorClock : wallClock;
}

/** Amount a second over some seconds, after one call that is not counted: others have used the caches before. */
export async function measureRate(
  { amount, call }: Repeatable,
  { seconds, clock }: { seconds: number; clock: Clock },
): Promise<number> {
  await call();
  let calls = 0;
  let batch = 1;
  let elapsed = 0;
  const start = clock();
  while (calls === 0 || elapsed < seconds) {
    for (let i = 0; i < batch; i++) {
      const pending = call();
      if (pending instanceof Promise) await pending;
    }
    calls += batch;
    const before = elapsed;
    elapsed = clock() - start;
    if (elapsed - before < LOOK_SECONDS) batch *= 2;
  }
  return (calls * amount) / elapsed;
}
