import { UserError } from '../../base/userError.ts';
import { shapeSettings, type ShapeSetting, type TrainingSettings } from '../../files/trainingSettings.ts';
import { loadModel, type Model } from '../../files/modelFiles.ts';
import type { Storage } from '../../files/storage.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { Network } from '../../network/network.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import type { Corpus } from '../../text/corpus.ts';
import type { TrainingNotice } from '../trainingNotice.ts';
import { carryWeights } from './carryWeights.ts';
import { checkpointAtStart, type StartCheckpoint, type StartOptions } from './startCheckpoint.ts';

type Shape = Pick<TrainingSettings, ShapeSetting>;

/** A model whose weights a run begins with in place of chance, such as the starter. */
export interface StartingModel {
  storage: Storage;
  /** What the user has chosen of the network's shape. The rest is as the model has it. */
  asked: Partial<Shape>;
}

/**
 * The model to begin with; undefined where it is of another shape than is asked for, or cannot be used, which is told:
 * then the run begins with fresh weights.
 */
export async function openStartingModel(
  { storage, asked }: StartingModel,
  { kernels, tell }: { kernels: KernelFactory; tell: (notice: TrainingNotice) => void },
): Promise<Model | undefined> {
  let model: Model;
  try {
    model = await loadModel(storage, kernels);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tell({ kind: 'starterNotUsed', problem: error.message });
    return undefined;
  }
  const has = shapeOf(model);
  for (const setting of shapeSettings) {
    const wanted = asked[setting];
    if (wanted === undefined || wanted === has[setting]) continue;
    tell({ kind: 'starterDoesNotFit', setting, wanted: String(wanted), has: String(has[setting]) });
    return undefined;
  }
  return model;
}

export function shapeOf({ network, vocabulary }: Pick<Model, 'network' | 'vocabulary'>): Shape {
  const { cell, numLayers, hiddenSize } = network.config;
  return { tokens: vocabulary.tokens, cell, numLayers, hiddenSize };
}

/**
 * A run at its first step with the weights of a model, symbol by symbol. A character that the model does not know has
 * weights of its own from here on, which begin as those of the unknown one.
 */
export function checkpointFromModel(
  model: Model,
  corpus: Corpus<Alphabet>,
  { settings, kernels, globs }: StartOptions,
): StartCheckpoint {
  const network = new Network({ ...model.network.config, vocabSize: corpus.vocabulary.size }, kernels);
  carryWeights(model, { network, vocabulary: corpus.vocabulary });
  const { model: begun, record } = checkpointAtStart(network, corpus, { settings, globs });
  return { model: begun, record: { ...record, fromStarter: true } };
}
