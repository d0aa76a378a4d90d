import type { Model } from '../../files/modelFiles.ts';
import { carryOver } from '../../network/carryOver.ts';

type Weights = Pick<Model, 'network' | 'vocabulary'>;

/**
 * Takes the weights of a model over into a network that differs in nothing but its symbols, symbol by symbol: one that
 * the model does not know gets those of the unknown one, which is how its character was read until now. Gives a function
 * that takes over Adam's means likewise.
 */
export function carryWeights(from: Weights, to: Weights): (means: Float32Array) => Float32Array {
  const sources = to.vocabulary.symbolsIn(from.vocabulary);
  const carry = (values: Float32Array, into: Float32Array) => {
    carryOver({ from: from.network, to: to.network }, sources, { values, into });
    return into;
  };
  carry(from.network.parameters, to.network.parameters);
  to.network.parametersChanged();
  return means => carry(means, new Float32Array(to.network.parameterCount));
}
