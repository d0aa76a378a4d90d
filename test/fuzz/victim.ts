/**
 * Does to a model's folder what the terminal and the editor do to it, in a process of its own: one that may hang, or take
 * too much memory, without taking the fuzzer with it.
 */
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { removeModel } from '../../src/model/files/checkpointWriter.ts';
import { loadCheckpoint, loadModel } from '../../src/model/files/modelFiles.ts';
import { runsAmong } from '../../src/model/files/ownFiles.ts';
import { readRunHistory } from '../../src/model/files/runHistoryReader.ts';
import { UserError } from '../../src/model/base/userError.ts';
import { Random } from '../../src/model/base/random.ts';
import { NetworkPredictor } from '../../src/model/predict/networkPredictor.ts';
import { generate } from '../../src/model/predict/sampler.ts';
import { runTraining } from '../../src/model/training/trainingRun.ts';
import type { TrainingStart } from '../../src/model/training/trainingStart.ts';
import { lockFolder } from '../../src/platform/node/modelFolder/folderLock.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { smallSettings } from '../unit/training/smallTraining.ts';
import { cSources } from '../unit/training/sources.ts';

export type Action = 'use' | 'resume' | 'update' | 'restart' | 'remove';

export interface Outcome {
  /** Refused with a sentence for the user; broken with anything else. */
  kind: 'done' | 'refused' | 'broken';
  message: string;
  /** The most that the process has had so far. */
  megabytes: number;
}

/** Windows of text that are learnt, at most. */
const STEPS = 12;

async function act(folder: string, action: Action): Promise<void> {
  const kernels = (await loadNodeKernels('media/kernels', 'wasm')).create;
  switch (action) {
    case 'use': {
      const { network, vocabulary } = await loadModel(createFolderStorage(folder), kernels);
      const predictor = new NetworkPredictor(network);
      predictor.read([vocabulary.startOf('c')]);
      await readRuns(folder);
      const options = {
        length: 20,
        temperature: 0.5,
        random: new Random(1),
      };
      for (const _ of generate(predictor, { ...options, exclude: vocabulary.specialSymbols }));
      break;
    }
    case 'resume':
      await train(folder, { mode: 'resume' });
      break;
    case 'update':
      await train(folder, { mode: 'update', changes: {}, budget: { epochs: 1 } });
      break;
    case 'restart':
      await train(folder, { mode: 'restart', settings: { ...smallSettings, budget: { epochs: 1 } } });
      break;
    case 'remove':
      await removeModel(createFolderStorage(folder));
      break;
  }
}

/** What is wrong with one of them is said in a sentence, and the others are read. */
async function readRuns(folder: string): Promise<void> {
  const storage = createFolderStorage(folder);
  for (const run of runsAmong(await storage.list())) await readRunHistory(storage, run).catch(refused);
}

function refused(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

async function train(folder: string, start: TrainingStart): Promise<void> {
  const lock = await lockFolder(folder, 'the fuzzer');
  const kernels = (await loadNodeKernels('media/kernels', 'wasm')).create;
  const stop = new AbortController();
  let saved = false;
  let now = 0;
  try {
    await runTraining({
      version: '0.0.0',
      sources: cSources(4),
      start,
      storage: createFolderStorage(folder, lock),
      kernels,
      history: { now: () => 1_700_000_000_000, pointSeconds: 0 },
      control: { signal: AbortSignal.any([stop.signal, lock.lost]), whenRunning: () => Promise.resolve() },
      // Every look at it is a turn, and a step takes some.
      clock: () => (now += 100),
      yieldToEvents: async () => {
        if (now > STEPS * 1000) stop.abort();
        await nextTurn();
      },
      onEvent: event => (saved ||= event.event === 'checkpoint'),
    });
  } finally {
    await lock.release();
  }
  // Whatever a run has saved must be of use.
  if (saved) await loadCheckpoint(createFolderStorage(folder), kernels).catch(fail);
}

function fail(error: Error): never {
  throw new Error(`What was saved cannot be read: ${error.message}`);
}

process.on('message', ({ folder, action }: { folder: string; action: Action }) => {
  void act(folder, action)
    .then(
      () => ({ kind: 'done', message: '' }) as const,
      (error: Error) =>
        error.name === 'UserError'
          ? ({ kind: 'refused', message: error.message } as const)
          : ({ kind: 'broken', message: error.stack ?? error.message } as const),
    )
    .then(outcome => {
      const megabytes = process.resourceUsage().maxRSS / 1024;
      process.send!({ ...outcome, megabytes } satisfies Outcome);
    });
});
void once(process, 'disconnect').then(() => process.exit());
