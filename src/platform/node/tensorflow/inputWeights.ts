import { ParameterVariable } from './parameterVariable.ts';
import type { TensorId } from './tensorflowBinding.ts';
import type { LayerInput, LayerSetting } from './tensorflowLayer.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/** W_ih of a layer, for all steps of a window at once. A symbol needs no product: it is a row of the table. */
export class InputWeights {
  /** (I, G) */
  readonly variable: ParameterVariable;
  private readonly ops: TensorflowOps;
  private readonly vocabSize: number;

  constructor({ ops, config, view }: LayerSetting) {
    this.ops = ops;
    this.vocabSize = config.vocabSize;
    this.variable = new ParameterVariable(ops, { views: [view('rnn.weight_ih')], layout: 'flipped' });
  }

  /** gates (T*B, G), and the way back: the gradients of the weights and of h below. */
  run(input: LayerInput): { gates: TensorId; backward: (dGates: TensorId) => InputGradients } {
    const { ops, vocabSize } = this;
    const table = this.variable.weights.tensor();
    if (input.kind === 'symbols')
      return {
        gates: ops.gatherRows(table, input.ids),
        backward: dGates => ({ weights: ops.sumRowsById(dGates, input.ids, vocabSize), input: undefined }),
      };
    return {
      gates: ops.matMul(input.h, table),
      backward: dGates => ({
        weights: ops.matMulTransposedA(input.h, dGates),
        input: ops.matMulTransposedB(dGates, table),
      }),
    };
  }
}

export interface InputGradients {
  weights: TensorId;
  input: TensorId | undefined;
}
