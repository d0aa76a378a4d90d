import { UserError } from '../model/userError.ts';
import { type FoundSources, readSources } from '../worker/findSourceFiles.ts';

/** The texts of a folder or file; a UserError when there is none, with the first reason why. */
export async function readFolder(folder: string, globs: readonly string[]): Promise<FoundSources> {
  const found = await readSources(folder, { globs, exclude: [] });
  if (found.sources.length > 0) return found;
  const [first, ...others] = found.skipped;
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  const skips = first ? ` that can be used (${first.path}: ${first.reason}${more})` : '';
  throw new UserError(`${folder} has no C or LaTeX files${skips}. Add a --glob for other files.`);
}
