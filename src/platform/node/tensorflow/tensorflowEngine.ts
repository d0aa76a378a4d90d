import type { TrainingEngine } from '../../../model/training/trainingEngine.ts';
import type { TensorflowPlaces } from '../../../protocol/engineChoice.ts';
import { findTensorflow } from './findTensorflow.ts';
import { TensorflowTrainer } from './tensorflowTrainer.ts';

/**
 * Training by TensorFlow's own operations, which has as many threads as TensorFlow takes. Rejects with a UserError when
 * there is no tfjs-node that works. Not for the extension host: see findTensorflow.
 */
export function createTensorflowEngine(places: TensorflowPlaces): Promise<TrainingEngine> {
  return new Promise(resolve => {
    const { binding, version } = findTensorflow(places);
    resolve({
      name: `tensorflow ${version} (libtensorflow ${binding.TF_Version})`,
      threadsFor: () => 0,
      createTrainer: (network, options) => Promise.resolve(new TensorflowTrainer(binding, network, options)),
    });
  });
}
