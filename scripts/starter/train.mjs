// `npm run starter:train`: trains the starter model on what `npm run starter:texts` has laid out, with a fixed seed, and
// writes the files that are shipped into media/starter: the weights in fewer bits, and what belongs to them. Files that are
// held out are chosen by the seed, and never learnt; how many bits each way of writing the weights costs is measured on
// them. The same machine kind, threads and options write the same files, where --epochs or --pace and not the clock says
// when it ends.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { Failure, root, run, runScript } from '../command.mjs';
import { modelCode } from './modelCode.mjs';

const DEFAULTS = '--layers 2 --units 256 --sequence 128 --seed 1 --epochs 2 --threads 2'.split(' ');

const help = `Usage: npm run starter:train -- [--kind F16|I8] [--texts FOLDER] [--try | --trained] [-- OPTIONS]

  --kind KIND     how the weights are shipped: half floats (F16), or bytes with a scale a row (I8) (I8)
  --texts FOLDER  what to train on (.cache/starter/texts)
  --try           ships nothing: trains into .cache/starter/model, and measures
  --trained       trains nothing: takes what was trained there last, with the same OPTIONS

OPTIONS are those of cellscope train (${DEFAULTS.join(' ')})
`;

const kinds = ['F16', 'I8'];

/** So many of the files that were not learnt are enough to measure on. */
const MOST_MEASURED = 40;

const cache = path.join(root, '.cache/starter');
const trained = path.join(cache, 'model');
const shipped = path.join(root, 'media/starter');
const program = path.join(root, 'dist/cli.js');

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: {
      kind: { type: 'string', default: 'I8' },
      texts: { type: 'string', default: path.join(cache, 'texts') },
      try: { type: 'boolean' },
      trained: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help) return console.log(help);
  if (!kinds.includes(values.kind))
    throw new Failure(`--kind is "${values.kind}"; give one of ${kinds.join(', ')}.`, 2);
  const options = positionals.length > 0 ? positionals : DEFAULTS;
  const texts = path.resolve(values.texts);
  if (!existsSync(program)) throw new Failure('Nothing is built yet: npm run build');
  if (!existsSync(texts)) throw new Failure(`There are no texts in ${texts}: npm run starter:texts`);
  if (!values.trained) await train(texts, options);
  const model = JSON.parse(await readFile(path.join(trained, 'model.json'), 'utf8'));
  const heldOut = await layHeldOut(texts, model.heldOut);
  const sizes = {};
  try {
    for (const kind of ['F32', ...kinds]) sizes[kind] = await measure(kind, { model, heldOut });
  } finally {
    await rm(heldOut, { recursive: true, force: true });
  }
  console.table(sizes);
  if (values.try) return;
  await cp(path.join(cache, values.kind), shipped, { recursive: true });
  const sha256 = await digestsOf(path.join(cache, values.kind));
  const { texts: learnt } = JSON.parse(await readFile(path.join(cache, 'texts.json'), 'utf8'));
  const record = { options, kind: values.kind, texts: learnt, measured: sizes, sha256 };
  const recordFile = path.join(shipped, 'record.json');
  await writeFile(
    recordFile,
    await format(JSON.stringify(record), { ...(await resolveConfig(recordFile)), filepath: recordFile }),
  );
});

/** Of a copy elsewhere: in this repository git would not keep them, so the training would leave them out. */
async function train(texts, options) {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'cellscope-starter-'));
  try {
    await cp(texts, copy, { recursive: true });
    await rm(trained, { recursive: true, force: true });
    const status = await run(process.execPath, [
      program,
      'train',
      copy,
      '--out',
      trained,
      '--start',
      'fresh',
      ...options,
    ]);
    if (status !== 0) throw new Failure('The training failed.');
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** A copy of files that were not learnt, from all of them evenly, to measure on. */
async function layHeldOut(texts, paths) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-heldout-'));
  const every = Math.max(1, Math.ceil(paths.length / MOST_MEASURED));
  for (const each of paths.filter((_, i) => i % every === 0)) {
    await mkdir(path.dirname(path.join(folder, each)), { recursive: true });
    await cp(path.join(texts, each), path.join(folder, each));
  }
  return folder;
}

/** Writes the weights of one kind beside the model, as it would be shipped, and reads it back to measure it. */
async function measure(kind, { model, heldOut }) {
  const { readSafetensors, writeSafetensors, writeCompactSafetensors, formatModelJson, parseModelJson } =
    await modelCode(
      'files',
      `export { readSafetensors, writeSafetensors, writeCompactSafetensors } from './model/files/safetensors.ts';
     export { formatModelJson, parseModelJson } from './model/files/modelJson.ts';`,
    );
  const folder = path.join(cache, kind);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const tensors = [
    ...readSafetensors(await readFile(path.join(trained, model.weightsFile)), model.weightsFile).values(),
  ];
  const bytes = kind === 'F32' ? writeSafetensors(tensors) : writeCompactSafetensors(tensors, kind);
  await writeFile(path.join(folder, 'starter.safetensors'), bytes);
  const { description } = parseModelJson(
    JSON.stringify({ ...model, digest: undefined, training: undefined }),
    trained,
  );
  // Paths of held-out files and the course of the training are of no use to who has neither.
  const plain = { ...description, heldOut: [], history: [], globs: [] };
  const json = formatModelJson(
    { description: plain, weightsFile: 'starter.safetensors' },
    { version: model.cellscope, place: folder },
  );
  await writeFile(path.join(folder, 'model.json'), json);
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    'eval',
    folder,
    heldOut,
    '--json',
  ]);
  return { bytes: bytes.length, bitsPerChar: JSON.parse(stdout).rnnBitsPerChar };
}

async function digestsOf(folder) {
  const digests = {};
  for (const name of (await readdir(folder)).toSorted())
    digests[name] = createHash('sha256')
      .update(await readFile(path.join(folder, name)))
      .digest('hex');
  return digests;
}
