// Texts with every kind of character that offsets can go wrong on, and networks to read them with.
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import type { CellType } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { DocumentReader, type ReaderModel } from '../../../src/model/predict/documentReader.ts';
import { DocumentText, type TextChange } from '../../../src/model/text/documentText.ts';
import type { Language } from '../../../src/model/text/language.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { randomNetwork } from '../network/networks.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

/** '€' is not in the vocabulary below; an emoji is two UTF-16 units, which the halves after it may join to. */
const PIECES = ['a', 'b', ' ', '{', '\n', '\t', '😀', '🎈', 'é', '€', '\ud83d', '\ude00'];

export const vocabulary = Vocabulary.fromTexts(['ab {\n\té😀🎈']);

export function randomText(pieces: number, random: Random): string {
  return Array.from({ length: pieces }, () => PIECES[Math.floor(random.next() * PIECES.length)]).join('');
}

export function randomChange(length: number, random: Random): TextChange {
  const offset = Math.floor(random.next() * (length + 1));
  const cut = random.next() < 0.5 ? 0 : Math.floor(random.next() * 30);
  const pieces = random.next() < 0.3 ? 0 : Math.floor(random.next() * 20);
  return { offset, length: Math.min(cut, length - offset), text: randomText(pieces, random) };
}

export function apply(text: string, change: TextChange): string {
  return text.slice(0, change.offset) + change.text + text.slice(change.offset + change.length);
}

export function readerModel(
  cell: CellType,
  { kernels = createSpecificationKernels }: { kernels?: KernelFactory } = {},
): ReaderModel {
  const config = { cell, vocabSize: vocabulary.size, hiddenSize: 6, numLayers: 2 };
  return { network: randomNetwork(config, new Random(5), { kernels }), vocabulary };
}

/** States (n + 1) of a text of n characters, read in one go by a pass of its own. */
export function statesByHand({ network }: ReaderModel, language: Language, text: string): Float32Array[] {
  const symbols = [vocabulary.startOf(language), ...vocabulary.encode(text)];
  const pass = new ForwardPass(network, { batchSize: 1, seqLength: 1 });
  return symbols.map(symbol => {
    pass.run([symbol], 1);
    const state = new Float32Array(pass.stateLength);
    pass.readState(state);
    return state;
  });
}

/** Every character with its first unit, worked out with nothing but the rules. */
export function charactersByHand(text: string): { offset: number; character: string }[] {
  return [...text.matchAll(/[^]/gu)].map(match => ({ offset: match.index, character: match[0] }));
}

/** A reader of a document of its own. */
export function readerOf(model: ReaderModel, text: string, language: Language = 'c'): DocumentReader {
  return new DocumentReader(model, new DocumentText(text), language);
}
