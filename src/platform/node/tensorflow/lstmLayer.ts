import { ParameterVariable } from './parameterVariable.ts';
import type { OpAttribute, TensorId } from './tensorflowBinding.ts';
import type { LayerInput, LayerRun, LayerSetting, TensorflowLayer } from './tensorflowLayer.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/**
 * A window by TensorFlow's fused operations BlockLSTMV2 and BlockLSTMGradV2. Their gates lie as i, f, c, o, which is
 * PyTorch's order (its g is their c); their weights are those of input and state in one, (I + H, 4H).
 */
export class LstmLayer implements TensorflowLayer {
  readonly variables: readonly ParameterVariable[];
  private readonly ops: TensorflowOps;
  private readonly size: { B: number; H: number; V: number };
  /** (I + H, 4H) */
  private readonly weights: ParameterVariable;
  private readonly biases: readonly ParameterVariable[];
  private readonly peephole: OpAttribute;
  private readonly clip: OpAttribute;

  constructor({ ops, config, batchSize, view }: LayerSetting) {
    this.ops = ops;
    this.size = { B: batchSize, H: config.hiddenSize, V: config.vocabSize };
    const views = [view('rnn.weight_ih'), view('rnn.weight_hh')];
    this.weights = new ParameterVariable(ops, { views, layout: 'flipped' });
    this.biases = ['rnn.bias_ih', 'rnn.bias_hh'].map(
      name => new ParameterVariable(ops, { views: [view(name)], layout: 'as it is' }),
    );
    this.variables = [this.weights, ...this.biases];
    this.peephole = { name: 'use_peephole', type: ops.binding.TF_ATTR_BOOL, value: false };
    // 0: not at all
    this.clip = { name: 'cell_clip', type: ops.binding.TF_ATTR_FLOAT, value: 0 };
  }

  run(input: LayerInput, [hBefore, cBefore]: readonly TensorId[], length: number): LayerRun {
    const { ops } = this;
    const { B, H } = this.size;
    const [biasIh, biasHh] = this.biases.map(each => each.weights.tensor());
    const noPeephole = ops.zeros([H]);
    const inputs = [
      ops.long(length),
      this.inputSequence(input, length),
      cBefore,
      hBefore,
      this.weights.weights.tensor(),
      noPeephole,
      noPeephole,
      noPeephole,
      ops.add(biasIh, biasHh),
    ];
    const float = ops.type('T', 'float');
    const outputs = ops.many('BlockLSTMV2', [this.clip, this.peephole, float], inputs, 7);
    const [c, h] = [outputs[1], outputs[6]];
    return {
      h: ops.reshape(h, [length * B, H]),
      state: [ops.row(h, length - 1), ops.row(c, length - 1)],
      backward: dh => {
        const gradientOfC = ops.zeros([length, B, H]);
        const gradientOfH = ops.reshape(dh, [length, B, H]);
        const given = [...inputs, ...outputs, gradientOfC, gradientOfH];
        const gradients = ops.many('BlockLSTMGradV2', [this.peephole, float], given, 8);
        const [dx, dWeights, dBias] = [gradients[0], gradients[3], gradients[7]];
        return {
          variables: [dWeights, dBias, dBias],
          input: input.kind === 'symbols' ? undefined : ops.reshape(dx, [length * B, H]),
        };
      },
    };
  }

  /** (T, B, I): the operation takes no table of inputs, so that symbols are one-hot. */
  private inputSequence(input: LayerInput, length: number): TensorId {
    const { B, H, V } = this.size;
    if (input.kind === 'hidden') return this.ops.reshape(input.h, [length, B, H]);
    return this.ops.reshape(this.ops.oneHot(input.ids, V), [length, B, V]);
  }
}
