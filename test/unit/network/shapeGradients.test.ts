import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { cellTypes, recurrentCell } from '../../../src/model/network/cells/cells.ts';
import type { HeadShape } from '../../../src/model/network/heads/heads.ts';
import type { InputShape } from '../../../src/model/network/inputs/input.ts';
import { type AnyNetwork, Network } from '../../../src/model/network/network.ts';
import type { NetworkShape } from '../../../src/model/network/networkConfig.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import type { Intervention } from '../../../src/model/network/pass/interventions.ts';
import { type Sequences, SequenceTrainer } from '../../../src/model/network/training/sequenceTrainer.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { randomIds, relativeError } from './networks.ts';

/** As in gradientCheck.test.ts: a term left out, doubled or of the wrong step is off by 1e-1 and more. */
const TOLERANCE = 1e-2;
const STEP = 0.03;
const [B, T, H, LAYERS] = [2, 5, 4, 2];

const everyStep: HeadShape = { name: 'output', kind: 'softmax', outputs: 5, steps: 'every' };

interface Case {
  name: string;
  input: InputShape;
  heads: readonly HeadShape[];
  /** a gradient of the state at the end is handed in */
  end?: true;
}

const cases: Case[] = [
  {
    name: 'vectors in, a sigmoid at every step',
    input: { kind: 'vectors', size: 3 },
    heads: [{ name: 'answers', kind: 'sigmoid', outputs: 3, steps: 'every' }],
  },
  {
    name: 'vectors in, softmax at the last step only',
    input: { kind: 'vectors', size: 6 },
    heads: [{ name: 'class', kind: 'softmax', outputs: 4, steps: 'last' }],
  },
  { name: 'nothing in, softmax at every step', input: { kind: 'zeros' }, heads: [everyStep] },
  {
    name: 'nothing in and no head, a gradient handed in',
    input: { kind: 'zeros' },
    heads: [],
    end: true,
  },
  {
    name: 'symbols in, two heads, a gradient handed in',
    input: { kind: 'symbols', size: 5 },
    heads: [everyStep, { name: 'verdict', kind: 'sigmoid', outputs: 1, steps: [1, 3, 4] }],
    end: true,
  },
];

const normals = (count: number, random: Random) =>
  Float32Array.from({ length: count }, () => 2 * random.next() - 1);

function networkOf(shape: NetworkShape, random: Random): AnyNetwork {
  const network = new Network(shape, createSpecificationKernels);
  network.parameters.set(normals(network.parameterCount, random));
  network.parametersChanged();
  return network;
}

function targetsOf({ kind, outputs, steps }: HeadShape, random: Random): number[] {
  const rows = B * (steps === 'every' ? T : steps === 'last' ? 1 : steps.length);
  const targets =
    kind === 'softmax'
      ? randomIds(rows, outputs, random)
      : [...normals(rows * outputs, random)].map(Math.abs);
  // One that does not count.
  targets[targets.length - 1] = -1;
  return targets;
}

/** What the gradients are of: the loss, and the end's state times what is handed in; in 64 bits. */
class Objective {
  readonly pass: ForwardPass;
  private readonly sequences: Sequences;
  private readonly dState: Float32Array | undefined;

  constructor(network: AnyNetwork, sequences: Sequences, dState: Float32Array | undefined) {
    this.pass = new ForwardPass(network, { batchSize: B, seqLength: T });
    this.sequences = sequences;
    this.dState = dState;
  }

  value(interventions: readonly Intervention[] = []): number {
    const { inputs, state, targets } = this.sequences;
    this.pass.writeState(state!);
    const trace = this.pass.run(inputs, T, { interventions });
    let value = 0;
    for (const [name, expected] of Object.entries(targets)) {
      const counted = Array.from(expected).filter(target => target >= 0).length;
      for (const loss of trace.head(name).losses(expected)) value += loss / counted;
    }
    const end = new Float32Array(this.pass.stateLength);
    this.pass.readState(end);
    this.dState?.forEach((gradient, i) => (value += gradient * end[i]));
    return value;
  }
}

/** Derivative from four points. */
function slope(at: (distance: number) => number): number {
  return (8 * (at(STEP) - at(-STEP)) - (at(2 * STEP) - at(-2 * STEP))) / (12 * STEP);
}

