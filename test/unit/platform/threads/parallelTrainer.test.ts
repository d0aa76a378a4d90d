import assert from 'node:assert/strict';
import path from 'node:path';
import type { KernelName } from '../../../../src/model/kernels/wasmKernels.ts';
import type { Network } from '../../../../src/model/network/network.ts';
import { cellTypes } from '../../../../src/model/network/cells/cells.ts';
import { ParallelTrainer, type StartTeam } from '../../../../src/model/network/training/parallelTrainer.ts';
import { Random } from '../../../../src/model/base/random.ts';
import {
  type Trainer,
  TrainerFailure,
  type TrainerOptions,
} from '../../../../src/model/network/training/trainer.ts';
import { loadNodeKernels, type NodeKernels } from '../../../../src/platform/node/kernels/nodeKernels.ts';
import { createTeams } from '../../../../src/platform/node/threads/threadTeam.ts';
import { assertClose, copyOf, randomIds, randomNetwork } from '../../network/networks.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';
import { NetworkTrainer } from '../../../../src/model/network/training/networkTrainer.ts';

const shape = { vocabSize: 11, hiddenSize: 9, numLayers: 2 };
const groups = 3;
const options: TrainerOptions = { groups, batchSize: 5, seqLength: 6, gradClip: 0.5, weightDecay: 0.5 };
const threadFile = path.resolve('dist/trainingThread.js');
const kernelDirectory = path.resolve('media/kernels');

function teams(kernelName: KernelName, file = threadFile): StartTeam {
  return createTeams({ threadFile: file, kernelDirectory, kernelName });
}

/** Losses of steps on random windows, some targets of which do not count; the fourth window is a short one. */
async function train(trainer: Trainer, steps: number, seed: number): Promise<number[]> {
  const random = new Random(seed);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const rows = options.batchSize * (step === 3 ? 2 : options.seqLength);
    const inputs = randomIds(rows, shape.vocabSize, random);
    const targets = randomIds(rows, shape.vocabSize, random).map(id => (random.next() < 0.1 ? -1 : id));
    losses.push((await trainer.step({ inputs, targets, group: step % groups }, 0.01)).loss);
  }
  return losses;
}

for (const choice of ['wasm', 'auto'] as const)
  describe(`a training in several threads, ${choice} kernels`, () => {
    let kernels: NodeKernels;
    const started: Trainer[] = [];
    before(async () => {
      kernels = await loadNodeKernels(kernelDirectory, choice);
    });
    afterEach(async () => {
      await Promise.all(started.splice(0).map(trainer => trainer.dispose()));
    });

    async function start(network: Network, threads: number): Promise<Trainer> {
      const trainer = await ParallelTrainer.start(network, { ...options, threads }, teams(kernels.name));
      started.push(trainer);
      return trainer;
    }

    for (const cell of cellTypes)
      it(`${cell} learns as it does in one`, async () => {
        const network = randomNetwork({ cell, ...shape }, new Random(1), { kernels: kernels.create });
        const reference = copyOf(network, kernels.create);
        const expected = await train(new NetworkTrainer(reference, options), 12, 2);
        // Five streams: three threads have shares of unequal size.
        const trainer = await start(network, 3);
        assertClose(await train(trainer, 12, 2), expected, 1e-5, 'losses');
        assertClose(network.parameters, reference.parameters, 1e-3, 'parameters');
        assert.equal(trainer.stepCount, 12);
      });

    it('is repeated bit for bit', async () => {
      const network = randomNetwork({ cell: 'lstm', ...shape }, new Random(3), { kernels: kernels.create });
      const again = copyOf(network, kernels.create);
      const losses = await train(await start(network, 2), 10, 4);
      assert.deepEqual(await train(await start(again, 2), 10, 4), losses);
      assert.deepEqual(again.parameters, network.parameters);
    });

    it('goes on from a state of one thread, and one thread from its own', async () => {
      const network = randomNetwork({ cell: 'lstm', ...shape }, new Random(5), { kernels: kernels.create });
      const alone = new NetworkTrainer(copyOf(network, kernels.create), options);
      const trainer = await start(network, 2);
      await train(trainer, 4, 6);
      await alone.importState(await trainer.exportState());
      const single = new NetworkTrainer(copyOf(network, kernels.create), options);
      await single.importState(await trainer.exportState());
      const expected = await train(single, 4, 7);
      assertClose(await train(trainer, 4, 7), expected, 1e-5, 'losses');
      await trainer.importState(await single.exportState());
      assert.equal(trainer.stepCount, 8);
      trainer.resetState();
      assert.ok((await trainer.exportState()).state.every(value => value === 0));
    });

    it('leaves everything as it was when the numbers blow up', async () => {
      const network = randomNetwork({ cell: 'rnn', ...shape }, new Random(8), { kernels: kernels.create });
      const trainer = await start(network, 2);
      network.parameter('output.bias')[0] = Number.NaN;
      network.parametersChanged();
      const before = new Float32Array(network.parameters);
      const [loss] = await train(trainer, 1, 9);
      assert.ok(Number.isNaN(loss));
      assert.deepEqual(network.parameters, before);
      assert.equal(trainer.stepCount, 0);
    });
  });

