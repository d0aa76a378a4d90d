import assert from 'node:assert/strict';
import { loadCheckpoint, loadModel } from '../../../src/model/files/modelFiles.ts';
import { readSafetensors, writeSafetensors } from '../../../src/model/files/safetensors.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { changeField, setJson } from './changeJson.ts';
import { type MemoryStorage, namesIn, weightsOf } from './memoryStorage.ts';
import { checkpointAt, saveCheckpoint, savedStorage } from './smallCheckpoint.ts';

/** A test that a damaged model is refused with a message. */
function refuses(what: string, damage: (storage: MemoryStorage) => void, message: RegExp): void {
  it(`when ${what}`, async () => {
    const storage = await savedStorage();
    damage(storage);
    await assert.rejects(loadModel(storage, createSpecificationKernels), { name: 'UserError', message });
  });
}

function withField(path: string, value: unknown): (storage: MemoryStorage) => void {
  return storage => changeField(storage, path, value);
}

describe('model files', () => {
  it('come back as they were saved', async () => {
    const storage = await savedStorage();
    const saved = await checkpointAt(1);
    const loaded = await loadCheckpoint(storage, createSpecificationKernels);
    const { network, training, ...description } = loaded.model;
    const { network: savedNetwork, ...savedDescription } = saved.model;
    assert.deepEqual([...network.parameters], [...savedNetwork.parameters]);
    assert.deepEqual(description, savedDescription);
    assert.deepEqual(training, saved.record);
    assert.deepEqual(loaded.record, saved.record);
    assert.deepEqual(loaded.trainer, saved.trainer);
  });

  it('are found whole while another process replaces them', async () => {
    const storage = await savedStorage(1);
    const read = storage.read.bind(storage);
    storage.read = async (name, maxBytes) => {
      storage.read = read;
      const bytes = await read(name, maxBytes);
      await saveCheckpoint(storage, await checkpointAt(2));
      return bytes;
    };
    const { trainedCharacters } = await loadModel(storage, createSpecificationKernels);
    assert.equal(trainedCharacters, 16);
  });

  it('of a build that knew no groups and no digests have one, and load', async () => {
    const storage = await savedStorage();
    const { state } = (await checkpointAt(1)).trainer;
    for (const [path, value] of [
      ['training.streamGroups', undefined],
      ['digest', undefined],
      ['weightsFile', 'weights-1.safetensors'],
      ['training.tensorsFile', 'training-1.safetensors'],
    ] as const)
      changeField(storage, path, value);
    const { weights, training } = namesIn(await savedStorage());
    const tensors = readSafetensors(storage.files.get(training)!, '');
    tensors.set('state', {
      name: 'state',
      shape: [state.length / 3],
      data: state.slice(0, state.length / 3),
    });
    storage.files.set('weights-1.safetensors', storage.files.get(weights)!);
    storage.files.set('training-1.safetensors', writeSafetensors([...tensors.values()]));
    assert.equal((await loadCheckpoint(storage, createSpecificationKernels)).record.streamGroups, 1);
  });

  it('of a model without its training state load, but cannot be resumed', async () => {
    const storage = await savedStorage();
    changeField(storage, 'training', undefined);
    changeField(storage, 'digest', undefined);
    assert.equal((await loadModel(storage, createSpecificationKernels)).training, undefined);
    await assert.rejects(loadCheckpoint(storage, createSpecificationKernels), /without its training state/);
  });

  it('of a model that was trained elsewhere need neither marks nor digests', async () => {
    const storage = await savedStorage();
    const { formatVersion, config, vocabulary } = JSON.parse(storage.text('model.json')) as Record<
      string,
      unknown
    >;
    storage.files.set('model.safetensors', weightsOf(storage));
    setJson(storage, JSON.stringify({ vocabulary, config, weightsFile: 'model.safetensors', formatVersion }));
    const model = await loadModel(storage, createSpecificationKernels);
    assert.deepEqual([...model.network.parameters], [...(await checkpointAt(1)).model.network.parameters]);
  });

  it('are harmless or refused whatever single bit of them is another', async () => {
    const sound = await savedStorage();
    const expected = await loadCheckpoint(sound, createSpecificationKernels);
    const fields = ({ model: { network, ...model }, ...rest }: typeof expected) => ({
      ...rest,
      ...model,
      parameters: network.parameters,
    });
    let flipped = 0;
    for (const [name, bytes] of sound.files)
      for (let bit = flipped % 97; bit < bytes.length * 8; bit += 97) {
        const storage = await savedStorage();
        storage.files.get(name)![bit >> 3] ^= 1 << (bit & 7);
        flipped++;
        try {
          const loaded = await loadCheckpoint(storage, createSpecificationKernels);
          assert.deepEqual(fields(loaded), fields(expected), `bit ${bit} of ${name}`);
        } catch (error) {
          assert.equal((error as Error).name, 'UserError', `bit ${bit} of ${name}: ${String(error)}`);
        }
      }
    assert.ok(flipped > 423, String(flipped));
  });

  describe('are refused', () => {
    refuses('there are none', storage => storage.files.clear(), /no model in memory.*Train one/);
    refuses(
      'model.json is cut short',
      storage => setJson(storage, storage.text('model.json').slice(0, 99)),
      /model\.json in memory is damaged/,
    );
    refuses(
      'the tensors are of another size',
      storage => {
        changeField(storage, 'config.hiddenSize', 4);
        changeField(storage, 'training', undefined);
      },
      /rnn\.weight_ih_l0 is 12 x 8, not 16 x 8/,
    );
    for (const [what, layers, message] of [
      ['a layer is missing', 3, /rnn\.weight_ih_l2 is missing/],
      ['there is a layer too many', 1, /rnn\.weight_ih_l1" is not part/],
    ] as const)
      refuses(
        what,
        storage => {
          changeField(storage, 'config.numLayers', layers);
          changeField(storage, 'training', undefined);
        },
        message,
      );
    refuses(
      'the network would have no room',
      storage => {
        changeField(storage, 'config.hiddenSize', 8192);
        changeField(storage, 'config.numLayers', 64);
        changeField(storage, 'training', undefined);
      },
      /needs .* GiB of memory/,
    );
    refuses(
      'the weights are gone',
      storage => storage.files.delete(namesIn(storage).weights),
      /weights-1-\w+\.safetensors, which model\.json names, is missing/,
    );
    refuses(
      'the weights are cut short',
      storage => storage.files.set(namesIn(storage).weights, weightsOf(storage).subarray(0, 500)),
      /weights-1-\w+\.safetensors in memory is cut short/,
    );
    refuses(
      'the weights are those of another checkpoint',
      storage => {
        const tensors = readSafetensors(weightsOf(storage), '');
        tensors.get('output.bias')!.data[0] += 1;
        storage.files.set(namesIn(storage).weights, writeSafetensors([...tensors.values()]));
      },
      /weights-1-\w+\.safetensors in memory is damaged: its bytes are not those that were saved\..*give it another name/,
    );
    refuses(
      'weights and training state have changed places',
      storage => {
        const { weights, training } = namesIn(storage);
        const [one, other] = [storage.files.get(weights)!, storage.files.get(training)!];
        storage.files.set(weights, other);
        storage.files.set(training, one);
      },
      /tensor rnn\.weight_ih_l0 is missing/,
    );
    refuses(
      'model.json has changed since it was saved',
      withField('training.seconds', 1),
      /model\.json in memory is damaged: it is not as it was saved\..* take its field digest away/,
    );
    refuses('model.json names a file elsewhere', withField('weightsFile', '../w.safetensors'), /weightsFile/);
  });
});
