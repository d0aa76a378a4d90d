import assert from 'node:assert/strict';
import { loadCheckpoint, loadModel } from '../../../src/model/files/modelFiles.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../../../src/model/files/safetensors.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { changeField } from './changeJson.ts';
import { namesIn } from './memoryStorage.ts';
import { checkpointAt, saveCheckpoint, savedStorage } from './smallCheckpoint.ts';

type Tensors = Map<string, Tensor>;
const values = (tensors: Tensors, name: string) => tensors.get(name)!.data;

/** The message that a checkpoint is refused with whose tensors were changed as a build without digests had them. */
async function refusal(change: (tensors: Tensors) => void): Promise<string> {
  const storage = await savedStorage(5);
  const tensors = readSafetensors(storage.files.get(namesIn(storage).training)!, '');
  change(tensors);
  storage.files.set('training-5.safetensors', writeSafetensors([...tensors.values()]));
  changeField(storage, 'training.tensorsFile', 'training-5.safetensors');
  changeField(storage, 'digest', undefined);
  // It is of use all the same.
  await loadModel(storage, createSpecificationKernels);
  const error = await loadCheckpoint(storage, createSpecificationKernels).then(
    () => assert.fail('it was taken'),
    (reason: Error) => reason,
  );
  assert.equal(error.name, 'UserError');
  return error.message;
}

describe('what training goes on from', () => {
  for (const cell of cellTypes)
    it(`is taken as it comes out of training (${cell})`, async () => {
      const storage = await savedStorage();
      await saveCheckpoint(storage, await checkpointAt(7, cell));
      const { trainer } = await loadCheckpoint(storage, createSpecificationKernels);
      assert.deepEqual(trainer, (await checkpointAt(7, cell)).trainer);
      assert.ok(trainer.v.some(value => value > 0) && trainer.state.some(value => value !== 0));
    });

  const impossible: [what: string, change: (tensors: Tensors) => void, message: RegExp][] = [
    [
      'a mean that is not finite',
      t => (values(t, 'adam.m')[3] = Infinity),
      /"adam\.m" holds values .* not finite/,
    ],
    ['a mean of squares that is not finite', t => (values(t, 'adam.v')[3] = NaN), /"adam\.v" holds values/],
    ['a negative mean of squares', t => (values(t, 'adam.v')[3] = -1e-9), /adam\.v holds -9\.9\d*e-10/],
    [
      'a mean that is far above its squares',
      t => (values(t, 'adam.m')[3] = 1e30),
      /adam\.m holds 1\.0*\d*e\+30 where/,
    ],
    [
      'squares that have vanished under a mean',
      t => {
        values(t, 'adam.m')[3] = 0.01;
        values(t, 'adam.v')[3] = 0;
      },
      /adam\.m holds 0\.0\d* where adam\.v holds 0/,
    ],
    ['a cell of 2', t => (values(t, 'state')[0] = 2), /state holds a cell of 2, which is beyond 1/],
    // Of the first layer h, then c, of 2 streams of 3 cells.
    [
      'a memory of a million',
      t => (values(t, 'state')[6] = -1e6),
      /state holds a memory of -1000000, .* beyond 20/,
    ],
    ['a state that is not finite', t => (values(t, 'state')[1] = NaN), /"state" holds values/],
    [
      'a state of another size',
      t => t.set('state', { name: 'state', shape: [6], data: new Float32Array(6) }),
      /training-5\.safetensors in memory does not match model\.json: tensor state holds 6 values, and model\.json says 72/,
    ],
    ['no means', t => t.delete('adam.m'), /tensor adam\.m is missing/],
  ];
  for (const [what, change, message] of impossible)
    it(`is refused by name with ${what}`, async () => {
      assert.match(await refusal(change), message);
    });

  for (const [path, value] of [
    ['training.streamGroups', 4],
    ['training.settings.batchSize', 3],
  ] as const)
    it(`is refused when ${path} is not that of its states`, async () => {
      const storage = await savedStorage();
      changeField(storage, path, value);
      await assert.rejects(loadCheckpoint(storage, createSpecificationKernels), {
        name: 'UserError',
        message:
          /tensor state holds 72 values, and model\.json says \d+ \(streamGroups \d, batchSize \d, 2 x 3 cells\)/,
      });
    });
});
