// `npm run starter:train`: trains the starter model on what `npm run starter:texts` has laid out, in the trainings of
// stages.mjs, and writes the files that are shipped into media/starter: the weights in fewer bits, and what belongs to
// them. Files that are held out are chosen by the seed, and never learnt; how many bits each way of writing the weights
// costs is measured on them. The same machine kind, threads and options write the same files, where --epochs or --pace
// and not the clock says when it ends.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { Failure, root, run, runScript } from '../command.mjs';
import { modelCode } from './modelCode.mjs';
import { rankStarter } from './rankStarter.mjs';
import { STAGES } from './stages.mjs';

const names = STAGES.map(({ name }) => name);

const help = `Usage: npm run starter:train -- [--kind F16|I8] [--only STAGE] [--try | --trained] [-- OPTIONS]

  --kind KIND   how the weights are shipped: half floats (F16), or bytes with a scale a row (I8) (I8)
  --only STAGE  this training alone, on what is there of the one before it: ${names.join(' or ')}
  --try         ships nothing: trains into .cache/starter/trained, and measures
  --trained     trains nothing: takes what was trained there last, with the same OPTIONS

OPTIONS are those of cellscope train, in place of those of the training that --only names
${STAGES.map(({ name, options }) => `  ${name}: ${options.join(' ')}`).join('\n')}
`;

const kinds = ['F16', 'I8'];

/** So many of the files that were not learnt are enough to measure on. */
const MOST_MEASURED = 40;

const cache = path.join(root, '.cache/starter');
const shipped = path.join(root, 'media/starter');
const program = path.join(root, 'dist/cli.js');
const trainedBy = stage => path.join(cache, 'trained', stage.name);
const textsOf = stage => path.join(cache, 'texts', stage.name);
/** The files of a training as they would be shipped, its weights of one kind. */
const written = (stage, kind) => path.join(cache, kind, stage.name);

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: {
      kind: { type: 'string', default: 'I8' },
      only: { type: 'string' },
      try: { type: 'boolean' },
      trained: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help) return console.log(help);
  if (!kinds.includes(values.kind))
    throw new Failure(`--kind is "${values.kind}"; give one of ${kinds.join(', ')}.`, 2);
  if (values.only && !names.includes(values.only))
    throw new Failure(`--only is "${values.only}"; give one of ${names.join(', ')}.`, 2);
  if (positionals.length > 0 && !values.only)
    throw new Failure('OPTIONS are for one training; say for which with --only.', 2);
  if (!existsSync(program)) throw new Failure('Nothing is built yet: npm run build');

  const stages = STAGES.map(stage => ({ ...stage, options: optionsOf(stage, values.only, positionals) }));
  let sizes;
  for (const [i, stage] of stages.entries()) {
    if (values.only && values.only !== stage.name) continue;
    if (!values.trained) await train(stage, stages[i - 1], values.kind);
    sizes = await measureAll(stage);
    console.table(sizes);
  }
  if (values.try || (values.only && values.only !== names.at(-1))) return;
  await ship(stages, values.kind, sizes);
});

function optionsOf({ name, options }, only, given) {
  return name === only && given.length > 0 ? given : options;
}

/**
 * Of a copy of its texts elsewhere: in this repository git would not keep them, so the training would leave them out. The
 * one before it is the starter of a copy of the program.
 */
async function train(stage, before, kind) {
  const texts = textsOf(stage);
  if (!existsSync(texts)) throw new Failure(`There are no texts in ${texts}: npm run starter:texts`);
  const copy = await mkdtemp(path.join(os.tmpdir(), 'cellscope-starter-'));
  try {
    const folder = path.join(copy, 'texts');
    await cp(texts, folder, { recursive: true });
    await rm(trainedBy(stage), { recursive: true, force: true });
    const cli = before ? await programStartingFrom(written(before, kind), copy) : program;
    const start = ['--start', before ? 'starter' : 'fresh'];
    const status = await run(process.execPath, [
      cli,
      'train',
      folder,
      '--out',
      trainedBy(stage),
      ...start,
      ...stage.options,
    ]);
    if (status !== 0) throw new Failure(`The ${stage.name} training failed.`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function programStartingFrom(starter, folder) {
  if (!existsSync(starter))
    throw new Failure(`There is no model in ${starter}: npm run starter:train, without --only`);
  for (const part of ['dist', 'media', 'package.json'])
    await cp(path.join(root, part), path.join(folder, part), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const place = path.join(folder, 'media/starter');
  await rm(place, { recursive: true, force: true });
  await cp(starter, place, { recursive: true });
  return path.join(folder, 'dist/cli.js');
}

/** Of each way of writing the weights of a training: bytes, and bits per character on what was not learnt. */
async function measureAll(stage) {
  const sizes = {};
  await onHeldOut(stage, async (heldOut, model) => {
    for (const kind of ['F32', ...kinds]) sizes[kind] = await measure(kind, { stage, model, heldOut });
  });
  return sizes;
}

/** Does some work with a folder of files that a training has not learnt, and what model.json says of it. */
async function onHeldOut(stage, work) {
  const model = JSON.parse(await readFile(path.join(trainedBy(stage), 'model.json'), 'utf8'));
  const heldOut = await layHeldOut(textsOf(stage), model.heldOut);
  try {
    await work(heldOut, model);
  } finally {
    await rm(heldOut, { recursive: true, force: true });
  }
}

/** Puts the last training's files where they are shipped, with a record of how they were made. */
async function ship(stages, kind, sizes) {
  const last = stages.at(-1);
  await onHeldOut(last, (heldOut, { cellscope }) => rankStarter(written(last, kind), heldOut, cellscope));
  // A former ranking is named for other weights.
  for (const name of await readdir(shipped))
    if (name.startsWith('cells-')) await rm(path.join(shipped, name));
  await cp(written(last, kind), shipped, { recursive: true });
  const records = JSON.parse(await readFile(path.join(cache, 'texts.json'), 'utf8'));
  const trainings = [];
  for (const { name, options } of stages) {
    const { 'starter.safetensors': weights } = await digestsOf(written({ name }, kind));
    trainings.push({ name, options, texts: records[name].texts, weights });
  }
  const record = { trainings, kind, measured: sizes, sha256: await digestsOf(written(last, kind)) };
  const recordFile = path.join(shipped, 'record.json');
  await writeFile(
    recordFile,
    await format(JSON.stringify(record), { ...(await resolveConfig(recordFile)), filepath: recordFile }),
  );
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
async function measure(kind, { stage, model, heldOut }) {
  const { readSafetensors, writeSafetensors, writeCompactSafetensors, formatModelJson, parseModelJson } =
    await modelCode(
      'files',
      `export { readSafetensors, writeSafetensors, writeCompactSafetensors } from './model/files/safetensors.ts';
     export { formatModelJson, parseModelJson } from './model/files/modelJson.ts';`,
    );
  const folder = written(stage, kind);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const tensors = [
    ...readSafetensors(
      await readFile(path.join(trainedBy(stage), model.weightsFile)),
      model.weightsFile,
    ).values(),
  ];
  const bytes = kind === 'F32' ? writeSafetensors(tensors) : writeCompactSafetensors(tensors, kind);
  await writeFile(path.join(folder, 'starter.safetensors'), bytes);
  const { description } = parseModelJson(
    JSON.stringify({ ...model, digest: undefined, training: undefined }),
    trainedBy(stage),
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
