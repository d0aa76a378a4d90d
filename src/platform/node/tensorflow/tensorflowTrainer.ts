import type { Network } from '../../../model/network/network.ts';
import {
  clipScale,
  isUsable,
  type StepResult,
  type Trainer,
  TrainerFailure,
  type TrainerOptions,
  type TrainerState,
  type TrainingWindow,
} from '../../../model/network/training/trainer.ts';
import { checkedLength, checkState } from '../../../model/network/training/trainingWindow.ts';
import { OutputLayer } from './outputLayer.ts';
import { adamScalars, adamStep, type ParameterVariable } from './parameterVariable.ts';
import type { TensorflowBinding, TensorId } from './tensorflowBinding.ts';
import { createLayer, type LayerInput, type TensorflowLayer } from './tensorflowLayer.ts';
import { TensorflowOps } from './tensorflowOps.ts';

/**
 * Does what NetworkTrainer does by TensorFlow's operations. The parameters live in TensorFlow, and are the network's
 * again after `publishParameters`. Everything is synchronous.
 */
export class TensorflowTrainer implements Trainer {
  stepCount = 0;
  private readonly network: Network;
  private readonly options: Required<TrainerOptions>;
  private readonly ops: TensorflowOps;
  private readonly layers: readonly TensorflowLayer[];
  private readonly output: OutputLayer;
  /** of all layers, and the output's at the end */
  private readonly variables: readonly ParameterVariable[];
  /** of each group, of all layers, the lowest first: h (B, H), and c (B, H) where the cell has a memory */
  private states: TensorId[][];
  private readonly tensorsOfLayer: number;
  private parametersAreNews = false;

  constructor(binding: TensorflowBinding, network: Network, options: TrainerOptions) {
    this.network = network;
    this.options = { groups: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, ...options };
    const ops = new TensorflowOps(binding);
    this.ops = ops;
    const { config, layout } = network;
    const { batchSize } = options;
    this.layers = Array.from({ length: config.numLayers }, (_, layer) =>
      createLayer(layer, { ops, config, batchSize, layout }),
    );
    this.output = new OutputLayer(ops, layout);
    this.variables = [...this.layers, this.output].flatMap(each => each.variables);
    this.tensorsOfLayer = config.cell === 'lstm' ? 2 : 1;
    this.states = this.zeroStates();
    const zeros = new Float32Array(network.parameterCount);
    this.load({ m: zeros, v: zeros });
  }

  step(window: TrainingWindow, learningRate: number): StepResult {
    const { vocabSize } = this.network.config;
    // TensorFlow gives zeros, or an error that names no symbol, for what is not in the vocabulary.
    const length = checkedLength(window, { ...this.options, vocabSize });
    const { group = 0 } = window;
    const [ids, labels] = [Int32Array.from(window.inputs), Int32Array.from(window.targets)];
    const result: StepResult = { loss: NaN, gradientNorm: NaN };
    const gradients = this.orFailure({ stateIsWhole: true }, () => {
      const before = this.states[group];
      const made = this.ops.scope(() => {
        const run = this.forwardAndBack(before, ids, labels, length);
        result.loss = run.loss;
        result.gradientNorm = this.norm(run.gradients);
        return [...run.state, ...run.gradients];
      });
      this.states[group] = made.slice(0, before.length);
      this.ops.delete(before);
      return made.slice(before.length);
    });
    this.orFailure({ stateIsWhole: false }, () => {
      if (isUsable(result)) this.learn(gradients, result.gradientNorm, learningRate);
      // A layer's two biases share one.
      this.ops.delete(new Set(gradients));
    });
    return result;
  }

  resetState(): void {
    this.ops.delete(this.states.flat());
    this.states = this.zeroStates();
  }

  publishParameters(): void {
    if (!this.parametersAreNews) return;
    for (const { weights } of this.variables) weights.store(this.network.parameters);
    this.network.parametersChanged();
    this.parametersAreNews = false;
  }

  exportState(): TrainerState {
    const m = new Float32Array(this.network.parameterCount);
    const v = new Float32Array(this.network.parameterCount);
    for (const variable of this.variables) {
      variable.m.store(m);
      variable.v.store(v);
    }
    const tensors = this.states.flat();
    const state = new Float32Array(this.stateFloats * tensors.length);
    tensors.forEach((id, index) => state.set(this.ops.readFloats(id), index * this.stateFloats));
    return { stepCount: this.stepCount, m, v, state };
  }