/** For a thread that dies at its n-th meeting with the other one; each step has five. */
const dyingAt = (meeting: number) => `
  const add = Atomics.add;
  let left = ${meeting};
  Atomics.add = (values, index, count) => {
    if (index === 0 && --left === 0) throw new Error('struck by lightning');
    return add(values, index, count);
  };`;

describe('a training thread that dies', () => {
  const folder = useTemporaryFolder();
  let kernels: NodeKernels;
  before(async () => {
    kernels = await loadNodeKernels(kernelDirectory);
  });

  /** The training thread, which `code` has tampered with. */
  async function tampered(code: string): Promise<StartTeam> {
    await writeFiles(folder.path, { 'thread.js': `${code}\nrequire(${JSON.stringify(threadFile)});` });
    return teams(kernels.name, path.join(folder.path, 'thread.js'));
  }

  function lstm(): Network {
    return randomNetwork({ cell: 'lstm', ...shape }, new Random(1), { kernels: kernels.create });
  }

  it('fails the step, and leaves what was learnt before', async () => {
    const network = lstm();
    const reference = copyOf(network, kernels.create);
    // In the fourth step, when the gradients are computed.
    const startTeam = await tampered(dyingAt(3 * 5 + 3));
    const trainer = await ParallelTrainer.start(network, { ...options, threads: 2 }, startTeam);
    try {
      await train(trainer, 3, 2);
      const state = await trainer.exportState();
      await assert.rejects(
        train(trainer, 1, 3),
        error =>
          error instanceof TrainerFailure && error.stateIsWhole && /struck by lightning/.test(error.message),
      );
      assert.deepEqual(await trainer.exportState(), state);
      const alone = new NetworkTrainer(reference, options);
      await train(alone, 3, 2);
      assertClose(network.parameters, reference.parameters, 1e-3, 'parameters');
      await assert.rejects(train(trainer, 1, 3), TrainerFailure);
    } finally {
      await trainer.dispose();
    }
  });

  it('while it changes the parameters leaves them in doubt', async () => {
    const startTeam = await tampered(dyingAt(5));
    const trainer = await ParallelTrainer.start(lstm(), { ...options, threads: 2 }, startTeam);
    try {
      await assert.rejects(
        train(trainer, 1, 3),
        error => error instanceof TrainerFailure && !error.stateIsWhole,
      );
    } finally {
      await trainer.dispose();
    }
  });

  for (const [what, code, message] of [
    ['throws', "throw new Error('no kernels');", /no kernels/],
    ['ends', 'process.exit(3);', /exit status 3/],
  ] as const)
    it(`before it is ready, since it ${what}, fails the start`, async () => {
      const startTeam = await tampered(code);
      await assert.rejects(ParallelTrainer.start(lstm(), { ...options, threads: 2 }, startTeam), message);
    });
});
