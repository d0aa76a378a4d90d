import assert from 'node:assert/strict';
import { TrainerFailure, type TrainerOptions } from '../../../../src/model/network/training/trainer.ts';
import { createSpecificationKernels } from '../../../../src/model/kernels/specification.ts';
import { createCorpus } from '../../../../src/model/text/corpus.ts';
import { RunState } from '../../../../src/model/training/run/runState.ts';
import { decided } from '../../../../src/model/training/settings.ts';
import { freshCheckpoint } from '../../../../src/model/training/start/startCheckpoint.ts';
import { oneThread } from '../../../../src/model/training/trainingEngine.ts';
import { smallSettings } from '../smallTraining.ts';
import { cSources } from '../sources.ts';

/** A run at its first step, on a clock that stands at `now.seconds`. */
async function freshRun() {
  const settings = decided({ ...smallSettings, hiddenSize: 4, seqLength: 8, budget: { seconds: 100 } });
  const corpus = await createCorpus(cSources(6), { seed: 1 });
  const checkpoint = freshCheckpoint(corpus, { settings, kernels: createSpecificationKernels });
  const { batchSize, seqLength, gradClip } = settings;
  const options: TrainerOptions = { batchSize, seqLength, groups: checkpoint.record.streamGroups, gradClip };
  const trainer = await oneThread.createTrainer(checkpoint.model.network, options);
  const now = { seconds: 0 };
  const state = new RunState({ corpus, checkpoint, trainer, clock: () => now.seconds * 1000 });
  return { state, trainer, now };
}

async function learn(state: RunState, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) assert.equal(await state.learn(), 'fine');
}

/** What has been learnt, and how far the text is read. */
async function standing(state: RunState) {
  const { record, parameters, trainer } = await state.copy();
  return { record, parameters: [...parameters], trainer };
}

describe('RunState', () => {
  it('learns the same again from a copy, which stays as it was', async () => {
    const { state } = await freshRun();
    await learn(state, 5);
    const saved = await state.copy();
    const parameters = [...saved.parameters];
    await learn(state, 7);
    const later = await standing(state);
    assert.equal(later.record.step, 12);
    assert.notDeepEqual(later.parameters, parameters);
    await state.restore(saved);
    assert.equal(state.step, 5);
    assert.deepEqual([...state.network.parameters], parameters);
    await learn(state, 7);
    assert.deepEqual(await standing(state), later);
    assert.deepEqual([...saved.parameters], parameters);
    assert.equal(saved.record.step, 5);
  });

  it('is before the window again when a step fails', async () => {
    const { state, trainer } = await freshRun();
    const other = await freshRun();
    await learn(state, 3);
    await learn(other.state, 4);
    const step = trainer.step.bind(trainer);
    trainer.step = () => {
      throw new TrainerFailure('struck by lightning.', { stateIsWhole: true });
    };
    await assert.rejects(state.learn(), /struck by lightning/);
    assert.equal(state.step, 3);
    trainer.step = step;
    await learn(state, 1);
    assert.deepEqual(await standing(state), await standing(other.state));
  });

  it('takes up what was measured, and forgets what came later', async () => {
    const { state } = await freshRun();
    await learn(state, 1);
    state.noteMeasured({ bitsPerChar: 4, bits: [8], characters: [2] });
    const saved = await state.copy();
    await learn(state, 1);
    state.noteMeasured({ bitsPerChar: 3, bits: [6], characters: [2] });
    assert.equal((await state.published()).history.length, 2);
    await state.restore(saved);
    const { history, validationBitsPerChar } = await state.published();
    assert.deepEqual(
      history.map(({ step }) => step),
      [1],
    );
    assert.equal(validationBitsPerChar, 4);
    assert.equal(state.measured?.bitsPerChar, 4);
  });

  it('puts into a checkpoint how long it took and what it read up to that step', async () => {
    const { state, now } = await freshRun();
    await learn(state, 2);
    now.seconds = 1.5;
    const saved = await state.copy();
    await learn(state, 2);
    await state.restore(saved);
    now.seconds = 2;
    const { model, record } = state.checkpointOf(saved);
    assert.equal(record.step, 2);
    assert.equal(record.seconds, 2);
    assert.equal(model.trainedCharacters, 2 * 4 * 8);
    assert.equal(state.savedModel.training, record);
  });
});
