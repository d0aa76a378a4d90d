import os from 'node:os';
import path from 'node:path';

/** Folders in which @tensorflow/tfjs-node may be, as far as the user or the editor knows them. */
export interface TensorflowPlaces {
  /** cellscope.tensorflow.path: the package's folder, a node_modules, or a folder that has one */
  settingPath?: string;
  /** Of a workspace that is trusted: what is found there is run. */
  workspaceFolders: readonly string[];
  /** the folder that installTensorflow filled */
  storage?: string;
}

/**
 * Folders whose node_modules are looked into, in this order; those that the user named or filled come first. A setting
 * that is wrong is to be mended, so nothing else is tried where there is one.
 */
export function placesToLook({ settingPath, workspaceFolders, storage }: TensorflowPlaces): string[] {
  if (settingPath) return [expandHome(settingPath)];
  return [
    ...(storage ? [storage] : []),
    ...workspaceFolders,
    os.homedir(),
    ...globalFolders(),
    ...ownFolders(),
  ];
}

function expandHome(folder: string): string {
  return path.resolve(folder.replace(/^~(?=$|[\\/])/, os.homedir()));
}

/** Where `npm install --global` puts packages: beside this Node.js, and where an editor's own Node.js would not look. */
function globalFolders(): string[] {
  const beside = path.dirname(process.execPath);
  if (process.platform === 'win32') return [beside, path.join(process.env.APPDATA ?? os.homedir(), 'npm')];
  return [...new Set([path.join(beside, '../lib'), '/usr/local/lib', '/usr/lib'])];
}

/** The clone or the package that this program is part of: what npm installed there, and what its tests built. */
function ownFolders(): string[] {
  const own = path.join(__dirname, '..');
  return [own, path.join(own, '.cache/tensorflow')];
}
