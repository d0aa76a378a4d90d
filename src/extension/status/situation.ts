import type { Language } from '../../protocol/languages.ts';
import type { Manner } from '../../protocol/manners.ts';
import type { ModelState } from '../trainedModel/modelService.ts';
import type { StoredModel } from '../trainedModel/modelStore.ts';
import type { TrainingState } from '../training/trainingController.ts';

/** All that decides what the status bar says, what its menu offers and which commands there are. */
export interface Situation {
  training: TrainingState;
  /** What trains, once it is known. */
  engine: string | undefined;
  model: ModelState;
  /** How far the workspace's files are learnt anew for suggestions, 0..1; undefined when they are. */
  learning: number | undefined;
  /** Undefined until it was looked for. */
  stored: StoredModel | undefined;
  /** A run that was stopped was begun by itself, and goes on so when nobody works. */
  goesOnByItself: boolean;
  /** Text that a training has drawn can be shown. */
  hasSample: boolean;
  /** Of the document that the user is at work on, if it is one that a model could know. */
  document: { language: Language; suggests: boolean; manner: Manner } | undefined;
  /** The inspector is what the user looks at. */
  isInspecting: boolean;
}

/** The model that came with Cellscope is in use. */
export function usesStarter({ model }: Pick<Situation, 'model'>): boolean {
  return model.kind === 'loaded' && model.model.isStarter;
}

/** A run that was stopped and that this window can go on with. */
export function resumable({
  training,
  stored,
}: Pick<Situation, 'training' | 'stored'>): StoredModel['unfinished'] {
  if (training.phase !== 'idle' || stored?.trainedElsewhere) return undefined;
  return stored?.unfinished;
}

/** For the `when` and `enablement` clauses in package.json, each with `cellscope.` before its name. */
export function contextKeys(situation: Situation): Record<string, string | boolean> {
  const { training, model, stored, hasSample } = situation;
  return {
    training: training.phase,
    /** Of the workspace, or the starter. */
    isReady: model.kind === 'loaded',
    hasModel: stored?.exists === true,
    canResume: training.phase === 'paused' || resumable(situation) !== undefined,
    canDiscardUpdate: resumable(situation)?.kind === 'update',
    hasSample,
  };
}
