import assert from 'node:assert/strict';
import { CheckpointWriter, removeModel } from '../../../src/model/files/checkpointWriter.ts';
import { type Checkpoint, loadCheckpoint, loadModel } from '../../../src/model/files/modelFiles.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { changeField, setJson } from './changeJson.ts';
import { createMemoryStorage, type MemoryStorage, namesIn } from './memoryStorage.ts';
import { checkpointAt, saveCheckpoint, savedStorage } from './smallCheckpoint.ts';

/** Files that look like a model's, but are the user's. */
const OTHERS = [
  'notes.txt',
  'settings.json.tmp',
  'model.json.tmp',
  'other.safetensors.tmp',
  'weights-1.safetensors',
  'weights-7-2.safetensors',
  'training-1.safetensors',
  'weights-1-0123456789abcdef.safetensors.bak',
];
const ORPHAN = 'weights-3-0123456789abcdef.safetensors';

function addFiles(storage: MemoryStorage, names: readonly string[]): void {
  for (const name of names) storage.files.set(name, Uint8Array.of(1, 2, 3));
}

const stepIn = async (storage: MemoryStorage) =>
  (await loadCheckpoint(storage, createSpecificationKernels)).record.step;

describe('a checkpoint', () => {
  it('takes the place of the one before, and of nothing else', async () => {
    const storage = await savedStorage(1);
    addFiles(storage, [...OTHERS, ORPHAN]);
    await saveCheckpoint(storage, await checkpointAt(2));
    const { weights, training } = namesIn(storage);
    assert.match(weights, /^weights-2-[0-9a-f]{16}\.safetensors$/);
    assert.deepEqual(new Set(storage.files.keys()), new Set([...OTHERS, 'model.json', weights, training]));
    assert.equal(await stepIn(storage), 2);
  });

  it('takes the place of one of a build whose files bore no mark', async () => {
    const storage = await savedStorage(1);
    const { weights, training } = namesIn(storage);
    for (const [path, name, old] of [
      ['weightsFile', weights, 'weights-1.safetensors'],
      ['training.tensorsFile', training, 'training-1.safetensors'],
      ['digest', '', undefined],
    ] as const) {
      changeField(storage, path, old);
      if (old === undefined) continue;
      storage.files.set(old, storage.files.get(name)!);
      storage.files.delete(name);
    }
    addFiles(storage, ['weights-0.safetensors']);
    assert.equal(await stepIn(storage), 1);
    await saveCheckpoint(storage, await checkpointAt(2));
    const named = namesIn(storage);
    assert.deepEqual(
      new Set(storage.files.keys()),
      new Set(['weights-0.safetensors', 'model.json', named.weights, named.training]),
    );
  });

  it('is saved once more over itself', async () => {
    const storage = await savedStorage(1);
    await saveCheckpoint(storage, await checkpointAt(1));
    assert.equal(storage.files.size, 3);
    assert.equal(await stepIn(storage), 1);
  });

  for (const text of ['{"name": "someone else\'s"}', 'no JSON', '', '[1]'])
    it(`does not take the place of another program's model.json: ${text}`, async () => {
      const storage = createMemoryStorage();
      const writer = await CheckpointWriter.open(storage, '0.0.0');
      setJson(storage, text);
      const refused = {
        name: 'UserError',
        message: /model\.json in memory is not of Cellscope.* Choose another/,
      };
      await assert.rejects(CheckpointWriter.open(storage, '0.0.0'), refused);
      await assert.rejects(loadModel(storage, createSpecificationKernels), refused);
      await assert.rejects(removeModel(storage), refused);
      // It came while the run was under way.
      await assert.rejects(writer.write(await checkpointAt(1)), { reason: 'folderLost' });
      assert.deepEqual([...storage.files.keys()], ['model.json']);
      assert.equal(storage.text('model.json'), text);
    });

  it('takes the place of a damaged model.json of this program', async () => {
    for (const length of [100, 500]) {
      const storage = await savedStorage(1);
      setJson(storage, storage.text('model.json').slice(0, length));
      await saveCheckpoint(storage, await checkpointAt(2));
      assert.equal(await stepIn(storage), 2);
      assert.equal(storage.files.size, 3, 'orphans');
    }
  });

  it('is not written over what another training has saved meanwhile', async () => {
    const storage = await savedStorage(1);
    const [sleeper, other] = [
      await CheckpointWriter.open(storage, '0.0.0'),
      await CheckpointWriter.open(storage, '0.0.0'),
    ];
    await sleeper.write(await checkpointAt(2));
    await assert.rejects(other.write(await checkpointAt(3)), {
      name: 'UserError',
      reason: 'folderLost',
      message: /^Another training has taken the folder memory .* ends without writing there/,
    });
    assert.equal(await stepIn(storage), 2);
    assert.equal(storage.files.size, 3);
    // Whoever removed the folder has not trained in it.
    storage.files.clear();
    await sleeper.write(await checkpointAt(4));
    assert.equal(await stepIn(storage), 4);
  });

  it('is not written over what another training saves while this one sleeps, at whatever moment it fell asleep', async () => {
    // Of the storage: claim, read, then two tensors written and read, then model.json.
    for (let sleepsAt = 0; sleepsAt < 7; sleepsAt++) {
      const storage = await savedStorage(1);
      const asleep = { ...storage };
      // The first one is that of opening the writer.
      let calls = -1;
      let claimed = false;
      let hasSlept = false;
      const maySleep = async () => {
        if (calls++ !== sleepsAt) return;
        hasSlept = true;
        await saveCheckpoint(storage, await checkpointAt(9));
        // The other has ended, and released the lock.
        claimed = false;
      };
      asleep.claim = async () => {
        await maySleep();
        claimed = true;
      };
      asleep.read = async (name, maxBytes) => {
        const bytes = await storage.read(name, maxBytes);
        await maySleep();
        return bytes;
      };
      asleep.write = async (name, data) => {
        await maySleep();
        if (!claimed) throw new UserError('The lock is gone.');
        await storage.write(name, data);
      };
      const writer = await CheckpointWriter.open(asleep, '0.0.0');
      const first = await writer.write(await checkpointAt(2)).catch((error: UserError) => error);
      assert.ok(hasSlept, `not asleep at ${sleepsAt}`);
      const second = await writer.write(await checkpointAt(2)).catch((error: UserError) => error);
      assert.ok(first instanceof UserError && second instanceof UserError, `asleep at ${sleepsAt}`);
      assert.equal(second.reason, 'folderLost');
      assert.equal(await stepIn(storage), 9, `asleep at ${sleepsAt}`);
    }
  });

  const impossible: [what: string, change: (checkpoint: Checkpoint) => void, message: RegExp][] = [
    ['weights', ({ model }) => (model.network.parameters[5] = NaN), /the weights are no longer finite/],
    ['means', ({ trainer }) => (trainer.m[5] = Infinity), /adam\.m holds values that are not finite/],
    ['squares', ({ trainer }) => (trainer.v[5] = -1), /adam\.v holds -1/],
    ['states', ({ trainer }) => (trainer.state[0] = 3), /tensor state holds a cell of 3/],
    ['a result', ({ model }) => (model.validationBitsPerChar = NaN), /on held-out text .* not a number/],
    ['a scale', ({ record }) => (record.learningRateScale = 1e308), /training\.learningRateScale is 1e\+308/],
    ['seconds', ({ record }) => (record.seconds = -1), /training\.seconds is -1/],
  ];
  for (const [what, change, message] of impossible)
    it(`with ${what} that cannot be does not take the place of a good one`, async () => {
      const storage = await savedStorage(1);
      const before = new Map(storage.files);
      const checkpoint = await checkpointAt(2);
      change(checkpoint);
      await assert.rejects(saveCheckpoint(storage, checkpoint), {
        name: 'UserError',
        reason: 'notWhole',
        message,
      });
      assert.deepEqual(storage.files, before);
    });

  it('is whole, and leaves no room taken, at whatever write the disk fills up', async () => {
    for (const step of [1, 2])
      for (const writes of [0, 1, 2]) {
        const storage = await savedStorage();
        addFiles(storage, OTHERS);
        const before = new Set(storage.files.keys());
        storage.writesLeft = writes;
        await assert.rejects(
          saveCheckpoint(storage, await checkpointAt(step)),
          /disk is full.* This model takes 0\.0 MB/,
        );
        assert.deepEqual(new Set(storage.files.keys()), before, `${step}, ${writes}`);
        assert.equal(await stepIn(storage), 1);
        storage.writesLeft = Infinity;
        await saveCheckpoint(storage, await checkpointAt(step));
        assert.equal(await stepIn(storage), step);
      }
  });

  it('keeps its files when model.json was replaced, and only then the disk failed', async () => {
    const storage = await savedStorage(1);
    const writer = await CheckpointWriter.open(storage, '0.0.0');
    const write = storage.write.bind(storage);
    storage.write = async (name, data) => {
      await write(name, data);
      if (name === 'model.json') throw new UserError('Cannot sync the folder.');
    };
    await assert.rejects(writer.write(await checkpointAt(2)), /Cannot sync/);
    assert.equal(await stepIn(storage), 2);
    storage.write = write;
    await writer.write(await checkpointAt(3));
    assert.equal(await stepIn(storage), 3);
    assert.equal(storage.files.size, 3);
  });

  it('is not committed when its files do not hold what was written', async () => {
    const storage = await savedStorage(1);
    const write = storage.write.bind(storage);
    storage.write = (name, data) => write(name, name.startsWith('training-2') ? data.subarray(0, 200) : data);
    await assert.rejects(
      saveCheckpoint(storage, await checkpointAt(2)),
      /does not hold what was just written/,
    );
    assert.equal(await stepIn(storage), 1);
    assert.equal(storage.files.size, 3);
  });
});

describe('removeModel', () => {
  it('removes what is of the model, and leaves what is not', async () => {
    const storage = await savedStorage(1);
    addFiles(storage, [...OTHERS, ORPHAN]);
    await removeModel(storage);
    assert.deepEqual(new Set(storage.files.keys()), new Set(OTHERS));
    await removeModel(storage);
  });

  it('removes a damaged model', async () => {
    const storage = await savedStorage(1);
    setJson(storage, storage.text('model.json').slice(0, 200));
    await removeModel(storage);
    assert.deepEqual([...storage.files.keys()], []);
  });
});
