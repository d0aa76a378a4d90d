import assert from 'node:assert/strict';
import {
  type Checkpoint,
  loadCheckpoint,
  loadModel,
  saveCheckpoint,
} from '../../../src/model/files/modelFiles.ts';
import { writeSafetensors } from '../../../src/model/files/safetensors.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { Network } from '../../../src/model/network/network.ts';
import { Random } from '../../../src/model/network/random.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { defaultSettings } from '../../../src/model/training/settings.ts';
import { createMemoryStorage, type MemoryStorage, weightsOf } from './memoryStorage.ts';

const vocabulary = Vocabulary.fromTexts(['hello']);

function checkpointAt(step: number): Checkpoint {
  const config = { cell: 'lstm', hiddenSize: 3, numLayers: 2, vocabSize: vocabulary.size } as const;
  const network = new Network(config, createSpecificationKernels);
  network.initialise(new Random(step));
  const trainer = network.createTrainer({ batchSize: 2, seqLength: 4, groups: 3, gradClip: 1 });
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
      settings: defaultSettings,
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
    trainer: { ...trainer.exportState(), stepCount: step },
  };
}

async function savedStorage(step = 1): Promise<MemoryStorage> {
  const storage = createMemoryStorage();
  await saveCheckpoint(storage, checkpointAt(step));
  return storage;
}

function changeJson(storage: MemoryStorage, change: (json: Record<string, never>) => object): void {
  const json = change(JSON.parse(storage.text('model.json')) as Record<string, never>);
  storage.files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
}

/** A test that a damaged model is refused with a message. */
function refuses(what: string, damage: (storage: MemoryStorage) => void, message: RegExp): void {
  it(`when ${what}`, async () => {
    const storage = await savedStorage();
    damage(storage);
    await assert.rejects(loadModel(storage, createSpecificationKernels), { name: 'UserError', message });
  });
}

function withConfig(change: object): (storage: MemoryStorage) => void {
  return storage =>
    changeJson(storage, json => ({ ...json, config: { ...(json['config'] as object), ...change } }));
}

