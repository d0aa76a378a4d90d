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
import { checkedLength, checkState } from '../../../model/network/training/trainingChecks.ts';
import { adamStep, type Learnt } from './adamStep.ts';
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
  private learnt: Learnt;
  /** for each parameter 1 if it decays, else 0 */
  private readonly decaying: TensorId;
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
    this.decaying = this.tensors.floats(decaying);
    const zeros = new Float32Array(layout.count);
    this.learnt = this.learntFrom({ m: zeros, v: zeros });
  }

  step(window: TrainingWindow, learningRate: number): StepResult {
    const { options, network } = this;
    // TensorFlow gives zeros, or an error that names no symbol, for what is not in the vocabulary.
    checkedLength(window, { ...options, vocabSize: network.config.vocabSize });
    const { group = 0 } = window;
    const ids = { inputs: Int32Array.from(window.inputs), targets: Int32Array.from(window.targets) };
    try {
      return this.learn(group, ids, learningRate);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TrainerFailure(`TensorFlow failed in a training step: ${reason}`, { stateIsWhole: true });
    }
  }

  resetState(): void {
    this.replaceStates(new Float32Array(this.stateFloats));
  }

  async publishParameters(): Promise<void> {
    if (!this.parametersAreNews) return;
    this.network.parameters.set(this.tensors.read(this.learnt.weights));
    this.network.parametersChanged();
    this.parametersAreNews = false;
  }

  async exportState(): Promise<TrainerState> {
    const state = new Float32Array(this.stateFloats);
    const { length } = this.states;
    this.states.forEach((id, group) => state.set(this.tensors.read(id), (group * state.length) / length));
    const [m, v] = [this.learnt.m, this.learnt.v].map(id => this.tensors.read(id));
    return { stepCount: this.stepCount, m, v, state };
  }

  async importState(saved: TrainerState): Promise<void> {
    checkState(saved, { parameters: this.network.parameterCount, state: this.stateFloats });
    this.tensors.delete(Object.values(this.learnt));
    this.learnt = this.learntFrom(saved);
    this.parametersAreNews = false;
    this.stepCount = saved.stepCount;
    this.replaceStates(saved.state);
  }

  dispose(): Promise<void> {
    this.tensors.delete([...this.states, ...Object.values(this.learnt), this.decaying]);
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
  private learntFrom({ m, v }: Pick<TrainerState, 'm' | 'v'>): Learnt {
    const [weights, ...means] = [this.network.parameters, m, v].map(values => this.tensors.floats(values));
    return { weights, m: means[0], v: means[1] };
  }

  /** All that a step changes is changed at its end, so that one that fails leaves everything as it was. */
  private learn(
    group: number,
    ids: { inputs: Int32Array; targets: Int32Array },
    learningRate: number,
  ): StepResult {
    const { tensors, network, options, learnt, decaying } = this;
    const before = { parameters: learnt.weights, state: this.states[group], batchSize: options.batchSize };
    const result: StepResult = { loss: NaN, gradientNorm: NaN };
    const [state, ...now] = tensors.scope(() => {
      const run = forwardAndBack(tensors, network, before, ids);
      result.loss = run.loss;
      result.gradientNorm = Math.sqrt(2 * tensors.read(tensors.one('L2Loss', [run.gradient]))[0]);
      if (!isUsable(result)) return [run.state];
      const { gradClip, ...adam } = options;
      const scale = tensors.scalar(clipScale(result.gradientNorm, gradClip));
      const gradient = tensors.one('Mul', [run.gradient, scale]);
      const count = this.stepCount + 1;
      const correction1 = 1 / (1 - adam.beta1 ** count);
      const correction2 = 1 / (1 - adam.beta2 ** count);
      const step = { ...adam, learningRate, correction1, correction2 };
      const { weights, m, v } = adamStep(tensors, learnt, { gradient, decaying }, step);
      return [run.state, weights, m, v];
    });
    tensors.delete([before.state]);
    this.states[group] = state;
    if (now.length > 0) {
      tensors.delete(Object.values(learnt));
      this.learnt = { weights: now[0], m: now[1], v: now[2] };
      this.stepCount++;
      this.parametersAreNews = true;
    }
    return result;
  }
}
