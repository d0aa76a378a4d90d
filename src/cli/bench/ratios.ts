import { type EngineName, type PeerName } from './contestants.ts';
import { isEngine, type Measurement } from './rounds.ts';
import { round, type Spread, spreadOf } from './spread.ts';
import type { PeerStep } from './work.ts';

/** How many times as fast one is as another. */
interface Ratio {
  /** best of the rounds against best of the rounds */
  ratio: number;
  /** of the ratios within each round: what slows the machine down for a while is in both */
  rounds: Spread;
}

interface PeerRatio extends Ratio {
  engine: EngineName;
  peer: PeerName;
  units: number;
}

export interface TrainingRatio extends PeerRatio {
  /** the number of threads at which the peer is fastest; ours has all */
  peerThreads: number;
  /** both with the same number of threads */
  sameThreads: { threads: number; ratio: number }[];
}

export interface GenerationRatio extends PeerRatio {
  streams: number;
  /** the peer's, where it is not the one that is written out */
  step?: PeerStep;
}

export interface Scaling extends Ratio {
  engine: string;
  units: number;
  threads: number;
}

/** Training with all our threads against the better of the peer's one and all. */
export function trainingRatios(measurements: readonly Measurement[]): TrainingRatio[] {
  const training = measurements.filter(({ work }) => work.kind === 'training');
  return pairs(training).flatMap(({ engine, peer, units }) => {
    const ours = training.filter(sameAs(engine, units));
    const theirs = training.filter(sameAs(peer, units));
    const all = mostThreads(ours);
    const best = theirs.reduce((a, b) => (bestOf(b) > bestOf(a) ? b : a));
    const sameThreads = ours.flatMap(mine => {
      const other = theirs.find(({ contestant }) => contestant.threads === mine.contestant.threads);
      return other ? [{ threads: mine.contestant.threads, ratio: round(bestOf(mine) / bestOf(other)) }] : [];
    });
    return [
      { engine, peer, units, ...ratioOf(all, best), peerThreads: best.contestant.threads, sameThreads },
    ];
  });
}

/** Drawing text in one thread. */
export function generationRatios(measurements: readonly Measurement[]): GenerationRatio[] {
  const generation = measurements.filter(isGeneration);
  return pairs(generation).flatMap(({ engine, peer, units }) =>
    generation.filter(sameAs(engine, units)).flatMap(ours => {
      const { streams } = ours.work;
      const theirs = generation.filter(sameAs(peer, units)).filter(({ work }) => work.streams === streams);
      return theirs.map(other => ({
        engine,
        peer,
        units,
        streams,
        ...(other.work.step && { step: other.work.step }),
        ...ratioOf(ours, other),
      }));
    }),
  );
}

/** Training with all threads against one, for every contestant that was measured with both. */
export function scaling(measurements: readonly Measurement[]): Scaling[] {
  const training = measurements.filter(({ work }) => work.kind === 'training');
  return training
    .filter(({ contestant }) => contestant.threads > 1)
    .flatMap(all => {
      const { name: engine, threads } = all.contestant;
      const units = unitsOf(all);
      const one = training.filter(sameAs(engine, units)).find(({ contestant }) => contestant.threads === 1);
      return one ? [{ engine, units, threads, ...ratioOf(all, one) }] : [];
    });
}

function unitsOf({ work }: Measurement): number {
  return work.kind === 'peak' ? 0 : work.units;
}

export function bestOf({ values }: Measurement): number {
  return Math.max(...values);
}

function mostThreads(measurements: readonly Measurement[]): Measurement {
  return measurements.reduce((a, b) => (b.contestant.threads > a.contestant.threads ? b : a));
}

type GenerationMeasurement = Measurement & { work: { kind: 'generation' } };

function isGeneration(measurement: Measurement): measurement is GenerationMeasurement {
  return measurement.work.kind === 'generation';
}

function ratioOf(ours: Measurement, theirs: Measurement): Ratio {
  const rounds = ours.values.map((value, i) => value / theirs.values[i]);
  return { ratio: round(bestOf(ours) / bestOf(theirs)), rounds: spreadOf(rounds) };
}

function sameAs(name: string, units: number): (measurement: Measurement) => boolean {
  return measurement => measurement.contestant.name === name && unitsOf(measurement) === units;
}

/** Each engine of ours with each peer, at each number of units. */
function pairs(
  measurements: readonly Measurement[],
): { engine: EngineName; peer: PeerName; units: number }[] {
  const names = [...new Set(measurements.map(({ contestant }) => contestant.name))];
  const units = [...new Set(measurements.map(unitsOf))];
  const peers = names.filter((name): name is PeerName => !isEngine(name));
  return peers.flatMap(peer =>
    names.filter(isEngine).flatMap(engine => units.map(each => ({ engine, peer, units: each }))),
  );
}