  importState(saved: TrainerState): void {
    const before = this.states.flat();
    const state = this.stateFloats * before.length;
    checkState(saved, { parameters: this.network.parameterCount, state });
    this.load(saved);
    this.stepCount = saved.stepCount;
    let start = 0;
    this.states = this.states.map(tensors =>
      tensors.map(() =>
        this.ops.floats(saved.state.subarray(start, (start += this.stateFloats)), this.stateShape),
      ),
    );
    this.ops.delete(before);
  }

  dispose(): Promise<void> {
    for (const variable of this.variables) variable.dispose();
    this.ops.delete(this.states.flat());
    this.states = [];
    return Promise.resolve();
  }

  /** h or c of one layer */
  private get stateShape(): number[] {
    return [this.options.batchSize, this.network.config.hiddenSize];
  }

  private get stateFloats(): number {
    return this.options.batchSize * this.network.config.hiddenSize;
  }

  private zeroStates(): TensorId[][] {
    const count = this.layers.length * this.tensorsOfLayer;
    return Array.from({ length: this.options.groups }, () =>
      Array.from({ length: count }, () => this.ops.zeros(this.stateShape)),
    );
  }

  /** The network's parameters, and Adam's means. */
  private load({ m, v }: { m: Float32Array; v: Float32Array }): void {
    for (const variable of this.variables) {
      variable.weights.load(this.network.parameters);
      variable.m.load(m);
      variable.v.load(v);
    }
    this.parametersAreNews = false;
  }

  private forwardAndBack(start: readonly TensorId[], ids: Int32Array, targets: Int32Array, length: number) {
    const { ops, tensorsOfLayer } = this;
    let input: LayerInput = { kind: 'symbols', ids: ops.integers(ids, [ids.length]) };
    const runs = [];
    for (const [index, layer] of this.layers.entries()) {
      const state = start.slice(index * tensorsOfLayer, (index + 1) * tensorsOfLayer);
      const run = layer.run(input, state, length);
      runs.push(run);
      input = { kind: 'hidden', h: run.h };
    }
    const { loss, variables, dh } = this.output.run(runs[runs.length - 1].h, targets);
    const gradients: TensorId[][] = [variables];
    let above: TensorId | undefined = dh;
    for (const run of runs.toReversed()) {
      const back = run.backward(above!);
      gradients.unshift(back.variables);
      above = back.input;
    }
    return { loss, gradients: gradients.flat(), state: runs.flatMap(run => run.state) };
  }

  /** Of all gradients together. */
  private norm(gradients: readonly TensorId[]): number {
    const halves = new Map<TensorId, number>();
    let squares = 0;
    for (const id of gradients) {
      const half = halves.get(id) ?? this.ops.halfSquares(id);
      halves.set(id, half);
      squares += 2 * half;
    }
    return Math.sqrt(squares);
  }

  private learn(gradients: readonly TensorId[], norm: number, learningRate: number): void {
    const { ops } = this;
    const { gradClip, beta1, beta2, epsilon } = this.options;
    const count = this.stepCount + 1;
    const correction1 = 1 / (1 - beta1 ** count);
    const correction2 = 1 / (1 - beta2 ** count);
    const scale = clipScale(norm, gradClip);
    this.decay(learningRate);
    ops.scope(() => {
      const scalars = adamScalars(ops, { learningRate, beta1, beta2, epsilon, correction1, correction2 });
      const scaleTensor = ops.scalar(scale);
      this.variables.forEach((variable, index) => {
        const gradient = scale < 1 ? ops.multiply(gradients[index], scaleTensor) : gradients[index];
        adamStep(ops, variable, gradient, scalars);
      });
      return [];
    });
    this.stepCount = count;
    this.parametersAreNews = true;
  }

  /** Takes from the weights that decay what goes in a step, before it. */
  private decay(learningRate: number): void {
    const { ops } = this;
    const { weightDecay } = this.options;
    if (weightDecay === 0) return;
    const decaying = this.variables.filter(variable => variable.decays);
    // In a scope of its own: as long as what was read of a variable lives, a change of it takes a copy.
    const changes = ops.scope(() => {
      const share = ops.scalar(learningRate * weightDecay);
      return decaying.map(variable => variable.shareOfDecaying(share));
    });
    decaying.forEach((variable, index) => variable.weights.subtract(changes[index]));
    ops.delete(changes);
  }

  private orFailure<T>(options: { stateIsWhole: boolean }, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TrainerFailure(`TensorFlow failed in a training step: ${reason}`, options);
    }
  }
}
