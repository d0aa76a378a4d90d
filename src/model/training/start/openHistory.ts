import { RunHistoryWriter } from '../../files/runHistoryWriter.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import type { Corpus } from '../../text/corpus.ts';
import { oneThread } from '../trainingEngine.ts';
import type { TrainingOptions } from '../trainingOptions.ts';
import type { StartCheckpoint } from './startCheckpoint.ts';

/** Seconds of training from one point of the curves to the next, until there are so many that they are thinned. */
const POINT_SECONDS = 0.25;

/**
 * The history of a run that is about to begin, or to go on; undefined where none is wanted or none can be kept, which
 * is told and makes no run fail.
 */
export async function openHistory(
  { history, storage, engine = oneThread, onEvent }: TrainingOptions,
  corpus: Corpus<Alphabet>,
  { model, record }: StartCheckpoint,
): Promise<RunHistoryWriter | undefined> {
  if (!history) return undefined;
  const { settings, step, before } = record;
  try {
    const earlier = step > 0 ? await RunHistoryWriter.resume(storage, record) : undefined;
    return (
      earlier ??
      (await RunHistoryWriter.begin(storage, {
        started: history.now(),
        kind: before ? 'update' : 'training',
        settings,
        engine: engine.name,
        files: new Set([...corpus.training, ...corpus.validation].map(file => file.path)).size,
        characters: corpus.characters,
        symbols: corpus.vocabulary.size,
        parameters: model.network.parameterCount,
        interval: history.pointSeconds ?? POINT_SECONDS,
      }))
    );
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    onEvent({ event: 'notice', notice: { kind: 'historyNotKept', problem } });
    return undefined;
  }
}
