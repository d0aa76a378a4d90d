import type { NetworkConfig } from '../../../model/network/networkConfig.ts';
import type { ParameterLayout, ParameterView } from '../../../model/network/parameters.ts';
import { GruLayer } from './gruLayer.ts';
import { LstmLayer } from './lstmLayer.ts';
import type { ParameterVariable } from './parameterVariable.ts';
import { RnnLayer } from './rnnLayer.ts';
import type { TensorId } from './tensorflowBinding.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/** What a layer reads: in the lowest the symbols, (T*B); above the h of the layer below, (T*B, H). */
export type LayerInput = { kind: 'symbols'; ids: TensorId } | { kind: 'hidden'; h: TensorId };

/** What a layer did in a window, and the way back through it. */
export interface LayerRun {
  /** (T*B, H) */
  h: TensorId;
  /** h (B, H) after the window, and c after it where the cell has a memory */
  state: TensorId[];
  /** dh (T*B, H) is the gradient of h. */
  backward(dh: TensorId): LayerGradients;
}

export interface LayerGradients {
  /** one for each of the layer's variables, in their order */
  variables: TensorId[];
  /** of the h of the layer below, (T*B, H); none where symbols were read */
  input: TensorId | undefined;
}

/** One recurrent layer in TensorFlow's operations. All that it makes belongs to the scope that is open. */
export interface TensorflowLayer {
  readonly variables: readonly ParameterVariable[];
  /** Runs `length` steps from the state, as LayerRun gives it. */
  run(input: LayerInput, state: readonly TensorId[], length: number): LayerRun;
}

/** What a layer is made from. */
export interface LayerSetting {
  ops: TensorflowOps;
  config: NetworkConfig;
  batchSize: number;
  /** The layer's own parameter by the start of its name, such as rnn.weight_ih. */
  view: (name: string) => ParameterView;
}

export function createLayer(
  layer: number,
  { layout, ...rest }: Omit<LayerSetting, 'view'> & { layout: ParameterLayout },
): TensorflowLayer {
  const view = (name: string) => layout.views.find(each => each.name === `${name}_l${layer}`)!;
  const setting = { ...rest, view };
  switch (rest.config.cell) {
    case 'rnn':
      return new RnnLayer(setting);
    case 'lstm':
      return new LstmLayer(setting);
    case 'gru':
      return new GruLayer(setting);
  }
}
