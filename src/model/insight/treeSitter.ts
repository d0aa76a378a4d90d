/**
 * web-tree-sitter, started from bytes that are handed in.
 *
 * It is required, not imported: bundlers then take its CommonJS build, which runs in every kind of bundle and looks for
 * no file beside itself, while the other one needs import.meta.url, which a CommonJS bundle does not have.
 */
import type * as TreeSitter from 'web-tree-sitter';

const library = require('web-tree-sitter') as typeof TreeSitter;

export const { Edit, Language, Parser, Query } = library;

let started: Promise<void> | undefined;

/** Starts the library once, from the bytes of web-tree-sitter.wasm. */
export async function startTreeSitter(runtime: Uint8Array): Promise<void> {
  // The option is the loader's own; the library's types name only some of them.
  const options = { wasmBinary: runtime } as unknown as Parameters<typeof Parser.init>[0];
  started ??= Parser.init(options);
  await started;
}
