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
import { AdamVariable } from './adamVariable.ts';
import { forwardAndBack } from './forwardAndBack.ts';
import { tensorflowCell } from './tensorflowCells.ts';
import { type TensorflowBinding, type TensorId, Tensors } from './tensors.ts';

/**
 * Does what NetworkTrainer does by TensorFlow's operations. The parameters live in TensorFlow, and are the network's
 * again after `publishParameters`. All of it is done in the thread that calls, before a promise is given.
 */
export class TensorflowTrainer implements Trainer {
  stepCount = 0;
  private readonly network: Network;
  private readonly options: Required<TrainerOptions>;
  private readonly tensors: Tensors;
  private readonly variable: AdamVariable;
  /** of each group: h, and c where the cell has a memory, of all layers, the lowest first, (rows, H) */
  private states: TensorId[];
  private readonly stateShape: readonly [number, number];
  private parametersAreNews = false;

  constructor(binding: TensorflowBinding, network: Network, options: TrainerOptions) {
    this.network = network;
    this.options = { groups: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, ...options };
    const { config, layout } = network;
    this.tensors = new Tensors(binding);
    const rows = config.numLayers * tensorflowCell(config.cell).stateCount * options.batchSize;
    this.stateShape = [rows, config.hiddenSize];
    this.states = this.statesFrom(new Float32Array(this.stateFloats));
    const decaying = new Float32Array(layout.count);
    for (const { offset, length, decays } of layout.views)
      decaying.fill(Number(decays), offset, offset + length);
    this.variable = new AdamVariable(this.tensors, decaying);
    const zeros = new Float32Array(layout.count);
    this.load({ m: zeros, v: zeros });
  }

  step(window: TrainingWindow, learningRate: number): StepResult {
    const { options, network, tensors } = this;
    // TensorFlow gives zeros, or an error that names no symbol, for what is not in the vocabulary.
    checkedLength(window, { ...options, vocabSize: network.config.vocabSize });
    const { group = 0 } = window;
    const ids = { inputs: Int32Array.from(window.inputs), targets: Int32Array.from(window.targets) };
    const result: StepResult = { loss: NaN, gradientNorm: NaN };
    const gradient = orFailure({ stateIsWhole: true }, () => {
      const before = this.states[group];
      const [after, all] = tensors.scope(() => {
        const parameters = this.variable.weights.read();
        const { batchSize } = options;
        const run = forwardAndBack(tensors, network, { parameters, state: before, batchSize }, ids);
        result.loss = run.loss;
        result.gradientNorm = Math.sqrt(2 * tensors.read(tensors.one('L2Loss', [run.gradient]))[0]);
        return [run.state, run.gradient];
      });
      this.states[group] = after;
      tensors.delete([before]);
      return all;
    });
    orFailure({ stateIsWhole: false }, () => {
      if (isUsable(result)) this.learn(gradient, result.gradientNorm, learningRate);
      tensors.delete([gradient]);
    });
    return result;
  }

  resetState(): void {
    this.replaceStates(new Float32Array(this.stateFloats));
  }

  async publishParameters(): Promise<void> {
    if (!this.parametersAreNews) return;
    this.network.parameters.set(this.variable.weights.values());
    this.network.parametersChanged();
    this.parametersAreNews = false;
  }

  async exportState(): Promise<TrainerState> {
    const state = new Float32Array(this.stateFloats);
    const { length } = this.states;
    this.states.forEach((id, group) => state.set(this.tensors.read(id), (group * state.length) / length));
    return { stepCount: this.stepCount, m: this.variable.m.values(), v: this.variable.v.values(), state };
  }

  async importState(saved: TrainerState): Promise<void> {
    checkState(saved, { parameters: this.network.parameterCount, state: this.stateFloats });
    this.load(saved);
    this.stepCount = saved.stepCount;
    this.replaceStates(saved.state);
  }

  dispose(): Promise<void> {
    this.variable.dispose();
    this.tensors.delete(this.states);
    this.states = [];
    return Promise.resolve();
  }

  /** of all groups */
  private get stateFloats(): number {
    const [rows, columns] = this.stateShape;
    return this.options.groups * rows * columns;
  }

  private statesFrom(floats: Float32Array): TensorId[] {
    const { groups } = this.options;
    const size = floats.length / groups;
    return Array.from({ length: groups }, (_, group) =>
      this.tensors.floats(floats.subarray(group * size, (group + 1) * size), this.stateShape),
    );
  }

  private replaceStates(floats: Float32Array): void {
    const before = this.states;
    this.states = this.statesFrom(floats);
    this.tensors.delete(before);
  }

  /** The network's parameters, and Adam's means. */
  private load({ m, v }: Pick<TrainerState, 'm' | 'v'>): void {
    this.variable.weights.load(this.network.parameters);
    this.variable.m.load(m);
    this.variable.v.load(v);
    this.parametersAreNews = false;
  }

  private learn(gradient: TensorId, norm: number, learningRate: number): void {
    const { tensors } = this;
    const { gradClip, ...adam } = this.options;
    const count = this.stepCount + 1;
    const correction1 = 1 / (1 - adam.beta1 ** count);
    const correction2 = 1 / (1 - adam.beta2 ** count);
    const scale = clipScale(norm, gradClip);
    const [clipped] = tensors.scope(() => [tensors.one('Mul', [gradient, tensors.scalar(scale)])]);
    this.variable.step(clipped, { ...adam, learningRate, correction1, correction2 });
    tensors.delete([clipped]);
    this.stepCount = count;
    this.parametersAreNews = true;
  }
}

function orFailure<T>(options: { stateIsWhole: boolean }, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainerFailure(`TensorFlow failed in a training step: ${reason}`, options);
  }
}
