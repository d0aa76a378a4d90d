import { InputWeights } from './inputWeights.ts';
import { ParameterVariable } from './parameterVariable.ts';
import type { TensorId } from './tensorflowBinding.ts';
import type { LayerInput, LayerRun, LayerSetting, TensorflowLayer } from './tensorflowLayer.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/** What a window is run with. G is H for each of the cell's gates. */
export interface StepwiseInput {
  /** W_ih x of all steps, (T*B, G) */
  products: TensorId;
  /** h before the window, (B, H) */
  before: TensorId;
  /** W_hh, (H, G) */
  weights: TensorId;
  /** b_ih, (G) */
  inputBias: TensorId;
  /** b_hh, (G) */
  recurrentBias: TensorId;
  /** T */
  length: number;
}

/** The gradients that a step hands on. */
export interface StepGradients {
  /** of W_ih x + b_ih, (B, G) */
  sums: TensorId;
  /** of W_hh h + b_hh, (B, G): the same tensor in a cell that only adds the two up */
  hidden: TensorId;
  /** of h before the step, besides what comes through W_hh, (B, H) */
  kept?: TensorId;
}

/**
 * A layer of plain operations, step by step, with gradients written by hand. `Step` is what a step leaves for the way
 * back.
 */
export abstract class StepwiseLayer<Step> implements TensorflowLayer {
  readonly variables: readonly ParameterVariable[];
  protected readonly ops: TensorflowOps;
  protected readonly size: { B: number; H: number };
  private readonly input: InputWeights;
  /** (H, G) */
  private readonly recurrent: ParameterVariable;
  private readonly inputBias: ParameterVariable;
  private readonly recurrentBias: ParameterVariable;

  constructor(setting: LayerSetting) {
    const { ops, config, batchSize, view } = setting;
    this.ops = ops;
    this.size = { B: batchSize, H: config.hiddenSize };
    this.input = new InputWeights(setting);
    this.recurrent = new ParameterVariable(ops, { views: [view('rnn.weight_hh')], layout: 'flipped' });
    this.inputBias = new ParameterVariable(ops, { views: [view('rnn.bias_ih')], layout: 'as it is' });
    this.recurrentBias = new ParameterVariable(ops, { views: [view('rnn.bias_hh')], layout: 'as it is' });
    this.variables = [this.input.variable, this.recurrent, this.inputBias, this.recurrentBias];
  }

  /** h (B, H) after each step, and what the steps leave. */
  protected abstract forward(input: StepwiseInput): { h: TensorId[]; steps: readonly Step[] };

  /** dh is the gradient of h after the step, (B, H). */
  protected abstract stepBackward(step: Step, dh: TensorId): StepGradients;

  run(input: LayerInput, [before]: readonly TensorId[], length: number): LayerRun {
    const { ops } = this;
    const weights = this.recurrent.weights.tensor();
    const inputs = this.input.run(input);
    const { h, steps } = this.forward({
      products: inputs.gates,
      before,
      weights,
      inputBias: this.inputBias.weights.tensor(),
      recurrentBias: this.recurrentBias.weights.tensor(),
      length,
    });
    return {
      h: this.rows(h),
      state: [h[length - 1]],
      backward: dh => {
        const { sums, hidden } = this.stepsBackward(dh, steps, weights);
        const hBefore = this.rows([before, ...h.slice(0, -1)]);
        const below = inputs.backward(sums);
        const inputBias = ops.sumRows(sums);
        const recurrentBias = hidden === sums ? inputBias : ops.sumRows(hidden);
        return {
          variables: [below.weights, ops.matMulTransposedA(hBefore, hidden), inputBias, recurrentBias],
          input: below.input,
        };
      },
    };
  }

  /** From dh (T*B, H) the gradients of the sums of all steps, (T*B, G). */
  private stepsBackward(
    dh: TensorId,
    steps: readonly Step[],
    weights: TensorId,
  ): Pick<StepGradients, 'sums' | 'hidden'> {
    const { ops } = this;
    const { B, H } = this.size;
    const fromAbove = ops.unstack(ops.reshape(dh, [steps.length, B, H]), steps.length);
    const sums: TensorId[] = [];
    const hidden: TensorId[] = [];
    let carried: TensorId | undefined;
    for (let t = steps.length - 1; t >= 0; t--) {
      const all = carried === undefined ? fromAbove[t] : ops.add(fromAbove[t], carried);
      const step = this.stepBackward(steps[t], all);
      sums[t] = step.sums;
      hidden[t] = step.hidden;
      if (t === 0) break;
      const throughWeights = ops.matMulTransposedB(step.hidden, weights);
      carried = step.kept === undefined ? throughWeights : ops.add(step.kept, throughWeights);
    }
    const allSums = this.rows(sums);
    return { sums: allSums, hidden: sums[0] === hidden[0] ? allSums : this.rows(hidden) };
  }

  /** Parts (B, columns), one a step, one below the other: (T*B, columns). */
  private rows(parts: readonly TensorId[]): TensorId {
    return this.ops.reshape(this.ops.stack(parts), [parts.length * this.size.B, -1]);
  }
}
