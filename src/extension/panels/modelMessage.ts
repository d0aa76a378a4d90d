import type { HostEvent } from '../../protocol/inspector.ts';
import type { ModelState } from '../trainedModel/modelService.ts';
import type { TrainingController } from '../training/trainingController.ts';

/** Where even the starter is not there. */
const NO_MODEL =
  'There is no model to look through: the one that comes with Cellscope cannot be used, as the log says, and none has been trained on this workspace yet.';

/** What the inspector's page is told about the model. */
export function modelMessage(state: ModelState, training: TrainingController): HostEvent {
  const running = training.state.phase !== 'idle';
  if (state.kind === 'loaded') {
    const { isStarter, cellType, layers, units, quantities, step, revision, validationBitsPerChar } =
      state.model;
    const measured = validationBitsPerChar === undefined ? {} : { validationBitsPerChar };
    return {
      kind: 'model',
      revision,
      isStarter,
      cellType,
      layers,
      units,
      quantities,
      step,
      training: running,
      ...measured,
    };
  }
  if (state.kind === 'unreadable') return { kind: 'noModel', message: state.message, canTrain: !running };
  if (running) return firstTraining(training);
  const missing = state.kind === 'missing';
  const message = missing ? NO_MODEL : 'Looking for the model…';
  return { kind: 'noModel', message, canTrain: missing };
}

function firstTraining({ state }: TrainingController): HostEvent {
  const message = 'The first model is being trained; its cells appear with its first checkpoint.';
  const share = 'progress' in state && state.progress ? { share: state.progress.share } : {};
  return { kind: 'noModel', message, canTrain: false, ...share };
}
