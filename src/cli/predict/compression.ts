import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../model/base/userError.ts';
import { ContextTable } from '../../model/contexts/contextTable.ts';
import { CharacterBytes } from '../../model/predict/mix/characterBytes.ts';
import { compress, type CompressedWith, decompress } from '../../model/predict/mix/compressedFile.ts';
import { MixedReader } from '../../model/predict/mix/mixedReader.ts';
import { Digest } from '../../model/text/digest.ts';
import { readRegularFile } from '../../platform/node/files/readRegularFile.ts';
import { loadContextKernels } from '../../platform/node/kernels/nodeContextKernels.ts';
import { loadNodeKernels } from '../../platform/node/kernels/nodeKernels.ts';
import { createFolderStorage } from '../../platform/node/modelFolder/folderStorage.ts';
import { languageOfPath } from '../../protocol/languages.ts';
import { type Arguments, type Command, UsageError } from '../base/command.ts';
import { kernelDirectory, openCharacterModel, openTable } from '../base/openModel.ts';
import { isSet, positionals, textOption } from '../base/options.ts';
import { count, printJson, printLine } from '../base/output.ts';

/** It must fit into memory some times over, and takes ten microseconds a byte and more. */
const MAX_BYTES = 100_000_000;

const options = { out: { type: 'string' }, json: { type: 'boolean' } } as const;

export const compressCommand: Command = {
  name: 'compress',
  summary: 'Makes a file as small as a model predicts it well',
  usage: `Usage: cellscope compress MODEL FILE --out OUT [--json]

Writes into OUT what is needed to get FILE back, byte for byte, with the model in the folder MODEL as it is now: as many
bits as the model is surprised by. It proves the figures of eval, and packs well; it is slow, and the same model on a
machine with the same kernels is needed to read it.

  --out OUT  the file to write
  --json     prints {"bytes","compressedBytes","bitsPerByte"}
`,
  options,
  run: args =>
    turn(
      args,
      async (bytes, file, using) => await compress(bytes, languageOfPath(file), using),
      'compressed',
    ),
};

export const decompressCommand: Command = {
  name: 'decompress',
  summary: 'Gets back a file that compress made small',
  usage: `Usage: cellscope decompress MODEL FILE --out OUT [--json]

Writes into OUT the file that cellscope compress made FILE of, with the same model.

  --out OUT  the file to write
  --json     prints {"bytes","compressedBytes","bitsPerByte"}
`,
  options,
  run: args => turn(args, decompress, 'decompressed'),
};

type Turn = (bytes: Uint8Array, file: string, using: CompressedWith) => Promise<Uint8Array>;

async function turn(args: Arguments, work: Turn, what: 'compressed' | 'decompressed'): Promise<number> {
  const { MODEL, FILE } = positionals(args, 'MODEL', 'FILE');
  const out = textOption(args, 'out');
  if (out === undefined || out === '') throw new UsageError('--out OUT is missing: the file to write.');
  const bytes = await readRegularFile(FILE, { maxBytes: MAX_BYTES, links: 'follow' });
  if ('reason' in bytes)
    throw new UserError(`Cannot read ${FILE}: ${bytes.isMissing ? 'there is no such file' : bytes.reason}.`);
  const made = await work(bytes, FILE, await openReader(MODEL));
  const target = path.resolve(out);
  await createFolderStorage(path.dirname(target)).write(path.basename(target), made);
  const [plain, packed] = what === 'compressed' ? [bytes, made] : [made, bytes];
  const figures = { bytes: plain.length, compressedBytes: packed.length };
  const bitsPerByte = (8 * packed.length) / Math.max(1, plain.length);
  if (isSet(args, 'json')) printJson({ ...figures, bitsPerByte });
  else
    printLine(
      `${count(bytes.length)} bytes ${what} to ${count(made.length)}: ${bitsPerByte.toFixed(3)} bits for each byte of the file`,
    );
  return 0;
}

async function openReader(directory: string): Promise<CompressedWith> {
  const { network, vocabulary } = await openCharacterModel(directory);
  const table = (await openTable(directory)) ?? (await emptyTable());
  const layer = table.workspace;
  const { parameters } = network;
  // The network's numbers differ in their last bits from one set of kernels to another.
  const { name } = await loadNodeKernels(kernelDirectory);
  const fingerprint = new Digest()
    .addValues(new Uint32Array(parameters.buffer, parameters.byteOffset, parameters.length))
    .addValues(layer.words())
    .addText(name)
    .value();
  const reader = new MixedReader({ network, characters: new CharacterBytes(vocabulary), layer });
  return { reader, fingerprint, yieldToEvents: async () => nextTurn() };
}

async function emptyTable(): Promise<ContextTable> {
  const { create } = await loadContextKernels(kernelDirectory);
  return ContextTable.empty(create, MEGABYTES);
}

/** Of the table where none was kept. */
const MEGABYTES = 16;