/** Of an array that the objective reads, changed in place. */
function slopes(values: Float32Array, objective: () => number): number[] {
  return Array.from(values, (value, i) =>
    slope(distance => {
      values[i] = value + distance;
      const result = objective();
      values[i] = value;
      return result;
    }),
  );
}

function assertGradient(computed: ArrayLike<number>, measured: readonly number[], what: string): void {
  assert.ok(
    measured.some(value => Math.abs(value) > 1e-3),
    `${what} is not tried`,
  );
  const error = relativeError(computed, measured);
  assert.ok(error < TOLERANCE, `${what} is off by ${error}`);
}

describe('gradients of networks of other shapes against measured differences', () => {
  for (const cell of cellTypes)
    for (const [number, { name, input, heads, end }] of cases.entries())
      it(`${cell}, ${name}`, () => {
        const random = new Random(50 + number);
        const shape = { cell, hiddenSize: H, numLayers: LAYERS, input, heads };
        const network = networkOf(shape, random);
        const wishes = ['steps', 'start', 'inputs'] as const;
        const trainer = new SequenceTrainer(network, { batchSize: B, seqLength: T, gradClip: 1, wishes });
        const { stateLength } = trainer.pass;
        const inputs =
          input.kind === 'symbols'
            ? Float32Array.from(randomIds(T * B, input.size, random))
            : normals(input.kind === 'zeros' ? 0 : T * B * input.size, random);
        const targets = Object.fromEntries(heads.map(head => [head.name, targetsOf(head, random)]));
        const state = normals(stateLength, random);
        const dState = end && normals(stateLength, random);
        const sequences = { inputs, length: T, targets, state };
        trainer.forward(sequences);
        trainer.backward(dState);
        const { gradients, gradientTrace } = trainer;

        const objective = new Objective(network, sequences, dState);
        const measuredParameters = slopes(network.parameters, () => {
          network.parametersChanged();
          return objective.value();
        });
        network.parametersChanged();
        for (const { name: parameter, offset, length } of network.layout.views)
          assertGradient(
            gradients.subarray(offset, offset + length),
            measuredParameters.slice(offset, offset + length),
            parameter,
          );
        const measuredStart = slopes(state, () => objective.value());
        assertGradient(gradientTrace.start(), measuredStart, 'the start');
        if (input.kind === 'vectors') {
          const measuredInputs = slopes(inputs, () => objective.value());
          assertGradient(gradientTrace.inputs(), measuredInputs, 'what was read');
        }

        // The gradient of h after a step is what the objective changes by when h is set there.
        objective.value();
        const { trace } = objective.pass;
        for (let layer = 0; layer < LAYERS; layer++) {
          const kept = { h: trace.hidden(layer).slice(), c: trace.memory(layer)?.slice() };
          for (const quantity of recurrentCell(cell).hasMemory ? (['h', 'c'] as const) : (['h'] as const)) {
            const values = kept[quantity]!;
            const measured = Array.from(values, (value, i) => {
              const [t, stream, place] = [Math.floor(i / (B * H)), Math.floor(i / H) % B, i % H];
              const where = { stream, layer, quantity, cell: place, from: t, to: t + 1 };
              return slope(distance => objective.value([{ ...where, value: value + distance }]));
            });
            const computed = quantity === 'h' ? gradientTrace.hidden(layer) : gradientTrace.memory(layer);
            assertGradient(computed, measured, `${quantity} of layer ${layer}`);
          }
        }
      });

  it('are only there where they were wished for', () => {
    const shape = { cell: 'rnn', hiddenSize: H, numLayers: 1, input: { kind: 'zeros' }, heads: [everyStep] };
    const network = networkOf(shape as NetworkShape, new Random(1));
    const trainer = new SequenceTrainer(network, { batchSize: B, seqLength: T, gradClip: 1 });
    trainer.step({ inputs: [], length: T, targets: { output: randomIds(T * B, 5, new Random(2)) } }, 0);
    assert.throws(() => trainer.gradientTrace.start(), /the wish 'start'/);
    assert.throws(() => trainer.gradientTrace.hidden(0), /the wish 'steps'/);
    assert.throws(() => trainer.gradientTrace.inputs(), /the wish 'inputs'/);
  });
});
