import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as TreeSitter from 'web-tree-sitter';
import { Labeller } from '../../../../src/model/insight/labels/labeller.ts';
import { untimed } from './bracketed.ts';

const { Language, Parser, Query } = require('web-tree-sitter') as typeof TreeSitter;

/** Where if statements, literals and comments are, in the words of tree-sitter. */
const QUERY = `
  (if_statement condition: (_) @if)
  (if_statement consequence: (_) @if)
  (string_literal) @quotes
  (char_literal) @quotes
  (comment) @comment`;

const FOLDERS = ['samples/workspace', 'test/fixtures/workspace', 'src/model/kernels', 'src/native'];

describe('labels of C', () => {
  it('are those that a parser of C finds, in all C of this repository that it understands', async () => {
    const wasmBinary = await read('web-tree-sitter/web-tree-sitter.wasm');
    await Parser.init({ wasmBinary });
    const grammar = await Language.load(await read('@cursorless/tree-sitter-wasms/out/tree-sitter-c.wasm'));
    const query = new Query(grammar, QUERY);
    const parser = new Parser();
    parser.setLanguage(grammar);
    const labeller = new Labeller(untimed);
    let compared = 0;
    for (const file of await filesOfC()) {
      const text = await readFile(file, 'utf8');
      const tree = parser.parse(text)!;
      // Positions count code points.
      if (tree.rootNode.hasError || /[^\0-\x7f]/.test(text)) continue;
      const inside = {
        if: new Uint8Array(text.length),
        quotes: new Uint8Array(text.length),
        comment: new Uint8Array(text.length),
      };
      for (const { name, node } of query.captures(tree.rootNode)) {
        const isLine = name === 'comment' && node.text.startsWith('//');
        const open = name === 'quotes' ? text.slice(node.startIndex).search(/["']/) : 0;
        inside[name as keyof typeof inside].fill(1, node.startIndex + open, node.endIndex - (isLine ? 0 : 1));
      }
      for (const [feature, { labels, masked }] of labeller.label(text, 'c', ['if', 'quotes', 'comment'])) {
        const expected = inside[feature as keyof typeof inside];
        // What macros hold the parser takes as it is.
        const differs = labels.findIndex(
          (label, i) => masked[i] === 0 && label !== expected[i] && !inMacro(text, i),
        );
        assert.equal(
          differs,
          -1,
          `${file}, ${feature}: ${text.slice(Math.max(0, differs - 40), differs + 20)}`,
        );
        compared += text.length;
      }
    }
    assert.ok(compared > 100_000, `only ${compared} positions were compared`);
  });
});

async function read(file: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path.join('node_modules', file)));
}

async function filesOfC(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of FOLDERS)
    for (const name of await readdir(folder, { recursive: true }))
      if (/\.[ch]$/.test(name)) found.push(path.join(folder, name));
  return found;
}

/** In a directive, with the lines that it goes on in. */
function inMacro(text: string, at: number): boolean {
  let from = text.lastIndexOf('\n', at - 1) + 1;
  while (text[from - 2] === '\\') from = text.lastIndexOf('\n', from - 2) + 1;
  return /^\s*#/.test(text.slice(from));
}
