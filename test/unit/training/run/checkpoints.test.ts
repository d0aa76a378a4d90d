import assert from 'node:assert/strict';
import { FolderLost } from '../../../../src/model/files/folderLost.ts';
import { loadModel } from '../../../../src/model/files/modelFiles.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/model/files/safetensors.ts';
import type { KernelFactory } from '../../../../src/model/kernels/wasmKernels.ts';
import type { TrainingNotice } from '../../../../src/model/training/trainingNotice.ts';
import type { TrainingOptions } from '../../../../src/model/training/trainingOptions.ts';
import { loadNodeKernels } from '../../../../src/platform/node/kernels/nodeKernels.ts';
import { changeField } from '../../files/changeJson.ts';
import { createMemoryStorage, type MemoryStorage, weightsOf } from '../../files/memoryStorage.ts';
import { stopAfter, trainSmall } from '../smallTraining.ts';

const refuseAsLost = () => Promise.reject(new FolderLost('/m'));

/** Seconds that were waited for room, each time, by a run whose disk is full after some writes. */
async function trainOnFullDisk(
  writes: number,
  kernels: KernelFactory,
  { makeRoomAfter = Infinity, ...changes }: Partial<TrainingOptions> & { makeRoomAfter?: number } = {},
) {
  const storage = createMemoryStorage();
  const waits: number[] = [];
  const notices: TrainingNotice[] = [];
  storage.writesLeft = writes;
  const outcome = trainSmall(storage, kernels, {
    intervals: { checkpoint: 1000 },
    patience: {
      seconds: 100,
      wait: milliseconds => {
        waits.push(milliseconds / 1000);
        if (waits.length === makeRoomAfter) storage.writesLeft = Infinity;
        return Promise.resolve();
      },
    },
    ...changes,
    onEvent: event => {
      if (event.event === 'notice') notices.push(event.notice);
      changes.onEvent?.(event);
    },
  });
  const error = await outcome.then(
    () => undefined,
    (reason: Error) => reason,
  );
  return { storage, waits, notices, error };
}

describe('a training', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = (await loadNodeKernels('media/kernels')).create;
  });
  const train = (storage: MemoryStorage, changes?: Partial<TrainingOptions>) =>
    trainSmall(storage, kernels, changes);

  describe('that cannot save what it has at the end', () => {
    it('keeps it, says so, and saves it once there is room', async () => {
      const { storage, waits, notices, error } = await trainOnFullDisk(1, kernels, { makeRoomAfter: 3 });
      assert.equal(error, undefined);
      assert.deepEqual(waits, [1, 2, 4]);
      const [held, saved, ...others] = notices;
      assert.ok(held.kind === 'modelNotSavedYet' && held.step > 0);
      assert.deepEqual([held.seconds, held.savedStep], [100, 0]);
      assert.match(held.problem, /disk is full.* takes 0\.\d MB/);
      assert.deepEqual([saved, others], [{ kind: 'modelSaved' }, []]);
      assert.equal((await loadModel(storage, kernels)).training?.finished, true);
      assert.equal(storage.files.size, 3);
    });

    it('gives up after a while, and names what remains', async () => {
      const { storage, waits, error } = await trainOnFullDisk(0, kernels);
      assert.deepEqual(waits, [1, 2, 4, 8, 16, 16, 16, 16, 16, 16]);
      assert.ok(error?.name === 'UserError');
      assert.match(error.message, /disk is full.* The model of step \d+ was not saved; .* as it was\.$/);
      assert.equal(storage.files.size, 0);
    });

    it('gives up when it is stopped, at once', async () => {
      const controller = new AbortController();
      let now = 0;
      // A checkpoint at the first turn of the clock, then no more room.
      const { storage, waits, error } = await trainOnFullDisk(3, kernels, {
        clock: () => (now += 20),
        intervals: { checkpoint: 1 },
        control: { signal: controller.signal, whenRunning: () => Promise.resolve() },
        patience: {
          seconds: Infinity,
          wait: (_, signal) => {
            assert.equal(signal, controller.signal);
            controller.abort();
            return Promise.resolve();
          },
        },
      });
      const { step } = (await loadModel(storage, kernels)).training!;
      assert.ok(step > 0);
      assert.match(
        error?.message ?? '',
        new RegExp(`was not saved; the checkpoint of step ${step} remains, to resume from\\.$`),
      );
      assert.deepEqual(waits, []);
    });

    it('tries on for a minute when it was stopped before', async () => {
      const { waits, error } = await trainOnFullDisk(0, kernels, stopAfter(10));
      assert.deepEqual(waits, [1, 2, 4, 8, 16, 16, 16]);
      assert.match(error?.message ?? '', /was not saved/);
    });
  });

  it('ends without saving when its folder was taken by another training', async () => {
    const storage = createMemoryStorage();
    const taken = new AbortController();
    let steps = 0;
    const outcome = train(storage, {
      control: { signal: taken.signal, whenRunning: () => Promise.resolve() },
      onEvent: event => {
        if (event.event === 'progress' && ++steps === 10) taken.abort(new FolderLost('/m'));
      },
    });
    await assert.rejects(outcome, { reason: 'folderLost' });
    assert.equal(storage.files.size, 0);
  });

  it('ends at the checkpoint that finds the folder taken, and saves nothing more', async () => {
    const storage = createMemoryStorage();
    let now = 0;
    let checkpoints = 0;
    const outcome = train(storage, {
      clock: () => (now += 20),
      intervals: { checkpoint: 1 },
      onEvent: event => {
        if (event.event !== 'checkpoint' || ++checkpoints !== 2) return;
        storage.write = refuseAsLost;
      },
    });
    await assert.rejects(outcome, { reason: 'folderLost' });
    assert.equal(checkpoints, 2);
  });

  it("does not begin in a folder that holds another program's model.json", async () => {
    const storage = createMemoryStorage();
    storage.files.set('model.json', new TextEncoder().encode('{"name": "other"}'));
    await assert.rejects(train(storage), /is not of Cellscope, and is left as it is/);
    assert.equal(storage.files.size, 1);
  });

  it('ends with an error, and the model that was there, when its weights give nothing', async () => {
    const storage = createMemoryStorage();
    await train(storage, stopAfter(20));
    // Finite, and too large to compute with: as a build without digests would have saved them.
    const tensors = readSafetensors(weightsOf(storage), '');
    for (const { data } of tensors.values()) data.fill(3e38);
    storage.files.set('weights-1.safetensors', writeSafetensors([...tensors.values()]));
    changeField(storage, 'weightsFile', 'weights-1.safetensors');
    changeField(storage, 'digest', undefined);
    const before = new Map(storage.files);
    await assert.rejects(train(storage, { start: { mode: 'resume' } }), {
      name: 'UserError',
      message: /diverged again and again|gives what is not a number/,
    });
    assert.deepEqual(storage.files, before);
  });
});
