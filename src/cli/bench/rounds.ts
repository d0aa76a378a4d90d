import { type Contestant, type EngineName, engineNames } from './contestants.ts';
import { productNames } from './products.ts';
import type { Work, WorkKind } from './work.ts';

/** One contestant at one piece of work. */
export interface Measurement {
  contestant: Pick<Contestant, 'name' | 'version' | 'threads'>;
  work: Work;
  /** round by round; greater is better, but for memory and keystrokes */
  values: number[];
}

export interface RoundsPlan {
  units: readonly number[];
  /** for each figure of training, all rounds together; the others take a part of it */
  seconds: number;
  /** also measure the peak, and the products that are compared with it */
  withPeak: boolean;
}

/**
 * Many short rounds: a shared machine is left alone for a tenth of a second now and then, but hardly ever for a whole
 * one. A step of training takes up to a second, and is done at least once in each.
 */
const MOST_ROUNDS = 16;
const ROUND_SECONDS = 0.12;
const READING_CHARACTERS = 100_000;
/** Some 2,000 lines. */
const EDITED_CHARACTERS = 74_000;
/** Of the keys: half of them, and all but a few that a user would feel. */
const KEY_SHARES = [0.5, 0.95];
const STREAMS = [1, 8];
/** Of the units that are measured, the first at hand is read and trained for its memory with. */
const TYPICAL_UNITS = 256;

/** Of the seconds that training gets. */
const timeShares: Record<WorkKind, number> = {
  training: 1,
  peak: 1 / 4,
  generation: 1 / 4,
  reading: 1 / 4,
  // As many keys as it takes.
  keystroke: 0,
  product: 1 / 8,
  memory: 1 / 4,
};

export function roundsOf(seconds: number): number {
  return Math.min(MOST_ROUNDS, Math.max(1, Math.floor(seconds / ROUND_SECONDS)));
}

/**
 * Several passes over all contestants, who do the same work one right after the other: what else the machine does then
 * slows all of them down. A contestant that fails drops out, and `onFailure` hears of it.
 */
export async function measureRounds(
  contestants: readonly Contestant[],
  plan: RoundsPlan,
  { onRound, onFailure }: { onRound: (round: number) => void; onFailure: FailureListener },
): Promise<Measurement[]> {
  const rounds = roundsOf(plan.seconds);
  const tasks = worksOf(plan).flatMap(work =>
    contestants
      .filter(contestant => takesPart(contestant, work))
      .map(contestant => ({ contestant, work, values: [] as number[] })),
  );
  const failed = new Set<Contestant>();
  for (let round = 0; round < rounds; round++) {
    onRound(round);
    for (const { contestant, work, values } of tasks) {
      // Reading a file takes long, and is measured in every third round; keys are typed once.
      const isDue = work.kind === 'reading' ? round % 3 === 0 : work.kind !== 'keystroke' || round === 0;
      if (failed.has(contestant) || !isDue) continue;
      const value = await measureOne(contestant, work, plan.seconds / rounds).catch((error: unknown) => {
        failed.add(contestant);
        onFailure(contestant, error);
      });
      if (value !== undefined) values.push(value);
    }
  }
  return tasks
    .filter(({ contestant }) => !failed.has(contestant))
    .map(({ contestant: { name, version, threads }, work, values }) => ({
      contestant: { name, version, threads },
      work,
      values,
    }));
}

/** Called with a ContestantFailure of a contestant. May throw, which ends the rounds. */
type FailureListener = (contestant: Contestant, error: unknown) => void;

async function measureOne(contestant: Contestant, work: Work, seconds: number): Promise<number> {
  return await contestant.process.measure(work, seconds * timeShares[work.kind]);
}

/** Trains in a contestant that has done nothing yet, and says how much memory that took at most. */
export async function measureMemory(
  { process, name, version, threads }: Contestant,
  plan: RoundsPlan,
): Promise<Measurement> {
  const work: Work = { kind: 'memory', units: typicalUnits(plan) };
  const value = await process.measure(work, plan.seconds * timeShares.memory);
  return { contestant: { name, version, threads }, work, values: [value] };
}

function worksOf(plan: RoundsPlan): Work[] {
  const { units, withPeak } = plan;
  return [
    ...(withPeak ? [{ kind: 'peak' } as const] : []),
    ...units.map(each => ({ kind: 'training', units: each }) as const),
    ...STREAMS.flatMap(streams => units.map(each => ({ kind: 'generation', units: each, streams }) as const)),
    ...units.map(each => ({ kind: 'generation', units: each, streams: 1, step: 'nn.LSTMCell' }) as const),
    { kind: 'reading', units: typicalUnits(plan), characters: READING_CHARACTERS },
    ...KEY_SHARES.map(
      share =>
        ({ kind: 'keystroke', units: typicalUnits(plan), characters: EDITED_CHARACTERS, share }) as const,
    ),
    ...(withPeak
      ? units.flatMap(each =>
          productNames.map(product => ({ kind: 'product', units: each, product }) as const),
        )
      : []),
  ];
}

function typicalUnits({ units }: RoundsPlan): number {
  return units.includes(TYPICAL_UNITS) ? TYPICAL_UNITS : units[0];
}

function takesPart({ name, threads }: Contestant, work: Work): boolean {
  switch (work.kind) {
    case 'training':
    case 'memory':
      return true;
    case 'peak':
      return isEngine(name);
    case 'generation':
      // tfjs-node trains here; it has no step of its own for drawing text.
      return threads === 1 && (work.step === undefined ? name !== 'tfjs-node' : name === 'torch');
    case 'reading':
    case 'keystroke':
    case 'product':
      return threads === 1 && isEngine(name);
  }
}

export function isEngine(name: string): name is EngineName {
  return engineNames.some(engine => engine === name);
}
