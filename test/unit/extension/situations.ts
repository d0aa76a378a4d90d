import type { Situation } from '../../../src/extension/status/situation.ts';
import type { LoadedModel } from '../../../src/protocol/modelMessages.ts';
import type { TrainingProgress } from '../../../src/protocol/trainingMessages.ts';

export const loadedModel: LoadedModel = {
  state: 'loaded',
  revision: 1,
  isStarter: false,
  cellType: 'lstm',
  layers: 1,
  units: 256,
  quantities: ['h', 'c'],
  step: 1000,
  languages: ['c'],
  features: { c: [], latex: [], other: [] },
  unfinished: false,
  validationBitsPerChar: 1.68,
  quality: 'well',
};

export const progress: TrainingProgress = {
  step: 149,
  epoch: 1,
  trainLoss: 2,
  trainBitsPerChar: 2.91,
  charsPerSecond: 95_000,
  secondsLeft: 70,
  share: 0.427,
};

/** A C file is being edited, in a workspace with a model of C, unless told otherwise. */
export function situation(changes: Partial<Situation> = {}): Situation {
  return {
    training: { phase: 'idle' },
    engine: undefined,
    model: { kind: 'loaded', model: loadedModel },
    learning: undefined,
    stored: { exists: true, trainedElsewhere: false },
    goesOnByItself: false,
    hasSample: false,
    document: { language: 'c', suggests: true, manner: 'quiet' },
    isInspecting: false,
    ...changes,
  };
}

/** What a workspace has before its first training. */
export const starter = {
  model: { kind: 'loaded', model: { ...loadedModel, isStarter: true } },
  stored: { exists: false, trainedElsewhere: false },
} as const satisfies Partial<Situation>;

/** No model, and nothing in sight that one could know. */
export const nothing = {
  model: { kind: 'missing' },
  stored: { exists: false, trainedElsewhere: false },
  document: undefined,
} as const satisfies Partial<Situation>;
