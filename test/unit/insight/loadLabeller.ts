import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Grammars, Labeller } from '../../../src/model/insight/labeller.ts';

/** The grammars as they were installed. */
export async function readInstalledGrammars(): Promise<Grammars> {
  return {
    runtime: await readInstalled('web-tree-sitter/web-tree-sitter.wasm'),
    c: await readInstalled('@cursorless/tree-sitter-wasms/out/tree-sitter-c.wasm'),
    latex: await readInstalled('@cursorless/tree-sitter-wasms/out/tree-sitter-latex.wasm'),
  };
}

export async function loadLabeller(): Promise<Labeller> {
  return await Labeller.load(await readInstalledGrammars());
}

async function readInstalled(file: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path.join('node_modules', file)));
}