describe('model files', () => {
  it('come back as they were saved', async () => {
    const storage = await savedStorage();
    const saved = checkpointAt(1);
    const loaded = await loadCheckpoint(storage, createSpecificationKernels);
    const { network, training, ...description } = loaded.model;
    const { network: savedNetwork, ...savedDescription } = saved.model;
    assert.deepEqual([...network.parameters], [...savedNetwork.parameters]);
    assert.deepEqual(description, savedDescription);
    assert.deepEqual(training, saved.record);
    assert.deepEqual(loaded.record, saved.record);
    assert.deepEqual(loaded.trainer, saved.trainer);
  });

  it('are the new model and nothing of the old one or of a stopped process', async () => {
    const storage = await savedStorage();
    storage.files.set('weights-7.safetensors.tmp', new Uint8Array(3));
    storage.files.set('notes.txt', new Uint8Array(3));
    await saveCheckpoint(storage, checkpointAt(2));
    assert.deepEqual(
      new Set(storage.files.keys()),
      new Set(['notes.txt', 'weights-2.safetensors', 'training-2.safetensors', 'model.json']),
    );
  });

  it('stay whole at whatever write the disk fills up, also when the step is the same', async () => {
    for (const step of [1, 2])
      for (const writes of [0, 1, 2]) {
        const storage = await savedStorage();
        storage.writesLeft = writes;
        await assert.rejects(saveCheckpoint(storage, checkpointAt(step)), /disk is full/);
        const model = await loadModel(storage, createSpecificationKernels);
        assert.deepEqual([...model.network.parameters], [...checkpointAt(1).model.network.parameters]);
      }
  });

  it('leave no room taken on a disk that is full', async () => {
    for (const writes of [0, 1]) {
      const storage = await savedStorage();
      storage.writesLeft = writes;
      await assert.rejects(saveCheckpoint(storage, checkpointAt(2)), /disk is full/);
      assert.deepEqual(
        [...storage.files.keys()],
        ['weights-1.safetensors', 'training-1.safetensors', 'model.json'],
      );
    }
  });

  it('are found whole while another process replaces them', async () => {
    const storage = await savedStorage(1);
    const read = storage.read.bind(storage);
    storage.read = async name => {
      storage.read = read;
      const bytes = await read(name);
      await saveCheckpoint(storage, checkpointAt(2));
      return bytes;
    };
    const { trainedCharacters } = await loadModel(storage, createSpecificationKernels);
    assert.equal(trainedCharacters, 16);
  });

  it('of a build that knew no groups have one', async () => {
    const storage = await savedStorage();
    changeJson(storage, json => ({
      ...json,
      training: { ...(json['training'] as object), streamGroups: undefined },
    }));
    assert.equal((await loadCheckpoint(storage, createSpecificationKernels)).record.streamGroups, 1);
  });

  it('of a model without its training state load, but cannot be resumed', async () => {
    const storage = await savedStorage();
    changeJson(storage, json => ({ ...json, training: undefined }));
    assert.equal((await loadModel(storage, createSpecificationKernels)).training, undefined);
    await assert.rejects(loadCheckpoint(storage, createSpecificationKernels), /without its training state/);
  });

  describe('are refused', () => {
    refuses('there are none', storage => storage.files.clear(), /no model in memory.*Train one/);
    refuses(
      'model.json is cut short',
      storage => storage.files.set('model.json', storage.files.get('model.json')!.subarray(0, 99)),
      /model\.json in memory is damaged/,
    );
    refuses(
      'they are of a later version',
      storage => changeJson(storage, json => ({ ...json, formatVersion: 3 })),
      /^Checkpoint version 3; this build reads 1\. Retrain, or update Cellscope\./,
    );
    refuses(
      'they have no version',
      storage => changeJson(storage, json => ({ ...json, formatVersion: undefined })),
      /Checkpoint without a version/,
    );
    refuses('the cell is unknown', withConfig({ cell: 'transformer' }), /config/);
    refuses('the network has no cells', withConfig({ hiddenSize: 0 }), /config/);
    refuses(
      'the vocabulary is of another size',
      withConfig({ vocabSize: 99 }),
      /its vocabulary has 8 symbols/,
    );
    refuses(
      'there are no groups of streams',
      storage =>
        changeJson(storage, json => ({
          ...json,
          training: { ...(json['training'] as object), streamGroups: 0 },
        })),
      /its training state is incomplete/,
    );
    refuses(
      'the tensors are of another size',
      withConfig({ hiddenSize: 4 }),
      /rnn\.weight_ih_l0 is 12 x 8, not 16 x 8/,
    );
    refuses('a layer is missing', withConfig({ numLayers: 3 }), /rnn\.weight_ih_l2 is missing/);
    refuses('there is a layer too many', withConfig({ numLayers: 1 }), /rnn\.weight_ih_l1 is not part/);
    refuses(
      'the weights are gone',
      storage => storage.files.delete('weights-1.safetensors'),
      /weights-1\.safetensors, which model\.json names, is missing/,
    );
    refuses(
      'the weights are cut short',
      storage => storage.files.set('weights-1.safetensors', weightsOf(storage).subarray(0, 500)),
      /weights-1\.safetensors in memory is cut short/,
    );
    refuses(
      'model.json names a file elsewhere',
      storage => changeJson(storage, json => ({ ...json, weightsFile: '../weights.safetensors' })),
      /does not name its weights file/,
    );
  });

  it('are refused for resuming when the training state does not fit', async () => {
    const storage = await savedStorage();
    const tensors = [{ name: 'adam.m', shape: [2], data: new Float32Array(2) }];
    storage.files.set('training-1.safetensors', writeSafetensors(tensors));
    await assert.rejects(loadCheckpoint(storage, createSpecificationKernels), {
      name: 'UserError',
      message: /training-1\.safetensors in memory does not match/,
    });
  });
});
