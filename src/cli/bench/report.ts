import { cpus, loadavg } from 'node:os';
import { type ProductShape, productShape } from './products.ts';
import {
  bestOf,
  type GenerationRatio,
  generationRatios,
  type Scaling,
  scaling,
  type TrainingRatio,
  trainingRatios,
} from './ratios.ts';
import type { Measurement } from './rounds.ts';
import { round, type Spread, spreadOf } from './spread.ts';
import {
  operationsPerCharacter,
  type PeerStep,
  type ProductName,
  trainingShape,
  type Work,
  type WorkKind,
} from './work.ts';

/** What `cellscope bench --json` prints. Each figure is that of the best round; `rounds` says how far they lie apart. */
export interface Report {
  machine: Machine;
  shape: typeof trainingShape;
  training: TrainingFigure[];
  generation: GenerationFigure[];
  reading: ReadingFigure[];
  keystrokes: KeystrokeFigure[];
  memory: MemoryFigure[];
  peaks: PeakFigure[];
  products: ProductFigure[];
  ratios: { training: TrainingRatio[]; generation: GenerationRatio[]; scaling: Scaling[] };
  /** contestants that are missing or failed, and how to get them */
  notices: string[];
}

interface Machine {
  processor: string;
  processors: number;
  node: string;
  /** programs that wanted to run in the minute before, on the average: the figures are sound when it is near 0 */
  load: number;
}

/** Who was measured. */
export interface Who {
  name: string;
  version: string;
  threads: number;
}

interface TrainingFigure extends Who {
  units: number;
  charactersPerSecond: number;
  rounds: Spread;
  /** of the operations that training cannot do without */
  gflops: number;
  /** of what the same kernels reach in registers alone with as many threads, 0 to 1 */
  shareOfPeak?: number;
}

interface GenerationFigure extends Who {
  units: number;
  streams: number;
  step?: PeerStep;
  /** of one stream's text when there is one; else of all streams' together */
  microsecondsPerCharacter: number;
  rounds: Spread;
}

interface ReadingFigure extends Who {
  units: number;
  characters: number;
  milliseconds: number;
  rounds: Spread;
}

/** A key typed in a file, with the suggestion after it: what the editor's worker takes for it. */
interface KeystrokeFigure extends Who {
  units: number;
  /** of the file */
  characters: number;
  medianMilliseconds: number;
  /** 95 of 100 keys take no longer */
  p95Milliseconds: number;
}

interface MemoryFigure extends Who {
  units: number;
  /** 10^6 bytes, the most that the process had resident */
  peakMegabytes: number;
  /** of those, what it had before it trained: Node.js or Python itself, and libraries */
  startMegabytes: number;
}

interface PeakFigure extends Who {
  gflops: number;
  rounds: Spread;
}

interface ProductFigure extends Who, ProductShape {
  units: number;
  product: ProductName;
  gflops: number;
  rounds: Spread;
  shareOfPeak?: number;
}

export interface MemoryMeasurement extends Measurement {
  startMegabytes: number;
}

export function machine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    processors: processors.length,
    node: process.versions.node,
    load: round(loadavg()[0]),
  };
}

export function createReport(
  about: { machine: Machine; notices: string[] },
  measurements: readonly Measurement[],
  memory: readonly MemoryMeasurement[],
): Report {
  const peaks = ofKind(measurements, 'peak').map(({ contestant, values }) => ({
    ...contestant,
    gflops: round(Math.max(...values)),
    rounds: spreadOf(values),
  }));
  return {
    machine: about.machine,
    shape: trainingShape,
    training: ofKind(measurements, 'training').map(found => trainingFigure(found, peaks)),
    generation: ofKind(measurements, 'generation').map(({ contestant, work, values }) => ({
      ...contestant,
      units: work.units,
      streams: work.streams,
      ...(work.step && { step: work.step }),
      microsecondsPerCharacter: round(1e6 / Math.max(...values)),
      rounds: spreadOf(values.map(value => 1e6 / value)),
    })),
    reading: ofKind(measurements, 'reading').map(({ contestant, work: { units, characters }, values }) => ({
      ...contestant,
      units,
      characters,
      milliseconds: round((1e3 * characters) / Math.max(...values)),
      rounds: spreadOf(values.map(value => (1e3 * characters) / value)),
    })),
    keystrokes: keystrokeFigures(measurements),
    memory: ofKind(memory, 'memory').map(({ contestant, work, values: [peak], startMegabytes }) => ({
      ...contestant,
      units: work.units,
      peakMegabytes: round(peak),
      startMegabytes: round(startMegabytes),
    })),
    peaks,
    products: ofKind(measurements, 'product').map(found => productFigure(found, peaks)),
    ratios: {
      training: trainingRatios(measurements),
      generation: generationRatios(measurements),
      scaling: scaling(measurements),
    },
    notices: [...new Set(about.notices)],
  };
}

/** Two measurements each: the median and what 95 of 100 keys keep to. */
function keystrokeFigures(measurements: readonly Measurement[]): KeystrokeFigure[] {
  const found = ofKind(measurements, 'keystroke');
  return found
    .filter(({ work }) => work.share === 0.5)
    .map(median => {
      const { contestant, work } = median;
      const p95 = found.find(each => each.contestant.name === contestant.name && each.work.share === 0.95)!;
      return {
        ...contestant,
        units: work.units,
        characters: work.characters,
        medianMilliseconds: round(median.values[0]),
        p95Milliseconds: round(p95.values[0]),
      };
    });
}

function trainingFigure(
  { contestant, work: { units }, values }: MeasurementOf<'training'>,
  peaks: readonly PeakFigure[],
): TrainingFigure {
  const best = Math.max(...values);
  const gflops = (best * operationsPerCharacter(units)) / 1e9;
  return {
    ...contestant,
    units,
    charactersPerSecond: Math.round(best),
    rounds: spreadOf(values),
    gflops: round(gflops),
    ...shareOfPeak(contestant, gflops, peaks),
  };
}

function productFigure(found: MeasurementOf<'product'>, peaks: readonly PeakFigure[]): ProductFigure {
  const { contestant, work, values } = found;
  const gflops = bestOf(found);
  return {
    ...contestant,
    units: work.units,
    product: work.product,
    ...productShape(work.product, work.units),
    gflops: round(gflops),
    rounds: spreadOf(values),
    ...shareOfPeak(contestant, gflops, peaks),
  };
}

/** Of the peak of the same contestant: the same kernels, as many threads. */
function shareOfPeak(
  { name, threads }: Who,
  gflops: number,
  peaks: readonly PeakFigure[],
): { shareOfPeak?: number } {
  const peak = peaks.find(each => each.name === name && each.threads === threads);
  return peak ? { shareOfPeak: round(gflops / peak.gflops) } : {};
}

type WorkOf<Kind extends WorkKind> = Extract<Work, { kind: Kind }>;
type MeasurementOf<Kind extends WorkKind, Base extends Measurement = Measurement> = Base & {
  work: WorkOf<Kind>;
};

function ofKind<Kind extends WorkKind, Base extends Measurement>(
  measurements: readonly Base[],
  kind: Kind,
): MeasurementOf<Kind, Base>[] {
  return measurements.filter((each): each is MeasurementOf<Kind, Base> => each.work.kind === kind);
}
