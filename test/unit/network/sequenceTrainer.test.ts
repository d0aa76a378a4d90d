import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { type AnyNetwork, Network } from '../../../src/model/network/network.ts';
import type { NetworkShape } from '../../../src/model/network/networkConfig.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';
import { SequenceTrainer } from '../../../src/model/network/training/sequenceTrainer.ts';
import { clipScale } from '../../../src/model/network/training/trainer.ts';
import { copyOf, kernelImplementations, loadWasm, randomIds, randomNetwork } from './networks.ts';

const B = 16;

function newNetwork(shape: Omit<NetworkShape, 'numLayers'>, kernels: KernelFactory): AnyNetwork {
  const network = new Network({ ...shape, numLayers: 1 }, kernels);
  network.initialise(new Random(1));
  return network;
}

for (const { name, load } of kernelImplementations.filter(one => one.name !== 'specification'))
  describe(`SequenceTrainer on ${name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await load();
    });

    for (const cell of cellTypes) {
      it(`${cell} learns to say at the end which number was greater at the start: many to one`, () => {
        const length = 6;
        const network = newNetwork(
          {
            cell,
            hiddenSize: 16,
            input: { kind: 'vectors', size: 2 },
            heads: [{ name: 'greater', kind: 'sigmoid', outputs: 1, steps: 'last' }],
          },
          kernels,
        );
        const trainer = new SequenceTrainer(network, { batchSize: B, seqLength: length, gradClip: 1 });
        const random = new Random(2);
        const task = () => {
          const inputs = Float32Array.from({ length: length * B * 2 }, () => random.next());
          const greater = Array.from({ length: B }, (_, b) => (inputs[2 * b] > inputs[2 * b + 1] ? 1 : 0));
          return { inputs, length, targets: { greater } };
        };
        for (let step = 0; step < 600; step++) trainer.step(task(), 0.01);
        const test = task();
        trainer.forward(test);
        const chances = trainer.pass.trace.head('greater').probabilities();
        const right = test.targets.greater.filter((yes, b) => chances[b] > 0.5 === (yes === 1)).length;
        assert.ok(right >= B - 2, `${right} of ${B} are right`);
      });

      it(`${cell} learns to count down from what its state says: one to many`, () => {
        const length = 5;
        const network = newNetwork(
          {
            cell,
            hiddenSize: 12,
            input: { kind: 'zeros' },
            heads: [{ name: 'output', kind: 'softmax', outputs: 6, steps: 'every' }],
          },
          kernels,
        );
        const trainer = new SequenceTrainer(network, { batchSize: 6, seqLength: length, gradClip: 1 });
        // The stream b begins with the state that names it.
        const state = new Float32Array(trainer.pass.stateLength);
        for (let b = 0; b < 6; b++) state[b * 12 + b] = 1;
        const output = Array.from({ length: length * 6 }, (_, i) => Math.max(0, (i % 6) - Math.floor(i / 6)));
        let loss = Infinity;
        for (let step = 0; step < 400; step++)
          ({ loss } = trainer.step({ inputs: [], length, targets: { output }, state }, 0.02));
        assert.ok(loss < 0.1, `the loss is ${loss}`);
      });

      it(`${cell}: a decoder says backwards what an encoder has read, and both learn it together`, () => {
        const length = 3;
        const encoder = new SequenceTrainer(
          newNetwork({ cell, hiddenSize: 24, input: { kind: 'symbols', size: 3 }, heads: [] }, kernels),
          { batchSize: B, seqLength: length, gradClip: 1 },
        );
        const decoder = new SequenceTrainer(
          newNetwork(
            {
              cell,
              hiddenSize: 24,
              input: { kind: 'zeros' },
              heads: [{ name: 'output', kind: 'softmax', outputs: 3, steps: 'every' }],
            },
            kernels,
          ),
          { batchSize: B, seqLength: length, gradClip: 1, wishes: ['start'] },
        );
        const random = new Random(3);
        const state = new Float32Array(encoder.pass.stateLength);
        let loss = Infinity;
        for (let step = 0; step < 700; step++) {
          const inputs = randomIds(length * B, 3, random);
          const output = inputs.map((_, i) => inputs[(length - 1 - Math.floor(i / B)) * B + (i % B)]);
          encoder.forward({ inputs, length, targets: {} });
          encoder.pass.readState(state);
          loss = decoder.forward({ inputs: [], length, targets: { output }, state });
          decoder.backward();
          encoder.backward(decoder.gradientTrace.start());
          const norm = Math.hypot(encoder.gradientNorm(), decoder.gradientNorm());
          const move = { learningRate: 0.01, gradientScale: clipScale(norm, 1) };
          encoder.update(move);
          decoder.update(move);
        }
        // ln 3 without the encoder.
        assert.ok(loss < 0.2, `the loss is ${loss}`);
      });
    }
  });

describe('SequenceTrainer', () => {
  const shape = { cell: 'lstm', vocabSize: 6, hiddenSize: 8, numLayers: 2 } as const;
  const options = { batchSize: 2, seqLength: 5, gradClip: 0.5, weightDecay: 0.1 };

  it('learns from a text what NetworkTrainer learns, to the bit', async () => {
    const kernels = await loadWasm();
    const network = randomNetwork(shape, new Random(1), { kernels });
    const [streams, sequences] = [copyOf(network, kernels), copyOf(network, kernels)];
    const streamTrainer = new NetworkTrainer(streams, options);
    const sequenceTrainer = new SequenceTrainer(sequences, options);
    const random = new Random(2);
    for (let step = 0; step < 5; step++) {
      const [inputs, targets] = [randomIds(10, 6, random), randomIds(10, 6, random)];
      streamTrainer.resetState();
      assert.deepEqual(
        sequenceTrainer.step({ inputs, length: 5, targets: { output: targets } }, 0.01),
        streamTrainer.step({ inputs, targets }, 0.01),
      );
      assert.deepEqual(sequences.parameters, streams.parameters);
    }
  });

  it('leaves the parameters alone when the loss is not finite', () => {
    const network = randomNetwork(shape, new Random(1));
    network.parameter('output.bias')[0] = NaN;
    network.parametersChanged();
    const before = Float32Array.from(network.parameters);
    const trainer = new SequenceTrainer(network, options);
    const ids = randomIds(10, 6, new Random(2));
    assert.ok(Number.isNaN(trainer.step({ inputs: ids, length: 5, targets: { output: ids } }, 0.1).loss));
    assert.equal(trainer.stepCount, 0);
    assert.deepEqual(Float32Array.from(network.parameters), before);
  });

  it('refuses what does not fit', () => {
    const trainer = new SequenceTrainer(randomNetwork(shape, new Random(1)), options);
    const ids = randomIds(10, 6, new Random(2));
    const refuses = (changes: object, message: RegExp) =>
      assert.throws(() => trainer.forward({ inputs: ids, length: 5, targets: {}, ...changes }), message);
    refuses({ targets: { other: ids } }, /No head other; there are output/);
    refuses({ inputs: ids.slice(1) }, /9 symbols where 10 are needed/);
    refuses({ length: 6 }, /A run of 6 steps/);
    refuses({ targets: { output: [7] } }, /1 symbols where 10 are needed/);
    trainer.forward({ inputs: ids, length: 5, targets: { output: ids } });
    assert.throws(() => trainer.backward(new Float32Array(3)), /The gradient of 3 floats of a state of 64/);
  });
});
