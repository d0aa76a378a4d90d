import { type Action, actions } from './actions.ts';
import { resumable, type Situation } from './situation.ts';

/** What can be done now, the likeliest first. */
export function menuChoices(situation: Situation): Action[] {
  const { model } = situation;
  const { toggle, inspect, showLog } = actions;
  const withModel = model.kind === 'loaded' ? [toggle, inspect] : [];
  return [...trainingChoices(situation), ...withModel, showLog];
}

function trainingChoices(situation: Situation): Action[] {
  const { training, hasSample, stored } = situation;
  const { stop, stopAndKeep, pause, resume, showSample, train, discardUpdate } = actions;
  const sample = hasSample ? [showSample] : [];
  switch (training.phase) {
    case 'idle': {
      if (stored?.trainedElsewhere) return sample;
      const discard = resumable(situation)?.kind === 'update' ? [discardUpdate] : [];
      return [...(stored?.exists ? startChoices(situation) : [train]), ...discard, ...sample];
    }
    case 'reading':
      return [stop];
    case 'running':
    case 'paused': {
      const isUpdate = training.progress?.bitsPerCharBefore !== undefined;
      const end = training.progress && !isUpdate ? stopAndKeep : stop;
      return [training.phase === 'paused' ? resume : pause, end, ...sample];
    }
    case 'stopping':
      return [];
  }
}

/** How a training can begin where there is a model: by going on from it, or anew. */
export function startChoices(situation: Pick<Situation, 'training' | 'stored'>): Action[] {
  const { resume, update, trainAnew } = actions;
  return [...(resumable(situation) ? [resume] : []), update, trainAnew];
}
