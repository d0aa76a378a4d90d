import { Arena } from '../../model/kernels/arena.ts';
import type { KernelFactory } from '../../model/kernels/wasmKernels.ts';
import type { Network } from '../../model/network/network.ts';
import type { Trainer } from '../../model/network/training/trainer.ts';
import type { LoadedEngine } from '../../platform/node/kernels/engines.ts';
import { generation } from './generation.ts';
import { keystrokeTimes, quantile } from './keystrokes.ts';
import { peakMegabytes } from './memory.ts';
import { peakLoop, PeakTeam, type PeakWorkerData } from './peak.ts';
import { product } from './products.ts';
import { clockFor, measureRate, type Repeatable } from './rate.ts';
import { reading } from './reading.ts';
import { newNetwork, trainingSteps } from './training.ts';
import { type Request, trainingShape, type Work } from './work.ts';

/** What is done again and again. */
type RepeatableWork = Exclude<Work, { kind: 'keystroke' }>;

interface WorkbenchOptions {
  loaded: LoadedEngine;
  threads: number;
  peak: PeakWorkerData;
}

/** Does the work that a contestant is asked for, with what it needs for that made once. */
export class Workbench {
  private readonly options: WorkbenchOptions;
  private readonly create: KernelFactory;
  private readonly prepared = new Map<string, Repeatable>();
  private readonly networks = new Map<number, Network>();
  /** By units. */
  private readonly keystrokeTimes = new Map<number, Promise<number[]>>();
  private readonly trainers: Trainer[] = [];
  private peakTeam: PeakTeam | undefined;

  constructor(options: WorkbenchOptions) {
    this.options = options;
    this.create = options.loaded.kernels.create;
  }

  /** What `Work` says that it counts. */
  async measure(request: Request): Promise<number> {
    const { threads } = this.options;
    const { seconds } = request;
    if (request.kind === 'peak' && threads > 1) return await (await this.team()).measure(seconds);
    if (request.kind === 'keystroke') return quantile(await this.keystrokes(request), request.share);
    const rate = await measureRate(await this.repeatable(request), { seconds, clock: clockFor(threads) });
    return request.kind === 'memory' ? peakMegabytes() : rate;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.peakTeam?.end(), ...this.trainers.map(trainer => trainer.dispose())]);
  }

  private keystrokes(work: { units: number; characters: number }): Promise<number[]> {
    const times = this.keystrokeTimes.get(work.units) ?? keystrokeTimes(this.options.loaded.kernels, work);
    this.keystrokeTimes.set(work.units, times);
    return times;
  }

  private async repeatable(work: RepeatableWork): Promise<Repeatable> {
    const key = keyOf(work);
    const made = this.prepared.get(key) ?? (await this.prepare(work));
    this.prepared.set(key, made);
    return made;
  }

  private async prepare(work: RepeatableWork): Promise<Repeatable> {
    switch (work.kind) {
      case 'training':
      case 'memory':
        return trainingSteps(await this.trainer(work.units));
      case 'generation':
        return generation(this.network(work.units), work);
      case 'reading':
        return reading(this.network(work.units), work.characters);
      case 'product':
        return product(this.create, work.product, work.units);
      case 'peak':
        return peakLoop(this.create(new Arena()));
    }
  }

  private async trainer(units: number): Promise<Trainer> {
    // A network of its own: training would change the one that draws and reads.
    const network = newNetwork(this.create, units);
    const { batchSize, seqLength } = trainingShape;
    const trainer = await this.options.loaded.engine.createTrainer(network, {
      batchSize,
      seqLength,
      gradClip: 1,
    });
    this.trainers.push(trainer);
    return trainer;
  }

  private network(units: number): Network {
    const network = this.networks.get(units) ?? newNetwork(this.create, units);
    this.networks.set(units, network);
    return network;
  }

  private async team(): Promise<PeakTeam> {
    this.peakTeam ??= await PeakTeam.start(this.options.threads, this.options.peak);
    return this.peakTeam;
  }
}

/** Equal for equal work, however long it is to take. */
function keyOf(work: RepeatableWork): string {
  const { kind } = work;
  const {
    units,
    streams,
    characters,
    product: name,
  } = { units: 0, streams: 0, characters: 0, product: '', ...work };
  return [kind, units, streams, characters, name].join();
}
