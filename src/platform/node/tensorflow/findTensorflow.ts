import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { UserError } from '../../../model/base/userError.ts';
import type { TensorflowPlaces } from '../../../protocol/engineChoice.ts';
import type { TensorflowBinding } from './tensors.ts';

const PACKAGE = '@tensorflow/tfjs-node';
const MAJOR = '4';
const REMEDY =
  'In an editor run the command "Cellscope: Install TensorFlow Engine", or name the folder that has it in the setting cellscope.tensorflow.path; in a terminal run npm install @tensorflow/tfjs-node.';

interface FoundTensorflow {
  /** of tfjs-node, such as 4.22.0 */
  version: string;
  /** the package's folder */
  folder: string;
  binding: TensorflowBinding;
}

/** What is used of the package itself. */
interface TensorflowPackage {
  version: Record<string, string | undefined>;
  backend(): { binding?: TensorflowBinding };
  tensor2d(rows: readonly (readonly number[])[]): TensorflowTensor;
}

interface TensorflowTensor {
  matMul(other: TensorflowTensor): TensorflowTensor;
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

/**
 * Loads tfjs-node, the first that works of those in the places. To be called in a worker or in a program of its own:
 * loading takes a second, and a training step holds its thread up. Throws a UserError that says where was looked.
 */
export function findTensorflow(places: TensorflowPlaces): FoundTensorflow {
  const looked = placesToLook(places);
  const problems: string[] = [];
  for (const folder of new Set(looked.map(packageIn))) {
    if (folder === undefined) continue;
    try {
      return load(folder);
    } catch (error) {
      problems.push(`the one in ${folder} does not work here (${firstLine(error)})`);
    }
  }
  const what =
    problems.length > 0 ? problems.join(', ') : `it was not found in ${looked.map(modulesOf).join(', ')}`;
  throw new UserError(`TensorFlow.js cannot be used: ${what}. ${REMEDY}`);
}

/**
 * Folders whose node_modules are looked into, in this order. A setting that is wrong is to be mended, so nothing else is
 * tried where there is one.
 */
export function placesToLook({ settingPath, workspaceFolders, storage }: TensorflowPlaces): string[] {
  if (settingPath) return [expandHome(settingPath)];
  const known = [...workspaceFolders, ...(storage ? [storage] : [])];
  return [...new Set([...known, os.homedir(), ...globalFolders(), ...ownFolders()])];
}

function expandHome(folder: string): string {
  return path.resolve(folder.replace(/^~(?=$|[\\/])/, os.homedir()));
}

/** Where `npm install --global` puts packages: beside this Node.js, and where an editor's own Node.js would not look. */
function globalFolders(): string[] {
  const beside = path.dirname(process.execPath);
  if (process.platform === 'win32') return [beside, path.join(process.env.APPDATA ?? os.homedir(), 'npm')];
  return [path.join(beside, '../lib'), '/usr/local/lib'];
}

/** The clone or the package that this program is part of: what npm installed there, and what its tests built. */
function ownFolders(): string[] {
  const own = path.join(__dirname, '..');
  return [own, path.join(own, '.cache/tensorflow')];
}

/** Where the package is in a folder, if it is there. */
function packageIn(place: string): string | undefined {
  const folders = [path.join(place, 'node_modules', PACKAGE), path.join(place, PACKAGE)];
  // A damaged one is found, too: what is wrong with it is told when it does not load.
  const found = folders.find(folder => existsSync(path.join(folder, 'package.json')));
  return found ?? (nameOfPackage(place) === PACKAGE ? place : undefined);
}

function modulesOf(place: string): string {
  return path.basename(place) === 'node_modules' ? place : path.join(place, 'node_modules');
}

function nameOfPackage(folder: string): string | undefined {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { name?: string } | null)?.name;
  } catch {
    return undefined;
  }
}

function load(folder: string): FoundTensorflow {
  restoreOldFunctions();
  // Of what libtensorflow prints while it loads, errors alone. It sees this from the main thread only.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const tensorflow = quietly(() => createRequire(path.join(folder, 'package.json'))(folder) as object);
  if (!isTensorflow(tensorflow)) throw new Error('it is not whole: it exports nothing of TensorFlow.js');
  const version = tensorflow.version['tfjs-node'] ?? 'unknown';
  if (version.split('.')[0] !== MAJOR)
    throw new Error(`its version is ${version}; Cellscope takes ${MAJOR}.x`);
  checkProduct(tensorflow);
  const { binding } = tensorflow.backend();
  if (!binding) throw new Error('it runs without its native library');
  return { version, folder, binding };
}

function isTensorflow(loaded: object): loaded is TensorflowPackage {
  return 'version' in loaded && 'tensor2d' in loaded && 'backend' in loaded;
}

/** A second tfjs-node warns of each of the first one's operations, of which there are hundreds. */
function quietly<T>(work: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return work();
  } finally {
    console.warn = warn;
  }
}

/** tfjs-node 4.22.0 calls what Node.js 23 no longer has. */
function restoreOldFunctions(): void {
  const old = util as { isNullOrUndefined?: (x: unknown) => boolean; isArray?: (x: unknown) => boolean };
  old.isNullOrUndefined ??= x => x === null || x === undefined;
  old.isArray ??= Array.isArray;
}

/** A library of another machine's kind is found out here, and not in the middle of a training. */
function checkProduct(tensorflow: TensorflowPackage): void {
  const left = tensorflow.tensor2d([[1, 2]]);
  const right = tensorflow.tensor2d([[3], [4]]);
  const product = left.matMul(right);
  const [value] = Array.from(product.dataSync());
  for (const tensor of [left, right, product]) tensor.dispose();
  if (value !== 11) throw new Error(`it says that [1 2] times [3 4] is ${value}`);
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0].trim().replace(/\.$/, '');
}
