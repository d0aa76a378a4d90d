import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Grammars } from '../model/insight/labeller.ts';
import { UserError } from '../model/userError.ts';

/** Reads tree-sitter's runtime and the grammars from the folder that the build copied them to. */
export async function readGrammars(directory: string): Promise<Grammars> {
  const read = async (name: string) => {
    const file = path.join(directory, name);
    try {
      return new Uint8Array(await readFile(file));
    } catch (error) {
      throw new UserError(
        `Cannot read the grammar ${file} (${(error as Error).message}). Install Cellscope again, or run npm run build.`,
      );
    }
  };
  return {
    runtime: await read('web-tree-sitter.wasm'),
    c: await read('tree-sitter-c.wasm'),
    latex: await read('tree-sitter-latex.wasm'),
  };
}
