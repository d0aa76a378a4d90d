import type { LabText } from '../lesson.ts';

/** What a file is said to be in where it is in none. */
export const NO_FOLDER = '(no folder)';

/** The folder that a file is in, with those around it. */
export function folderOf({ path }: LabText): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) || NO_FOLDER;
}
