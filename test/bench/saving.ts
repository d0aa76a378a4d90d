/**
 * What saving a checkpoint and reading it costs: `npm run build:tests && node out/test/bench/saving.js [FOLDER]`. Prints
 * a line of JSON for each of eight saves of an LSTM with 512 units, in milliseconds, beside what it takes to write and
 * sync as many bytes and nothing else.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CheckpointWriter } from '../../src/model/files/checkpointWriter.ts';
import { type Checkpoint, loadCheckpoint } from '../../src/model/files/modelFiles.ts';
import { createSpecificationKernels } from '../../src/model/kernels/specification.ts';
import { Network } from '../../src/model/network/network.ts';
import { Random } from '../../src/model/base/random.ts';
import { Vocabulary } from '../../src/model/text/vocabulary.ts';
import { defaultSettings } from '../../src/model/training/settings.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';

const SAVES = 8;
const UNITS = 512;
const GROUPS = 128;

function checkpoint(): Checkpoint {
  const characters = Array.from({ length: 100 }, (_, i) => String.fromCodePoint(32 + i)).join('');
  const vocabulary = Vocabulary.fromTexts([characters]);
  const settings = { ...defaultSettings, hiddenSize: UNITS };
  const config = { cell: settings.cell, hiddenSize: UNITS, numLayers: 1, vocabSize: vocabulary.size };
  const network = new Network(config, createSpecificationKernels);
  network.initialise(new Random(1));
  return {
    model: {
      network,
      vocabulary,
      languages: ['c'],
      globs: [],
      heldOut: Array.from({ length: 1400 }, (_, i) => `kernel/some/folder/file${i}.c`),
      history: [],
      trainedCharacters: 1,
    },
    record: {
      settings,
      corpusDigest: '',
      finished: false,
      step: 1,
      position: { epoch: 0, window: 1 },
      streamGroups: GROUPS,
      seconds: 1,
      learningRateScale: 1,
      learnt: '0'.repeat(6 * 20_000),
    },
    trainer: {
      stepCount: 1,
      m: floats(network.parameterCount, 1e-3),
      v: floats(network.parameterCount, 1e-5),
      state: floats(GROUPS * 2 * settings.batchSize * UNITS, 0.5),
    },
  };
}

function floats(length: number, value: number): Float32Array {
  return new Float32Array(length).fill(value);
}

async function timed(work: () => Promise<unknown>): Promise<{ clock: number; processor: number }> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { clock: Math.round(performance.now() - start), processor: Math.round((user + system) / 1000) };
}

async function measure(): Promise<void> {
  const folder = process.argv[2] ?? (await mkdtemp(path.join(tmpdir(), 'cellscope-saving-')));
  try {
    const storage = createFolderStorage(folder);
    const writer = await CheckpointWriter.open(storage, '0.0.0');
    const saved = checkpoint();
    const { m, v, state } = saved.trainer;
    const bytes = 4 * (2 * m.length + v.length + state.length);
    for (let step = 1; step <= SAVES; step++) {
      saved.record.step = step;
      m[0] = step * 1e-4;
      const written = await timed(() => storage.write('plain.bin', new Uint8Array(bytes)));
      const save = await timed(() => writer.write(saved));
      const load = await timed(() => loadCheckpoint(storage, createSpecificationKernels));
      console.log(JSON.stringify({ megabytes: bytes / 1e6, written, save, load }));
    }
  } finally {
    if (process.argv[2] === undefined) await rm(folder, { recursive: true, force: true });
  }
}

void measure();
