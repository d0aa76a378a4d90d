import { cText } from '../training/sources.ts';
import { writeFiles } from '../temporaryFolder.ts';

/** A network so small that a run takes a second. */
export const tinyNetwork = ['--units', '12', '--batch', '4', '--sequence', '16'];

/** Writes a folder of C files to learn from. */
export async function writeProject(folder: string, files = 12): Promise<void> {
  await writeFiles(
    folder,
    Object.fromEntries(Array.from({ length: files }, (_, i) => [`src/file${i}.c`, cText(i)])),
  );
}
