import { readModelJson } from './modelFiles.ts';
import { removeModel } from './checkpointWriter.ts';
import type { ModelJson } from './modelJson.ts';
import type { Storage } from './storage.ts';

/** Of the names of an update's files, beside those of the model that it goes on from. */
const PREFIX = 'update-';

/**
 * Where the checkpoints of an update are kept until it is finished: in the model's own storage, under names of their
 * own. The model stays as it is, byte for byte, until the update has proven better.
 */
export function updateStorage(storage: Storage): Storage {
  return {
    place: storage.place,
    read: (name, maxBytes) => storage.read(PREFIX + name, maxBytes),
    claim: () => storage.claim(),
    tidy: () => storage.tidy(),
    write: (name, data) => storage.write(PREFIX + name, data),
    writeParts: (name, parts) => storage.writeParts(PREFIX + name, parts),
    append: (name, data) => storage.append(PREFIX + name, data),
    remove: name => storage.remove(PREFIX + name),
    async list() {
      const names = await storage.list();
      return names.filter(name => name.startsWith(PREFIX)).map(name => name.slice(PREFIX.length));
    },
  };
}

/** What a run that was stopped goes on from. */
interface Resumable {
  /** That holds its checkpoint. */
  storage: Storage;
  /** Undefined where there is nothing to go on from. */
  json: ModelJson | undefined;
}

/** The update that is under way, if there is one; else the model itself. */
export async function findResumable(storage: Storage): Promise<Resumable> {
  const model = await readModelJson(storage);
  const aside = updateStorage(storage);
  const update = await readModelJson(aside);
  return update && model && isUpdateOf(model, update)
    ? { storage: aside, json: update }
    : { storage, json: model };
}

/** Not of a model that has been replaced since: a process may have been killed before it removed what it superseded. */
function isUpdateOf(model: ModelJson, update: ModelJson): boolean {
  return update.training?.before?.characters === model.description.trainedCharacters;
}

/** Removes an update that is not wanted any more. */
export async function discardUpdate(storage: Storage): Promise<void> {
  await removeModel(updateStorage(storage));
}
