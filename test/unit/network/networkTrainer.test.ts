import assert from 'node:assert/strict';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Network } from '../../../src/model/network/network.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';
import type { TrainerOptions, TrainerState } from '../../../src/model/network/training/trainer.ts';
import { Random } from '../../../src/model/base/random.ts';
import { predictorAfter } from '../predict/predictorAfter.ts';
import { generate } from '../../../src/model/predict/sampler.ts';
import { assertClose, copyOf, kernelImplementations, randomIds, randomNetwork } from './networks.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

const options = { batchSize: 2, seqLength: 5, gradClip: 0.5 };
const shape = { vocabSize: 6, hiddenSize: 5, numLayers: 2 };

/** Losses of `count` steps on windows drawn from `random`. */
function train(trainer: NetworkTrainer, count: number, random: Random): number[] {
  const rows = options.batchSize * options.seqLength;
  return Array.from({ length: count }, () => {
    const inputs = randomIds(rows, shape.vocabSize, random);
    return trainer.step({ inputs, targets: randomIds(rows, shape.vocabSize, random) }, 0.01).loss;
  });
}

for (const implementation of kernelImplementations)
  describe(`NetworkTrainer on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });

    for (const cell of cellTypes) {
      it(`${cell} goes on exactly from an exported state`, async () => {
        const network = randomNetwork({ cell, ...shape }, new Random(1), { kernels });
        const trainer = new NetworkTrainer(network, options);
        const random = new Random(2);
        train(trainer, 4, random);
        const copy = new NetworkTrainer(copyOf(network, kernels), options);
        await copy.importState(await trainer.exportState());
        assert.equal(copy.stepCount, 4);
        const copiedRandom = Random.restore(random.state);
        assert.deepEqual(train(copy, 6, copiedRandom), train(trainer, 6, random));
        assert.deepEqual(await copy.exportState(), await trainer.exportState());
      });

      it(`${cell} learns a short string by heart`, () => {
        const text = 'if (a) { b(a); }';
        const symbols = [...new Set(text)];
        const ids = Array.from(text, character => symbols.indexOf(character));
        const network = new Network(
          { cell, vocabSize: symbols.length, hiddenSize: 24, numLayers: 2 },
          kernels,
        );
        network.initialise(new Random(3));
        const trainer = new NetworkTrainer(network, { batchSize: 1, seqLength: ids.length - 1, gradClip: 5 });
        let loss = Infinity;
        for (let step = 0; step < 200; step++) {
          trainer.resetState();
          loss = trainer.step({ inputs: ids.slice(0, -1), targets: ids.slice(1) }, 0.01).loss;
        }
        assert.ok(loss < 0.05, `the loss is ${loss}`);
        const written = generate(predictorAfter(network, ids.slice(0, 1)), {
          length: ids.length - 1,
          temperature: 0,
          random: new Random(1),
        });
        assert.deepEqual([...written], ids.slice(1));
      });

      it(`${cell} stays finite in a tiny network that is trained long and hard`, () => {
        const network = new Network({ cell, vocabSize: 2, hiddenSize: 1, numLayers: 1 }, kernels);
        network.initialise(new Random(4));
        const trainer = new NetworkTrainer(network, { batchSize: 1, seqLength: 3, gradClip: 5 });
        const random = new Random(5);
        for (let step = 0; step < 2000; step++) {
          // Long runs of one symbol drive the logits far out, and the turn then costs dearly.
          const symbol = Math.floor(step / 500) % 2;
          const targets = [symbol, symbol, symbol];
          const { loss, gradientNorm } = trainer.step({ inputs: randomIds(3, 2, random), targets }, 0.1);
          assert.ok(Number.isFinite(loss) && Number.isFinite(gradientNorm), `step ${step}`);
        }
        assert.ok(network.parameters.every(Number.isFinite));
      });
    }
  });

const lstmNetwork = () => randomNetwork({ cell: 'lstm', ...shape }, new Random(1));

describe('NetworkTrainer', () => {
  it('carries the state from window to window until it is reset', () => {
    const trainer = new NetworkTrainer(lstmNetwork(), options);
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    const first = trainer.step({ inputs: ids, targets: ids }, 0).loss;
    assert.notEqual(trainer.step({ inputs: ids, targets: ids }, 0).loss, first);
    trainer.resetState();
    assert.equal(trainer.step({ inputs: ids, targets: ids }, 0).loss, first);
  });

  it('carries the state of each group by itself', () => {
    const trainer = new NetworkTrainer(lstmNetwork(), { ...options, groups: 3 });
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    const losses = (group: number, count: number) =>
      Array.from({ length: count }, () => trainer.step({ inputs: ids, targets: ids, group }, 0).loss);
    const [first, second, third] = losses(2, 3);
    assert.equal(new Set([first, second, third]).size, 3);
    assert.deepEqual(losses(0, 2), [first, second]);
    assert.deepEqual(losses(1, 1), [first]);
    assert.deepEqual(losses(0, 1), [third]);
    trainer.resetState();
    for (const group of [0, 1, 2]) assert.deepEqual(losses(group, 1), [first]);
  });

  it('keeps the states of all groups one after the other', async () => {
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    const window = { inputs: ids, targets: ids };
    const [one, two] = [1, 2].map(groups => new NetworkTrainer(lstmNetwork(), { ...options, groups }));
    two.step({ ...window, group: 1 }, 0);
    one.step(window, 0);
    const [{ state }, { state: states }] = [await one.exportState(), await two.exportState()];
    assert.ok(states.subarray(0, state.length).every(value => value === 0));
    assert.deepEqual(states.subarray(state.length), state);
  });

  it('does not move without a learning rate, and does with one', () => {
    const still = lstmNetwork();
    const before = Float32Array.from(still.parameters);
    const trainer = new NetworkTrainer(still, options);
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    trainer.step({ inputs: ids, targets: ids }, 0);
    assert.deepEqual(Float32Array.from(still.parameters), before);
    trainer.step({ inputs: ids, targets: ids }, 0.01);
    assert.ok(still.parameters.every((value, i) => value !== before[i] || trainer.gradients[i] === 0));
  });

  it('reports the norm of the gradients before clipping, which clipping does not change', async () => {
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    const loose = new NetworkTrainer(lstmNetwork(), { ...options, gradClip: Infinity });
    const tight = new NetworkTrainer(lstmNetwork(), { ...options, gradClip: 1e-3 });
    const { gradientNorm } = loose.step({ inputs: ids, targets: ids }, 0.01);
    assert.equal(tight.step({ inputs: ids, targets: ids }, 0.01).gradientNorm, gradientNorm);
    assert.ok(Math.abs(Math.hypot(...loose.gradients) - gradientNorm) < 1e-5);
    assert.deepEqual(loose.gradients, tight.gradients);
    // Adam's first mean is a tenth of the gradient that it was given.
    assert.ok(Math.abs(Math.hypot(...(await tight.exportState()).m) - 1e-4) < 1e-6);
    assert.ok(Math.abs(Math.hypot(...(await loose.exportState()).m) - gradientNorm / 10) < 1e-4);
  });

  it('takes a window shorter than seqLength', () => {
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    const long = new NetworkTrainer(lstmNetwork(), { ...options, seqLength: 20 });
    const exact = new NetworkTrainer(lstmNetwork(), options);
    assert.deepEqual(
      long.step({ inputs: ids, targets: ids }, 0.01),
      exact.step({ inputs: ids, targets: ids }, 0.01),
    );
    assert.deepEqual(long.gradients, exact.gradients);
  });

  it('sums the gradients of more rows than are packed at a time', () => {
    const network = lstmNetwork();
    const ids = randomIds(600, shape.vocabSize, new Random(2));
    const whole = new NetworkTrainer(network, { batchSize: 300, seqLength: 2, gradClip: 1 });
    whole.step({ inputs: ids, targets: ids }, 0);
    const part = new NetworkTrainer(network, { batchSize: 50, seqLength: 2, gradClip: 1 });
    const sum = new Float64Array(network.parameterCount);
    for (let first = 0; first < 300; first += 50) {
      const streams = [...ids.slice(first, first + 50), ...ids.slice(300 + first, 350 + first)];
      part.resetState();
      part.step({ inputs: streams, targets: streams }, 0);
      part.gradients.forEach((gradient, i) => (sum[i] += gradient));
    }
    assertClose(
      whole.gradients,
      sum.map(gradient => gradient / 6),
      1e-6,
      'gradients',
    );
  });

  it('does not count negative targets', () => {
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    const masked = ids.map((id, i) => (i < 6 ? id : -1));
    const trainer = new NetworkTrainer(lstmNetwork(), options);
    const { loss } = trainer.step({ inputs: ids, targets: masked }, 0);
    const pass = new ForwardPass(lstmNetwork(), options);
    pass.run(ids, options.seqLength);
    const losses = pass.trace.losses(ids).slice(0, 6);
    assert.ok(Math.abs(loss - losses.reduce((sum, value) => sum + value) / 6) < 1e-6);
    const none = trainer.step({ inputs: ids, targets: ids.map(() => -1) }, 0);
    assert.deepEqual(none, { loss: 0, gradientNorm: 0 });
  });

  it('leaves parameters and Adam alone when the loss is not finite', async () => {
    const broken = lstmNetwork();
    broken.parameter('output.bias')[0] = NaN;
    broken.parametersChanged();
    const before = Float32Array.from(broken.parameters);
    const trainer = new NetworkTrainer(broken, options);
    const ids = randomIds(10, shape.vocabSize, new Random(2));
    assert.ok(Number.isNaN(trainer.step({ inputs: ids, targets: ids }, 0.01).loss));
    assert.equal(trainer.stepCount, 0);
    assert.deepEqual(Float32Array.from(broken.parameters), before);
    assert.ok((await trainer.exportState()).m.every(value => value === 0));
  });

  it('refuses ids that do not fit', () => {
    const trainer = new NetworkTrainer(lstmNetwork(), options);
    assert.throws(
      () => trainer.step({ inputs: [1, 2, 3], targets: [1, 2, 3] }, 0.01),
      /3 inputs and 3 targets for 2 streams/,
    );
    assert.throws(() => trainer.step({ inputs: [1, 2], targets: [1] }, 0.01), /2 inputs and 1 targets/);
    assert.throws(
      () => trainer.step({ inputs: [1, 6], targets: [1, 2] }, 0.01),
      /Symbol 6; the vocabulary .* has 6/,
    );
    assert.throws(() => trainer.step({ inputs: [1, 2], targets: [1, 6] }, 0.01), /Symbol 6/);
    assert.throws(
      () => trainer.step({ inputs: [1, 2], targets: [1, 2], group: 1 }, 0.01),
      /Group 1; there are 1/,
    );
    const twelve = Array.from({ length: 12 }, () => 0);
    assert.throws(() => trainer.step({ inputs: twelve, targets: twelve }, 0.01), /A window of 6 steps/);
  });

  it('refuses the state of another network', async () => {
    const refuses = (saved: TrainerState, message: RegExp) =>
      assert.rejects(new NetworkTrainer(lstmNetwork(), options).importState(saved), {
        name: 'RangeError',
        message,
      });
    const other = randomNetwork({ cell: 'lstm', ...shape, hiddenSize: 6 }, new Random(1));
    await refuses(await new NetworkTrainer(other, options).exportState(), /State of .* parameters/);
    const exported = (changes: Partial<TrainerOptions>) =>
      new NetworkTrainer(lstmNetwork(), { ...options, ...changes }).exportState();
    await refuses(await exported({ batchSize: 3 }), /A state of/);
    await refuses(await exported({ groups: 3 }), /A state of/);
  });
});

/** Parameters that a training from this seed starts from. */
function startOf(seed: number): Float32Array {
  const network = new Network({ cell: 'lstm', ...shape }, createSpecificationKernels);
  network.initialise(new Random(seed));
  return network.parameters;
}

describe('initialise', () => {
  it('is repeatable, and another for another seed', () => {
    assert.deepEqual(startOf(1), startOf(1));
    assert.notDeepEqual(startOf(1), startOf(2));
  });

  it('keeps each weight in its range and uses the whole of it', async () => {
    const network = new Network(
      { cell: 'gru', vocabSize: 40, hiddenSize: 25, numLayers: 2 },
      createSpecificationKernels,
    );
    network.initialise(new Random(1));
    for (const { name, shape: size } of network.layout.views) {
      const greatest = Math.max(...network.parameter(name).map(Math.abs));
      const range = size.length === 1 ? 0 : name === 'rnn.weight_ih_l0' ? 2 : 1 / Math.sqrt(25);
      assert.ok(greatest <= range && greatest >= 0.98 * range, `${name} reaches ${greatest}`);
    }
  });
});
