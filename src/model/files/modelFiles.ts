import { version as cellscopeVersion } from '../../../package.json';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import { Network } from '../network/network.ts';
import type { TrainerState } from '../network/trainer.ts';
import { type ParameterView, parameterLayout } from '../network/parameters.ts';
import { UserError } from '../userError.ts';
import {
  formatModelJson,
  type ModelDescription,
  type ModelJson,
  parseModelJson,
  type TrainingRecord,
} from './modelJson.ts';
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors.ts';
import { RANKINGS_FILE } from './keptRankings.ts';
import type { Storage } from './storage.ts';

const JSON_FILE = 'model.json';
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

/**
 * Saves a checkpoint so that a reader always finds a whole one, the old or the new: first the tensors under names of
 * their own, then model.json, which names them. Then the files that it no longer names are removed.
 */
export async function saveCheckpoint(
  storage: Storage,
  { model, record, trainer }: Checkpoint,
): Promise<void> {
  const taken = await storage.list();
  const weightsFile = freeName(`weights-${record.step}`, taken);
  const tensorsFile = freeName(`training-${record.step}`, taken);
  const { network, training: _, ...rest } = model;
  const json = formatModelJson(
    {
      description: { ...rest, config: network.config },
      weightsFile,
      training: { ...record, tensorsFile },
    },
    cellscopeVersion,
  );
  try {
    await storage.write(weightsFile, writeSafetensors(parameterTensors(network)));
    await storage.write(tensorsFile, writeSafetensors(trainerTensors(trainer)));
  } catch (error) {
    // No model.json names them yet, and on a full disk the next attempt needs their room.
    for (const name of [weightsFile, tensorsFile]) await storage.remove(name).catch(() => {});
    throw error;
  }
  await storage.write(JSON_FILE, new TextEncoder().encode(json));
  await removeSuperseded(storage, [weightsFile, tensorsFile]);
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
    const tensors = await read(tensorsFile);
    const size = model.network.parameterCount;
    const take = (name: string, length?: number): Float32Array => {
      const data = tensors.get(name)?.data;
      if (!data || (length !== undefined && data.length !== length))
        throw new UserError(
          `${tensorsFile} in ${storage.place} does not match model.json: tensor ${name} is missing or of another size. Train anew, or restore the files from a backup.`,
        );
      return data;
    };
    const trainer = {
      stepCount: (record.before?.steps ?? 0) + record.step,
      m: take('adam.m', size),
      v: take('adam.v', size),
      state: take('state'),
    };
    return { model, record, trainer };
  });
}

/** All that is known of a model but its numbers; undefined when there is none. */
export async function readModelJson(storage: Storage): Promise<ModelJson | undefined> {
  const bytes = await storage.read(JSON_FILE);
  return bytes && parseModelJson(new TextDecoder().decode(bytes), storage.place);
}

type TensorReader = (fileName: string) => Promise<Map<string, Tensor>>;

async function readModel(json: ModelJson, read: TensorReader, kernels: KernelFactory): Promise<Model> {
  const { config, ...rest } = json.description;
  const tensors = await read(json.weightsFile);
  checkTensors(tensors, parameterLayout(config).views, json.weightsFile);
  const network = new Network(config, kernels);
  for (const { name, data } of tensors.values()) network.parameter(name).set(data);
  network.parametersChanged();
  if (!json.training) return { ...rest, network };
  const { tensorsFile: _, ...training } = json.training;
  return { ...rest, network, training };
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
    let missing: string | undefined;
    const read: TensorReader = async fileName => {
      const file = await storage.read(fileName);
      if (!file) missing = fileName;
      return file ? readSafetensors(file, `${fileName} in ${storage.place}`) : new Map();
    };
    try {
      return await use(json, read);
    } catch (error) {
      if (missing === undefined) throw error;
      if (attempt < READ_ATTEMPTS) continue;
      throw new UserError(
        `${missing}, which model.json names, is missing in ${storage.place}. Train the model again, or restore the file from a backup.`,
      );
    }
  }
}

function checkTensors(
  tensors: ReadonlyMap<string, Tensor>,
  views: readonly ParameterView[],
  fileName: string,
): void {
  const fail = (what: string): never => {
    throw new UserError(
      `${fileName} does not match model.json: ${what}. Train the model again, or restore both files from a backup.`,
    );
  };
  for (const { name, shape } of views) {
    const found = tensors.get(name);
    if (!found) fail(`tensor ${name} is missing`);
    else if (found.shape.join() !== shape.join())
      fail(`tensor ${name} is ${found.shape.join(' x ')}, not ${shape.join(' x ')}`);
  }
  const expected = new Set(views.map(view => view.name));
  for (const name of tensors.keys())
    if (!expected.has(name)) fail(`tensor ${name} is not part of the network`);
}

/** Views, not copies. */
function parameterTensors(network: Network): Tensor[] {
  return parameterLayout(network.config).views.map(({ name, shape }) => ({
    name,
    shape,
    data: network.parameter(name),
  }));
}

function trainerTensors({ m, v, state }: TrainerState): Tensor[] {
  return [
    { name: 'adam.m', shape: [m.length], data: m },
    { name: 'adam.v', shape: [v.length], data: v },
    { name: 'state', shape: [state.length], data: state },
  ];
}

/** A name that no file has: what model.json names now must stay whole until it is replaced. */
function freeName(stem: string, taken: readonly string[]): string {
  let name = `${stem}.safetensors`;
  for (let n = 2; taken.includes(name); n++) name = `${stem}-${n}.safetensors`;
  return name;
}

async function removeSuperseded(storage: Storage, kept: readonly string[]): Promise<void> {
  for (const name of await storage.list()) {
    const ours =
      /^(weights|training)-[\d-]+\.safetensors$/.test(name) ||
      RANKINGS_FILE.test(name) ||
      /\.(safetensors|json)\.tmp$/.test(name);
    if (ours && !kept.includes(name)) await storage.remove(name);
  }
}
