export interface TrainerOptions {
  /** B: streams side by side */
  batchSize: number;
  /** T: the most steps in one window, over which gradients reach back */
  seqLength: number;
  /** G: groups of B streams that take turns, each with states of its own; 1 unless given */
  groups?: number;
  /** greatest norm of all gradients together; Infinity switches clipping off */
  gradClip: number;
  /** decay of Adam's mean of the gradients, 0.9 unless given */
  beta1?: number;
  /** decay of Adam's mean of their squares, 0.999 unless given */
  beta2?: number;
  /** added to Adam's denominator, 1e-8 unless given */
  epsilon?: number;
  /** times the learning rate: the share that goes in each step of the weights from cells to cells; 0 unless given */
  weightDecay?: number;
}

/** What is to be learnt from in one step. */
export interface TrainingWindow {
  /** (T, B) symbols, inputs[t * B + b]; T may be less than the trainer's seqLength */
  inputs: ArrayLike<number>;
  /** the symbols that follow them; a negative one does not count */
  targets: ArrayLike<number>;
  /** whose streams these are, from 0; 0 unless given */
  group?: number;
}

export interface StepResult {
  /** mean over the window's targets, nats per character */
  loss: number;
  /** of all gradients together, before clipping */
  gradientNorm: number;
}

/** With the network's parameters, all that training has to remember to go on exactly. */
export interface TrainerState {
  stepCount: number;
  /** Adam's means, in the order of the parameters */
  m: Float32Array;
  v: Float32Array;
  /** states of the streams, group after group, each laid out as ForwardPass has it */
  state: Float32Array;
}

/** Whether a step may move the parameters: a network whose numbers have blown up is left as it was. */
export function isUsable({ loss, gradientNorm }: StepResult): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

/** Scale of the gradients, as torch.nn.utils.clip_grad_norm_ has it. */
export function clipScale(norm: number, greatest: number): number {
  return Math.min(1, greatest / (norm + 1e-6));
}

/** What learns. There are several, for one thread or many, or by TensorFlow; each learns the same from the same. */
export interface Trainer {
  /** Steps of Adam so far. */
  readonly stepCount: number;

  /**
   * Learns from one window. Each stream of its group goes on from where the group's last window ended; the others stay
   * where they are. When loss or gradient are not finite, the parameters and Adam are left as they were. Throws a
   * TrainerFailure when the trainer has broken down.
   */
  step(window: TrainingWindow, learningRate: number): StepResult | Promise<StepResult>;

  /** Every stream of every group starts from the zero state again. */
  resetState(): void;

  /**
   * Writes what was learnt into the parameters of the network, where it is not there already. To be awaited before
   * anyone else reads them: an engine's memory may be elsewhere.
   */
  publishParameters(): Promise<void>;

  /** Copies. With the parameters they let another trainer go on with exactly the same losses. */
  exportState(): Promise<TrainerState>;

  /** Takes up the parameters that the network has now, and the state that goes with them; no step before it resolves. */
  importState(saved: TrainerState): Promise<void>;

  /** Ends threads and frees what the network's own memory does not hold. */
  dispose(): Promise<void>;
}

/** The trainer has broken down in the middle of a step, and takes no other one. */
export class TrainerFailure extends Error {
  /** Whether parameters and state are those before the step, so that a checkpoint of them is good. */
  readonly stateIsWhole: boolean;

  constructor(message: string, { stateIsWhole }: { stateIsWhole: boolean }) {
    super(message);
    this.name = 'TrainerFailure';
    this.stateIsWhole = stateIsWhole;
  }
}
