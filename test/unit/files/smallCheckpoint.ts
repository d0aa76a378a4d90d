import { CheckpointWriter } from '../../../src/model/files/checkpointWriter.ts';
import type { CharacterModel } from '../../../src/model/files/characterModel.ts';
import type { Checkpoint } from '../../../src/model/files/modelFiles.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { Network } from '../../../src/model/network/network.ts';
import type { CellType } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { defaultSettings } from '../../../src/model/training/settings.ts';
import { createMemoryStorage, type MemoryStorage } from './memoryStorage.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

const vocabulary = Vocabulary.fromTexts(['hello']);
const shape = { hiddenSize: 3, numLayers: 2 };
const sizes = { batchSize: 2, seqLength: 4 };

type CharacterCheckpoint = Checkpoint & { model: CharacterModel };

/** A checkpoint of a network of a few cells after some steps of learning; another step gives other weights. */
export async function checkpointAt(step: number, cell: CellType = 'lstm'): Promise<CharacterCheckpoint> {
  const network = new Network({ cell, ...shape, vocabSize: vocabulary.size }, createSpecificationKernels);
  network.initialise(new Random(step));
  const trainer = new NetworkTrainer(network, { ...sizes, groups: 3, gradClip: 1 });
  const ids = vocabulary.encode('hellohel');
  for (let i = 0; i < step; i++) trainer.step({ inputs: ids, targets: ids.toReversed(), group: i % 3 }, 0.01);
  return {
    model: {
      network,
      vocabulary,
      languages: ['c'],
      globs: ['*.txt'],
      heldOut: ['b.c'],
      history: [{ step, epoch: 1, seconds: 2, trainLoss: 3, validationLoss: 4 }],
      trainedCharacters: 8 * step,
      validationBitsPerChar: 2.5,
    },
    record: {
      settings: { ...defaultSettings, cell, ...shape, ...sizes },
      corpusDigest: 'abc',
      finished: false,
      step,
      position: { epoch: 0, window: step },
      streamGroups: 3,
      seconds: 0.1 + 0.2,
      decay: { firstStep: 5, lastStep: 9 },
      learningRateScale: 0.5,
      movingLoss: 1 / 3,
      bestLoss: 0.3,
    },
    trainer: await trainer.exportState(),
  };
}

/** As a run does that finds what is in the storage now. */
export async function saveCheckpoint(storage: MemoryStorage, checkpoint: Checkpoint): Promise<void> {
  await (await CheckpointWriter.open(storage, '0.0.0')).write(checkpoint);
}

export async function savedStorage(step = 1): Promise<MemoryStorage> {
  const storage = createMemoryStorage();
  await saveCheckpoint(storage, await checkpointAt(step));
  return storage;
}
