import os from 'node:os';
import path from 'node:path';
import type { TensorflowPlaces } from '../../../protocol/engineChoice.ts';

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
