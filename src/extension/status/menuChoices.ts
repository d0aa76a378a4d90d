import { mannerWords } from '../../protocol/manners.ts';
import { type Action, actions } from './actions.ts';
import { resumable, type Situation, usesStarter } from './situation.ts';

/** What can be done now, the likeliest first. */
export function menuChoices(situation: Situation): Action[] {
  const { model, training, goesOnByItself } = situation;
  const { inspect, getStarted, showLog } = actions;
  const withModel = model.kind === 'loaded' ? [...suggestionChoices(situation), inspect] : [];
  // Once there is a model it is suggestions that one comes here for: whoever strikes Enter shall not train.
  const isAtRest = training.phase === 'idle' && (goesOnByItself || !resumable(situation));
  const ofTraining = trainingChoices(situation);
  const last = [getStarted, showLog];
  // What to do next, for one who has a model of his own still before him.
  if (isAtRest && usesStarter(situation))
    return [inspect, ...ofTraining, ...suggestionChoices(situation), ...last];
  return [...(isAtRest ? [...withModel, ...ofTraining] : [...ofTraining, ...withModel]), ...last];
}

function suggestionChoices({ document }: Situation): Action[] {
  const { switchOff, switchOn, toggle, manner, snooze, explain, statistics } = actions;
  if (!document) return [toggle, statistics];
  if (!document.suggests) return [switchOn, explain, statistics];
  const { name, detail } = mannerWords[document.manner];
  const chosen = { ...manner, label: `Manner: ${name}`, detail: `${detail}; choose another one here` };
  return [switchOff, chosen, snooze, explain, statistics];
}

function trainingChoices(situation: Situation): Action[] {
  const { training, hasSample, stored } = situation;
  const { stop, stopAndKeep, finishNow, pause, resume, train, trainOwn, discardUpdate } = actions;
  const { showSample, showTraining } = actions;
  const sample = hasSample ? [showSample] : [];
  switch (training.phase) {
    case 'idle': {
      const curves = stored?.exists ? [showTraining] : [];
      if (stored?.trainedElsewhere) return [...curves, ...sample];
      const discard = resumable(situation)?.kind === 'update' ? [discardUpdate] : [];
      const first = usesStarter(situation) ? trainOwn : train;
      return [...(stored?.exists ? startChoices(situation) : [first]), ...discard, ...curves, ...sample];
    }
    case 'reading':
      return [stop];
    case 'running':
    case 'paused': {
      const isUpdate = training.progress?.bitsPerCharBefore !== undefined;
      const end = training.progress && !isUpdate ? stopAndKeep : stop;
      const isPaused = training.phase === 'paused';
      return [...(isPaused ? [resume, showTraining] : [showTraining, pause]), end, ...sample];
    }
    case 'finishing':
      return [showTraining, finishNow, ...sample];
    case 'stopping':
      return [];
  }
}

/** How a training can begin where there is a model: by going on from it, or anew. */
export function startChoices(situation: Pick<Situation, 'training' | 'stored'>): Action[] {
  const { resume, update, trainAnew } = actions;
  return [...(resumable(situation) ? [resume] : []), update, trainAnew];
}
