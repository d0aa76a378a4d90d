import type { TensorId, Tensors } from './tensors.ts';

/** What is learnt: the weights and Adam's two means, each a row of floats in the order of the parameters. */
export interface Learnt {
  weights: TensorId;
  m: TensorId;
  v: TensorId;
}

/** What a step of Adam does; the corrections are those of kernels.ts. */
interface AdamOptions {
  learningRate: number;
  /** times the learning rate: the share that goes of the weights that decay */
  weightDecay: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  correction1: number;
  correction2: number;
}

/** What is learnt after a step of PyTorch's Adam. `decaying` is 1 for a weight that decays, else 0. */
export function adamStep(
  tensors: Tensors,
  { weights, m, v }: Learnt,
  { gradient, decaying }: { gradient: TensorId; decaying: TensorId },
  { learningRate, weightDecay, beta1, beta2, epsilon, correction1, correction2 }: AdamOptions,
): Learnt {
  const add = (a: TensorId, b: TensorId) => tensors.one('AddV2', [a, b]);
  const subtract = (a: TensorId, b: TensorId) => tensors.one('Sub', [a, b]);
  const scaled = (x: TensorId, factor: number) => tensors.one('Mul', [x, tensors.scalar(factor)]);
  const towards = (mean: TensorId, value: TensorId, beta: number) =>
    add(mean, scaled(subtract(value, mean), 1 - beta));

  const mNow = towards(m, gradient, beta1);
  const vNow = towards(v, tensors.one('Square', [gradient]), beta2);
  const root = tensors.one('Sqrt', [scaled(vNow, correction2)]);
  const direction = tensors.one('Div', [mNow, add(root, tensors.scalar(epsilon))]);
  const share = scaled(decaying, learningRate * weightDecay);
  const kept = weightDecay === 0 ? weights : subtract(weights, tensors.one('Mul', [weights, share]));
  return { weights: subtract(kept, scaled(direction, learningRate * correction1)), m: mNow, v: vNow };
}
