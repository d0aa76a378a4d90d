/**
 * Trains a network on what a simple model of the last characters does not know: `npm run build:tests && node
 * out/test/bench/complementary.js TRAIN OUT --epochs 1 --drop 0.8`. Of the characters that followed the five before them
 * each of the last times, three or more, that share is left out of the loss. `eval` then tells what the mix gains, `cells`
 * whether cells are easier to read. --drop 0 is training as usual.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/model/base/random.ts';
import type { Trainer, TrainingWindow } from '../../src/model/network/training/trainer.ts';
import { defaultSettings } from '../../src/model/training/settings.ts';
import type { TrainingEngine } from '../../src/model/training/trainingEngine.ts';
import { runTraining } from '../../src/model/training/trainingRun.ts';
import { loadEngine } from '../../src/platform/node/kernels/engines.ts';
import { loadContextKernels } from '../../src/platform/node/kernels/nodeContextKernels.ts';
import { lockFolder } from '../../src/platform/node/modelFolder/folderLock.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { readWorkspaceSources } from '../../src/platform/node/files/workspaceSources.ts';

const CONTEXT = 5;
const SLOTS = 2 ** 22;
const CERTAIN = 3;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { epochs: { type: 'string', default: '1' }, drop: { type: 'string', default: '0.8' } },
});

main(positionals).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main([train, out]: string[]): Promise<void> {
  const directory = path.resolve(out);
  const { engine, kernels } = await loadEngine({
    kernelDirectory: path.resolve('media/kernels'),
    engine: 'auto',
    threads: 2,
  });
  const { create } = await loadContextKernels('media/kernels');
  const lock = await lockFolder(directory, 'a bench');
  const { signal } = new AbortController();
  const known = new Known(Number(values.drop));
  await runTraining({
    sources: readWorkspaceSources([{ path: path.resolve(train), exclude: [] }], { include: [], signal }),
    start: { mode: 'restart', settings: { ...defaultSettings, budget: { epochs: Number(values.epochs) } } },
    storage: createFolderStorage(directory, lock),
    version: 'bench',
    kernels: kernels.create,
    engine: leavingOut(engine, known),
    control: { signal, whenRunning: async () => {} },
    clock: () => performance.now(),
    yieldToEvents: () => new Promise(resolve => setImmediate(resolve)),
    contexts: { create, megabytes: 128 },
    onEvent: event => {
      if (event.event === 'done') console.log(JSON.stringify({ ...event, leftOut: known.share }));
    },
  });
  await lock.release();
}

function leavingOut(engine: TrainingEngine, known: Known): TrainingEngine {
  return {
    ...engine,
    async createTrainer(network, options) {
      const trainer = await engine.createTrainer(network, options);
      const step: Trainer['step'] = (window, rate) =>
        trainer.step(known.without(window, options.batchSize), rate);
      return new Proxy(trainer, {
        get(of, name) {
          if (name === 'step') return step;
          const value: unknown = Reflect.get(of, name);
          return typeof value === 'function' ? (value.bind(of) as unknown) : value;
        },
      });
    },
  };
}

/** What followed the characters before, as long as it was always the same. */
class Known {
  private readonly symbols = new Uint16Array(SLOTS);
  private readonly counts = new Uint8Array(SLOTS);
  private readonly random = new Random(1);
  private readonly drop: number;
  private seen = 0;
  private dropped = 0;

  constructor(drop: number) {
    this.drop = drop;
  }

  get share(): number {
    return this.dropped / this.seen;
  }

  without({ inputs, targets, ...rest }: TrainingWindow, batch: number): TrainingWindow {
    const left = Int32Array.from(targets);
    for (let i = 0; i < targets.length; i++) {
      this.seen++;
      if (i < CONTEXT * batch || targets[i] < 0) continue;
      if (!this.knows(inputs, targets[i], i, batch) || this.random.next() >= this.drop) continue;
      left[i] = -1;
      this.dropped++;
    }
    return { inputs, targets: left, ...rest };
  }

  /** Whether it was known, and learns it. */
  private knows(inputs: ArrayLike<number>, target: number, at: number, batch: number): boolean {
    let hash = 0;
    for (let back = 0; back < CONTEXT; back++)
      hash = (Math.imul(hash ^ inputs[at - back * batch], 0x9e3779b1) >>> 7) ^ back;
    const slot = hash % SLOTS;
    const isSame = this.symbols[slot] === target;
    const isKnown = isSame && this.counts[slot] >= CERTAIN;
    this.counts[slot] = isSame ? Math.min(255, this.counts[slot] + 1) : 1;
    this.symbols[slot] = target;
    return isKnown;
  }
}
