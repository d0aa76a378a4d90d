import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ContextTable } from '../../model/contexts/contextTable.ts';
import { readKeptTable } from '../../model/files/contextFile.ts';
import { UserError } from '../../model/base/userError.ts';
import { type CharacterModel, withCharacters } from '../../model/files/characterModel.ts';
import { loadModel, type Model } from '../../model/files/modelFiles.ts';
import type { KernelFactory } from '../../model/kernels/wasmKernels.ts';
import { assets } from '../../protocol/assets.ts';
import { createFolderStorage } from '../../platform/node/modelFolder/folderStorage.ts';
import { loadContextKernels } from '../../platform/node/kernels/nodeContextKernels.ts';
import { loadNodeKernels } from '../../platform/node/kernels/nodeKernels.ts';
import { warn } from './output.ts';

/** In the package, beside the bundle. */
export const kernelDirectory = path.join(__dirname, '..', assets.kernels);

async function openKernels(): Promise<KernelFactory> {
  const { create } = await loadNodeKernels(kernelDirectory);
  return create;
}

/** Stands for the model that comes with Cellscope, in the place of a folder; ./starter is the folder of that name. */
export const starterName = 'starter';

/** What a usage says of MODEL. */
export const modelWords = `in the folder MODEL (or ${starterName}: the one that comes with Cellscope)`;

const starterDirectory = path.join(__dirname, '..', assets.starter);

/** Of the model that comes with Cellscope, to be read. */
export const starterStorage = createFolderStorage(starterDirectory);

function folderOf(model: string): string {
  return model === starterName ? starterDirectory : path.resolve(model);
}

/** The model in a folder that `cellscope train --out` or the editor made, or the starter. */
export async function openModel(model: string): Promise<Model> {
  const folder = folderOf(model);
  if (model === starterName && !existsSync(path.join(folder, 'model.json')))
    throw new UserError(
      'The starter model is missing here. Install Cellscope again, or give the folder of a model; a folder named starter is ./starter.',
    );
  return loadModel(createFolderStorage(folder), await openKernels());
}

/** The same for what can be done only with a model that reads characters: a UserError for any other one. */
export async function openCharacterModel(model: string): Promise<CharacterModel> {
  return withCharacters(await openModel(model), model);
}

/** Why there is no table beside a model, and what to do. */
export function whyNoTable(model: string): string {
  return model === starterName
    ? 'The starter model knows no names and phrases of your files: the network is used alone. Train on them to have both.'
    : `Beside the model in ${model} no names and phrases of its files are kept: the network is used alone. Train it with --update to have them.`;
}

/**
 * What the context expert learnt of the files that the model in a folder was trained on; undefined if nothing is kept, or
 * nothing that can be used, which it says.
 */
export async function openTable(model: string): Promise<ContextTable | undefined> {
  const { create } = await loadContextKernels(kernelDirectory);
  const control = { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() };
  const storage = createFolderStorage(folderOf(model));
  try {
    return await readKeptTable(storage, create, control);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warn(`${error.message} The network is used alone.`);
    return undefined;
  }
}
