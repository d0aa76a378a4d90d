import type { SkippedFile } from '../../model/text/corpus.ts';
import { plural, shellWord, warn } from '../base/output.ts';

/** Files that are named one by one. */
const NAMED = 5;

interface LeftOut {
  folder: string;
  globs: readonly string[];
  /** The first of them at least. */
  skipped: readonly SkippedFile[];
  /** How many there are. */
  total: number;
}

/**
 * Says which files of a folder were left out and why, the same way for every command: a line each up to a handful, then
 * how to see all. On standard error, so that results can be piped.
 */
export function tellLeftOut({ folder, globs, skipped, total }: LeftOut): void {
  for (const { path, reason } of skipped.slice(0, NAMED)) warn(`left out ${path}: ${reason}`);
  if (total > NAMED)
    warn(`left out ${plural(total - NAMED, 'more file')}; each with its reason: ${listing(folder, globs)}`);
}

/** Why nothing of a folder can be used, for the end of a sentence; empty when nothing was left out either. */
export function whyNothing(
  folder: string,
  globs: readonly string[],
  skipped: readonly SkippedFile[],
): string {
  if (skipped.length === 0) return '';
  const [{ path, reason }] = skipped.toSorted(
    (a, b) => Number(a.isExpected ?? 0) - Number(b.isExpected ?? 0),
  );
  const others = skipped.length - 1;
  const more = others > 0 ? `; ${others} more, see ${listing(folder, globs)}` : '';
  return ` that can be used (${path}: ${reason}${more})`;
}

/** The command that lists every file with its reason, to be pasted into a shell. */
function listing(folder: string, globs: readonly string[]): string {
  return ['npx cellscope files', shellWord(folder), ...globs.map(glob => `--glob ${shellWord(glob)}`)].join(
    ' ',
  );
}
