import os from 'node:os';
import path from 'node:path';
import type { TensorflowPlaces } from '../../protocol/engineChoice.ts';

interface Surroundings {
  /** The setting cellscope.tensorflow.path; may be empty. */
  settingPath: string;
  /** Absolute paths of the workspace's folders. */
  folders: string[];
  isTrusted: boolean;
  /** Of the extension. */
  storage: string;
}

/**
 * Where TensorFlow may be loaded from. Loading is running code, so that of a workspace that is not trusted nothing is
 * named, not even when the user's own setting points into it.
 */
export function tensorflowPlaces({
  settingPath,
  folders,
  isTrusted,
  storage,
}: Surroundings): TensorflowPlaces {
  const chosen = settingPath.trim().replace(/^~(?=[\\/])/, os.homedir());
  const mayLoad = chosen !== '' && (isTrusted || !folders.some(folder => isInside(chosen, folder)));
  return {
    ...(mayLoad ? { settingPath: chosen } : {}),
    workspaceFolders: isTrusted ? folders : [],
    storage,
  };
}

/** Or the folder itself. */
function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
