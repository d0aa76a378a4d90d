import type { Checkpoint } from '../../files/modelFiles.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { Network } from '../../network/network.ts';
import { Random } from '../../base/random.ts';
import type { TrainerState } from '../../network/training/trainer.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import type { Corpus } from '../../text/corpus.ts';
import { formatFileHashes } from '../../text/fileHashes.ts';
import { countSymbols, streamGroups } from '../../text/streamGroups.ts';
import type { TrainingSettings } from '../../files/trainingSettings.ts';

/** A checkpoint to begin with: what it does not have of the trainer's state is as it is at the start. */
export type StartCheckpoint = Omit<Checkpoint, 'trainer'> & { trainer?: Partial<TrainerState> };

export interface StartOptions {
  settings: TrainingSettings;
  kernels: KernelFactory;
  /** The user's globs, kept in model.json so that the model is evaluated on like files. */
  globs?: readonly string[] | undefined;
}

/** A run at its first step, with fresh weights. */
export function freshCheckpoint(corpus: Corpus<Alphabet>, options: StartOptions): StartCheckpoint {
  const { cell, hiddenSize, numLayers, seed } = options.settings;
  const vocabSize = corpus.vocabulary.size;
  const network = new Network({ cell, hiddenSize, numLayers, vocabSize }, options.kernels);
  network.initialise(new Random(seed));
  return checkpointAtStart(network, corpus, options);
}

/** G of a run that begins. */
export function streamGroupsOf({ training }: Corpus<Alphabet>, settings: TrainingSettings): number {
  return streamGroups(countSymbols(training), settings);
}

/** A run at its first step: `network` is to learn the corpus. */
export function checkpointAtStart(
  network: Network,
  corpus: Corpus<Alphabet>,
  { settings, globs = [] }: Pick<StartOptions, 'settings' | 'globs'>,
): StartCheckpoint {
  const { vocabulary, languages, training, validation, digest, splitRule } = corpus;
  return {
    model: {
      network,
      vocabulary,
      languages,
      globs: [...globs],
      heldOut: validation.map(file => file.path),
      history: [],
      trainedCharacters: 0,
    },
    record: {
      settings,
      corpusDigest: digest,
      finished: false,
      step: 0,
      position: { epoch: 0, window: 0 },
      streamGroups: streamGroupsOf(corpus, settings),
      seconds: 0,
      learningRateScale: 1,
      splitRule,
      learnt: formatFileHashes(training.map(file => file.hash)),
    },
  };
}
