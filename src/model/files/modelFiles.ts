import type { Fail } from '../base/jsonFields.ts';
import { shown } from '../base/jsonText.ts';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import { Network } from '../network/network.ts';
import { type ParameterView, parameterLayout } from '../network/parameters.ts';
import type { TrainerState } from '../network/training/trainer.ts';
import { UserError } from '../base/userError.ts';
import {
  MAX_JSON_BYTES,
  type ModelDescription,
  type ModelJson,
  notAsSaved,
  parseModelJson,
  type SavedModelJson,
} from './modelJson.ts';
import { checkDigest, JSON_FILE } from './ownFiles.ts';
import { MAX_HEADER_BYTES, readSafetensors, type Tensor } from './safetensors.ts';
import type { Storage } from './storage.ts';
import { checkTrainerState, floatsOfStates } from './trainerState.ts';
import type { TrainingRecord } from './trainingRecord.ts';

/** Times that a reader starts over when a trainer replaces the files under it. */
const READ_ATTEMPTS = 5;

export interface Model extends Omit<ModelDescription, 'config'> {
  network: Network;
  /** Of the run that made it; undefined for a model that was trained elsewhere. */
  training?: TrainingRecord;
}

/** A checkpoint: a model with all that its training goes on from. */
export interface Checkpoint {
  model: Model;
  record: TrainingRecord;
  trainer: TrainerState;
}

/** Reads a model for use. Throws a UserError when it is missing, damaged or of another version. */
export async function loadModel(storage: Storage, kernels: KernelFactory): Promise<Model> {
  return readConsistently(storage, (json, read) => readModel(json, read, kernels));
}

/** Reads what a run was stopped with, to go on from it. Throws a UserError when there is nothing to resume. */
export async function loadCheckpoint(storage: Storage, kernels: KernelFactory): Promise<Checkpoint> {
  return readConsistently(storage, async (json, read) => {
    const { training } = json;
    if (!training)
      throw new UserError(
        `The model in ${storage.place} was saved without its training state and cannot be trained on. Train anew.`,
      );
    const model = await readModel(json, read, kernels);
    const { tensorsFile, ...record } = training;
    return { model, record, trainer: await readTrainer(tensorsFile, { model, record, read }) };
  });
}

/** All that is known of a model but its numbers; undefined when there is none. */
export async function readModelJson(storage: Storage): Promise<SavedModelJson | undefined> {
  const text = await readJsonText(storage);
  return text === undefined ? undefined : parseModelJson(text, storage.place);
}

/** As it stands there. */
export async function readJsonText(storage: Storage): Promise<string | undefined> {
  const bytes = await storage.read(JSON_FILE, MAX_JSON_BYTES);
  return bytes && new TextDecoder().decode(bytes);
}

/** Reads tensors out of a file that holds so many floats. */
type TensorReader = (fileName: string, floats: number, use: UseTensors) => Promise<void>;
type UseTensors = (tensors: ReadonlyMap<string, Tensor>, fail: Fail) => void;

async function readModel(json: ModelJson, read: TensorReader, kernels: KernelFactory): Promise<Model> {
  const { config, ...rest } = json.description;
  // Made before its file is read: a network that has no room needs no reading.
  const network = new Network(config, kernels);
  await read(json.weightsFile, network.parameterCount, (tensors, fail) => {
    checkShapes(tensors, parameterLayout(config).views, fail);
    for (const { name, data } of tensors.values()) network.parameter(name).set(data);
  });
  network.parametersChanged();
  if (!json.training) return { ...rest, network };
  const { tensorsFile: _, ...training } = json.training;
  return { ...rest, network, training };
}

interface TrainerSource {
  model: Model;
  record: TrainingRecord;
  read: TensorReader;
}

async function readTrainer(fileName: string, { model, record, read }: TrainerSource): Promise<TrainerState> {
  const { parameterCount: parameters, config } = model.network;
  const none = new Float32Array(0);
  const state = { stepCount: (record.before?.steps ?? 0) + record.step, m: none, v: none, state: none };
  await read(fileName, 2 * parameters + floatsOfStates(config, record), (tensors, fail) => {
    const take = (name: string) => tensors.get(name)?.data ?? fail(`tensor ${name} is missing`);
    Object.assign(state, { m: take('adam.m'), v: take('adam.v'), state: take('state') });
    checkTrainerState(state, { config, record, parameters }, fail);
  });
  return state;
}

/** Reads model.json and the files it names; again from the start when a trainer has just replaced them. */
async function readConsistently<T>(
  storage: Storage,
  use: (json: ModelJson, read: TensorReader) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const json = await readModelJson(storage);
    if (!json)
      throw new UserError(`There is no model in ${storage.place}: it has no ${JSON_FILE}. Train one first.`);
    try {
      const found = await use(json, tensorReader(storage));
      if (!json.isAsSaved) throw notAsSaved(storage.place);
      return found;
    } catch (error) {
      if (!(error instanceof FileMissing) || attempt >= READ_ATTEMPTS) throw error;
    }
  }
}

/** What the tensors must be is said first, as it names what is wrong; the digest finds the rest. */
function tensorReader(storage: Storage): TensorReader {
  return async (fileName, floats, use) => {
    const file = await storage.read(fileName, floats * Float32Array.BYTES_PER_ELEMENT + MAX_HEADER_BYTES);
    if (!file) throw new FileMissing(fileName, storage.place);
    use(readSafetensors(file, `${fileName} in ${storage.place}`), what => {
      throw new UserError(
        `${fileName} in ${storage.place} does not match ${JSON_FILE}: ${what}. Train the model again, or restore both files from a backup.`,
      );
    });
    checkDigest(fileName, file, storage.place);
  };
}

class FileMissing extends UserError {
  constructor(fileName: string, place: string) {
    super(
      `${fileName}, which ${JSON_FILE} names, is missing in ${place}. Train the model again, or restore the file from a backup.`,
    );
  }
}

function checkShapes(
  tensors: ReadonlyMap<string, Tensor>,
  views: readonly ParameterView[],
  fail: Fail,
): void {
  for (const { name, shape } of views) {
    const found = tensors.get(name);
    if (!found) fail(`tensor ${name} is missing`);
    else if (found.shape.join() !== shape.join())
      fail(`tensor ${name} is ${found.shape.join(' x ')}, not ${shape.join(' x ')}`);
  }
  const expected = new Set(views.map(view => view.name));
  for (const name of tensors.keys())
    if (!expected.has(name)) fail(`tensor ${shown(name)} is not part of the network`);
}
