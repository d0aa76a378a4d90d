import { parameterLayout } from '../network/parameters.ts';
import type { TrainerState } from '../network/training/trainer.ts';
import type { Network } from '../network/network.ts';
import { UserError } from '../base/userError.ts';
import { FolderLost } from './folderLost.ts';
import { type Checkpoint, readJsonText } from './modelFiles.ts';
import { formatModelJson, parseOwnJson } from './modelJson.ts';
import {
  CONTEXTS_FILE,
  historyFile,
  isMarked,
  JSON_FILE,
  namedFiles,
  runsAmong,
  tensorFileName,
  wordsOf,
} from './ownFiles.ts';
import { isFinite, type Tensor, writeSafetensors } from './safetensors.ts';
import type { Storage } from './storage.ts';
import { checkTrainerState } from './trainerState.ts';

/**
 * Writes the checkpoints of one run into a model's folder, and nothing over what is not the run's to replace: a
 * model.json of another program, or one that another training has put there meanwhile.
 */
export class CheckpointWriter {
  private readonly storage: Storage;
  /** Of this program, as model.json names it. */
  private readonly version: string;
  /** Texts of model.json that may be replaced: what the run found, and what it has written itself. */
  private readonly known = new Set<string>();

  private constructor(storage: Storage, version: string) {
    this.storage = storage;
    this.version = version;
  }

  /** Throws a UserError when the folder holds what must not be replaced. */
  static async open(storage: Storage, version: string): Promise<CheckpointWriter> {
    const writer = new CheckpointWriter(storage, version);
    const text = await readJsonText(storage);
    if (text !== undefined) {
      parseOwnJson(text, storage.place);
      writer.known.add(text);
    }
    return writer;
  }

  /**
   * Saves a checkpoint so that a reader always finds a whole one, the old or the new: first the tensors under names of
   * their own, then model.json, which names them. Then what it replaces is removed. Before model.json is replaced all
   * that it is to name has been proven: numbers that can be, a text that can be read, the bytes that were to be written.
   */
  async write(checkpoint: Checkpoint): Promise<void> {
    const { storage } = this;
    const { tensors, json } = prepare(checkpoint, { version: this.version, place: storage.place });
    await storage.claim();
    const present = await readJsonText(storage);
    if (present !== undefined && !this.known.has(present)) throw new FolderLost(storage.place);
    const named = present === undefined ? [] : namedFiles(parseOwnJson(present, storage.place));
    this.known.add(json);
    try {
      for (const [name, bytes] of tensors) await this.writeProven(name, bytes);
      await storage.write(JSON_FILE, new TextEncoder().encode(json));
    } catch (error) {
      // What the other training has there is not to be touched, and this may have the same name as its own.
      if (!(error instanceof FolderLost)) await this.takeBack([...tensors.keys()]);
      throw withRoomNeeded(error, [...tensors.values()]);
    }
    this.known.clear();
    this.known.add(json);
    await this.removeSuperseded(named, tensors);
  }

  private async writeProven(name: string, bytes: Uint8Array): Promise<void> {
    await this.storage.write(name, bytes);
    const written = await this.storage.read(name, bytes.length);
    if (written && hasBytes(written, bytes)) return;
    throw new UserError(
      `${name} in ${this.storage.place} does not hold what was just written there, so the model is not saved. Look at the disk, or choose another folder.`,
    );
  }

  /** What no model.json names only takes room, which the next attempt needs on a full disk. */
  private async takeBack(names: readonly string[]): Promise<void> {
    try {
      const present = await readJsonText(this.storage);
      const kept = present === undefined ? [] : namedFiles(parseOwnJson(present, this.storage.place));
      for (const name of names) if (!kept.includes(name)) await this.storage.remove(name);
      await this.storage.tidy();
    } catch {
      // It is removed with what the next checkpoint supersedes.
    }
  }

  /** The checkpoint is saved whatever comes of this. */
  private async removeSuperseded(
    named: readonly string[],
    kept: ReadonlyMap<string, Uint8Array>,
  ): Promise<void> {
    const { storage } = this;
    try {
      const orphans = (await storage.list()).filter(isMarked);
      for (const name of new Set([...named, ...orphans])) if (!kept.has(name)) await storage.remove(name);
      await storage.tidy();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}

/** Removes a model and leaves whatever else is in its folder. Throws a UserError when it is another program's. */
export async function removeModel(storage: Storage): Promise<void> {
  const text = await readJsonText(storage);
  const named = text === undefined ? [] : namedFiles(parseOwnJson(text, storage.place));
  // First: from then on there is no model, whatever comes between.
  await storage.remove(JSON_FILE);
  const names = await storage.list();
  const marked = names.filter(name => isMarked(name) || name === CONTEXTS_FILE);
  const histories = runsAmong(names).map(historyFile);
  for (const name of new Set([...named, ...marked, ...histories])) await storage.remove(name);
  await storage.tidy();
}

/** The files of a checkpoint, whose numbers and text have been looked at as a reader would. */
function prepare({ model, record, trainer }: Checkpoint, saving: { version: string; place: string }) {
  const { network, training: _, ...rest } = model;
  const notWhole = (what: string): never => {
    throw new UserError(
      `The training has gone wrong at step ${record.step}: ${what}. This is not saved; what was saved before is whole.`,
      { reason: 'notWhole' },
    );
  };
  if (!isFinite(network.parameters)) notWhole('the weights are no longer finite');
  if (model.validationBitsPerChar !== undefined && !Number.isFinite(model.validationBitsPerChar))
    notWhole('on held-out text the model gives what is not a number');
  const { config, parameterCount: parameters } = network;
  checkTrainerState(trainer, { config, record, parameters }, notWhole);

  const weights = writeSafetensors(parameterTensors(network));
  const training = writeSafetensors(trainerTensors(trainer));
  const weightsFile = tensorFileName('weights', record.step, weights);
  const tensorsFile = tensorFileName('training', record.step, training);
  const description = { ...rest, config };
  const json = formatModelJson({ description, weightsFile, training: { ...record, tensorsFile } }, saving);
  const tensors = new Map([
    [weightsFile, weights],
    [tensorsFile, training],
  ]);
  return { tensors, json };
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

function hasBytes(found: Uint8Array, expected: Uint8Array): boolean {
  if (found.length !== expected.length) return false;
  const [words, expectedWords] = [wordsOf(found), wordsOf(expected)];
  for (let i = 0; i < words.length; i++) if (words[i] !== expectedWords[i]) return false;
  for (let i = words.length * 4; i < found.length; i++) if (found[i] !== expected[i]) return false;
  return true;
}

/** Of an error for want of room: how much of it is wanted. */
function withRoomNeeded(error: unknown, files: readonly Uint8Array[]): unknown {
  if (!(error instanceof UserError) || error.reason !== 'noRoom') return error;
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  const { reason } = error;
  return new UserError(
    `${error.message} This model takes ${(bytes / 1e6).toFixed(1)} MB, beside the one that it replaces.`,
    { cause: error, reason },
  );
}
