import { readModelJson } from '../files/modelFiles.ts';
import type { ModelJson } from '../files/modelJson.ts';
import { findResumable } from '../files/pendingUpdate.ts';
import type { Storage } from '../files/storage.ts';
import type { TrainingSettings } from '../files/trainingSettings.ts';
import type { StartingModel } from './start/startFromModel.ts';
import type { UpdateRequest } from './start/updateModel.ts';

/** How a run begins. */
export type TrainingStart =
  /**
   * Begins anew, with fresh weights or with those of `from`. What is in the storage stays until the first checkpoint
   * replaces it.
   */
  | { mode: 'restart'; settings: TrainingSettings; from?: StartingModel }
  /**
   * Goes on exactly from the checkpoint in the storage, that of an update if there is one, with its settings. Only the
   * budget may be changed: a larger one trains a finished model on.
   */
  | { mode: 'resume'; changes?: Partial<TrainingSettings> }
  /**
   * Goes on from what the model in the storage has learnt, with the files as they are now: a new run from its first
   * step. The model stays until the update is finished, and for good where held-out text is then predicted worse.
   */
  | ({ mode: 'update' } & UpdateRequest);

/** What a run goes on from, as far as its description says; undefined where that is nothing. */
export async function earlierOf(
  mode: TrainingStart['mode'],
  storage: Storage,
): Promise<ModelJson | undefined> {
  if (mode === 'restart') return undefined;
  return mode === 'resume' ? (await findResumable(storage)).json : await readModelJson(storage);
}

/** B of a run that is to begin, which goes on from `earlier`. */
export function batchSizeOf(start: TrainingStart, earlier: ModelJson | undefined): number | undefined {
  if (start.mode === 'restart') return start.settings.batchSize;
  return start.changes?.batchSize ?? earlier?.training?.settings.batchSize;
}
