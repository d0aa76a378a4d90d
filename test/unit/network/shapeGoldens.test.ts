import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Network } from '../../../src/model/network/network.ts';
import type { NetworkShape } from '../../../src/model/network/networkConfig.ts';
import { SequenceTrainer } from '../../../src/model/network/training/sequenceTrainer.ts';
import { assertClose, kernelImplementations } from './networks.ts';

/** What test/golden/makeGoldens.py writes into shapes.json. */
interface ShapeGolden {
  shape: NetworkShape;
  batchSize: number;
  seqLength: number;
  inputs: number[];
  startState: number[];
  targets: Record<string, number[]>;
  logits: Record<string, number[]>;
  loss: number;
  endState: number[];
  dState?: number[];
  parameters: Record<string, number[]>;
  gradients: Record<string, number[]>;
  startGradient: number[];
  inputGradient?: number[];
}

const TOLERANCE = 1e-5;
const goldens = JSON.parse(readFileSync('test/golden/shapes.json', 'utf8')) as ShapeGolden[];

function nameOf({ shape, dState }: ShapeGolden): string {
  const heads = shape.heads.map(({ kind, steps }) => `${kind} at ${String(steps)}`);
  return [shape.cell, `${shape.input.kind} in`, ...heads, ...(dState ? ['a gradient handed in'] : [])].join(
    ', ',
  );
}

/** A trainer that has read the golden's sequences, and gone back over them. */
function trained(golden: ShapeGolden, kernels: KernelFactory) {
  const { shape, batchSize, seqLength, inputs, targets, dState } = golden;
  const network = new Network(shape, kernels);
  for (const [name, values] of Object.entries(golden.parameters)) network.parameter(name).set(values);
  network.parametersChanged();
  const wishes = ['start' as const, ...(golden.inputGradient ? (['inputs'] as const) : [])];
  const trainer = new SequenceTrainer(network, { batchSize, seqLength, gradClip: 1, wishes });
  const state = Float32Array.from(golden.startState);
  const loss = trainer.forward({ inputs, length: seqLength, targets, state });
  trainer.backward(dState && Float32Array.from(dState));
  return { network, trainer, loss };
}

for (const implementation of kernelImplementations)
  describe(`PyTorch's numbers for other shapes on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });

    for (const golden of goldens)
      it(nameOf(golden), () => {
        const { network, trainer, loss } = trained(golden, kernels);
        assert.deepEqual(
          network.layout.views.map(({ name }) => name),
          Object.keys(golden.parameters),
        );
        assertClose([loss], [golden.loss], TOLERANCE, 'loss');
        const end = new Float32Array(trainer.pass.stateLength);
        trainer.pass.readState(end);
        assertClose(end, golden.endState, TOLERANCE, 'state');
        for (const { name, offset, length } of network.layout.views) {
          const gradient = trainer.gradients.subarray(offset, offset + length);
          assertClose(gradient, golden.gradients[name], TOLERANCE, name);
        }
        assertClose(trainer.gradientTrace.start(), golden.startGradient, TOLERANCE, 'start');
        if (golden.inputGradient)
          assertClose(trainer.gradientTrace.inputs(), golden.inputGradient, TOLERANCE, 'inputs');
        for (const [name, logits] of Object.entries(golden.logits))
          assertClose(trainer.pass.trace.head(name).logits(), logits, TOLERANCE, `logits of ${name}`);
      });
  });
