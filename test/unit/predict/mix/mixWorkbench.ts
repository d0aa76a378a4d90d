// What the tests of the mix share: a small network, a small table, and text of characters of one to four bytes.
import { readFile } from 'node:fs/promises';
import { Random } from '../../../../src/model/base/random.ts';
import { ContextTable } from '../../../../src/model/contexts/contextTable.ts';
import {
  compileContextKernels,
  type ContextKernelFactory,
} from '../../../../src/model/contexts/wasmContextKernels.ts';
import { DocumentReader, type ReaderModel } from '../../../../src/model/predict/documentReader.ts';
import { CharacterBytes } from '../../../../src/model/predict/mix/characterBytes.ts';
import { MixedDocument } from '../../../../src/model/predict/mix/mixedDocument.ts';
import { DocumentText } from '../../../../src/model/text/documentText.ts';
import { Vocabulary } from '../../../../src/model/text/vocabulary.ts';
import { loadWasm, randomNetwork } from '../../network/networks.ts';

const PIECES = ['if (a', 'b', ') {\n', '\t', 'int ', 'é', 'ê', '漢', '字', '😀', '🎈', '\n', ' = 0;'];

export const vocabulary = Vocabulary.fromTexts([PIECES.join('')]);

export const characters = new CharacterBytes(vocabulary);

export function randomText(pieces: number, random: Random): string {
  return Array.from({ length: pieces }, () => PIECES[Math.floor(random.next() ** 2 * PIECES.length)]).join(
    '',
  );
}

export async function contextKernels(): Promise<ContextKernelFactory> {
  return await compileContextKernels(new Uint8Array(await readFile('media/kernels/contexts.wasm')));
}

export async function mixedModel(): Promise<ReaderModel> {
  const config = { cell: 'lstm', vocabSize: vocabulary.size, hiddenSize: 6, numLayers: 1 } as const;
  return { network: randomNetwork(config, new Random(4), { kernels: await loadWasm() }), vocabulary };
}

/** A table that has learnt some text. */
export async function learntTable(): Promise<ContextTable> {
  const table = ContextTable.empty(await contextKernels(), 16);
  table.workspace.beginText(1);
  table.workspace.learn(new TextEncoder().encode(randomText(600, new Random(8))));
  return table;
}

/** A document that is followed by both experts. */
export function followed({ model, table, text }: { model: ReaderModel; table: ContextTable; text: string }) {
  const document = new DocumentText(text);
  const reader = new DocumentReader(model, document, 'c');
  return { document, mixed: new MixedDocument({ reader, table, characters, number: 7 }) };
}
