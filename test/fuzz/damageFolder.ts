import { lstat, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../src/model/base/random.ts';
import { withField } from '../unit/files/changeJson.ts';
import { obstacles, putObstacle } from '../unit/files/obstacles.ts';

const JSON_FILE = 'model.json';
const LOCK_FILE = 'training.lock';
/** Stands for what JSON.stringify could not write. */
const DEEP = '"<deep>"';

type Fields = Record<string, unknown>;
/** Does one thing to a model's folder, and says what. */
type Damage = (folder: string, random: Random) => Promise<string>;

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random.next() * items.length)];
}

const below = (random: Random, limit: number) => Math.floor(random.next() * limit);

/** Does one to three things to a model's folder that may happen to it, or that somebody may do on purpose. */
export async function damageFolder(folder: string, random: Random): Promise<string> {
  const done: string[] = [];
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const damage = pick(random, damages);
    // Something may be in the way that an earlier damage has put there.
    done.push(
      await damage(folder, random).catch((error: Error) => `nothing (${error.message.slice(0, 60)})`),
    );
  }
  return done.join('; ');
}

async function randomFile(folder: string, random: Random): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => entry.name);
  return path.join(folder, pick(random, files.toSorted()));
}

/** The file of that name, if it is one or can be: an earlier damage may have put a link or a pipe there. */
async function plainFile(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  const stats = await lstat(file).catch(() => undefined);
  if (stats && !stats.isFile()) throw new Error(`${name} is no file`);
  return file;
}

const flipBits: Damage = async (folder, random) => {
  const file = await randomFile(folder, random);
  const bytes = await readFile(file);
  const bits = Array.from({ length: 1 + below(random, 3) }, () => below(random, bytes.length * 8));
  for (const bit of bits) bytes[bit >> 3] ^= 1 << (bit & 7);
  await writeFile(file, bytes);
  return `bits ${bits.join()} of ${path.basename(file)}`;
};

const cut: Damage = async (folder, random) => {
  const file = await randomFile(folder, random);
  const bytes = await readFile(file);
  const length = below(random, bytes.length + 1);
  await writeFile(file, bytes.subarray(0, length));
  return `${path.basename(file)} cut to ${length}`;
};

const lengthen: Damage = async (folder, random) => {
  const file = await randomFile(folder, random);
  const more = Uint8Array.from({ length: 1 + below(random, 64) }, () => below(random, 256));
  await writeFile(file, Buffer.concat([await readFile(file), more]));
  return `${path.basename(file)} has ${more.length} bytes more`;
};

/** A value that a field should not have, or may not. */
function oddValue(random: Random, before: unknown): unknown {
  return pick<() => unknown>(random, [
    () => null,
    () => undefined,
    () => -1,
    () => 0,
    () => 0.5,
    () => 1e308,
    () => 2 ** 53,
    () => '',
    () => 'x'.repeat(200_000),
    () => '\u001b[31m\n\u202e',
    () => [],
    () => ({}),
    () => Array.from({ length: 100_000 }, () => 0),
    () => '<deep>',
    () => (typeof before === 'number' ? before * 1000 + 1 : true),
    () => (typeof before === 'number' ? -before : before),
    () => ({ length: 5, __proto__: null, constructor: 1 }),
  ])();
}

function paths(json: unknown, prefix = ''): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => [
    `${prefix}${name}`,
    ...paths(value, `${prefix}${name}.`),
  ]);
}

function valueAt(json: unknown, place: string): unknown {
  return place.split('.').reduce((value, name) => (value as Fields)[name], json);
}

function withOddField(json: unknown, random: Random): { text: string; what: string } {
  const place = pick(random, paths(json));
  const value = oddValue(random, valueAt(json, place));
  const text = JSON.stringify(withField(json, place, value)) ?? '';
  const depth = pick(random, [8, 40, 100_000]);
  const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const said = (JSON.stringify(value) ?? 'missing').slice(0, 30);
  return { text: text.replace(DEEP, deep), what: `${place} is ${said}` };
}

const changeField: Damage = async (folder, random) => {
  const file = await plainFile(folder, JSON_FILE);
  let json = JSON.parse(await readFile(file, 'utf8')) as unknown;
  // Half of the time as a build without digests would have written it.
  if (random.next() < 0.5) json = withField(json, 'digest', undefined);
  const { text, what } = withOddField(json, random);
  await writeFile(file, text);
  return what;
};

const changeText: Damage = async (folder, random) => {
  const file = await plainFile(folder, JSON_FILE);
  const text = await readFile(file, 'utf8');
  const at = below(random, text.length);
  const put = pick(random, ['{', '}', '[', ']', '"', ',', '\\', '1e400', '-', '"a":', '[['.repeat(50_000)]);
  await writeFile(file, text.slice(0, at) + put + text.slice(at + below(random, 3)));
  return `${put.slice(0, 10)} at ${at} of ${JSON_FILE}`;
};

const changeHeader: Damage = async (folder, random) => {
  const names = (await readdir(folder)).filter(name => name.endsWith('.safetensors'));
  const name = pick(random, names.toSorted());
  const bytes = await readFile(await plainFile(folder, name));
  const length = Number(bytes.readBigUInt64LE(0));
  const { text, what } = withOddField(JSON.parse(bytes.toString('utf8', 8, 8 + length)), random);
  const start = Buffer.alloc(8);
  const claimed =
    random.next() < 0.8 ? Buffer.byteLength(text) : pick(random, [0, 2 ** 20, 2 ** 40, 2 ** 52]);
  start.writeBigUInt64LE(BigInt(claimed));
  await writeFile(
    path.join(folder, name),
    Buffer.concat([start, Buffer.from(text), bytes.subarray(8 + length)]),
  );
  return `in the header of ${name} ${what}, of ${claimed} bytes`;
};

/** Numbers in the place of numbers, under a name that says nothing of them: as a build without digests had it. */
const changeNumbers: Damage = async (folder, random) => {
  const text = await readFile(await plainFile(folder, JSON_FILE), 'utf8');
  const json = JSON.parse(text) as { weightsFile: string; training?: { tensorsFile: string } };
  const inWeights = random.next() < 0.3 || !json.training;
  const name = inWeights ? json.weightsFile : json.training!.tensorsFile;
  const bytes = await readFile(await plainFile(folder, name));
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const value = pick(random, [NaN, Infinity, -1, 2, 1e-30, 3e38, -3e38, 1e10]);
  for (let left = pick(random, [1, 100]); left > 0; left--)
    bytes.writeFloatLE(value, start + 4 * below(random, (bytes.length - start) / 4));
  const plain = inWeights ? 'weights.safetensors' : 'training.safetensors';
  await writeFile(path.join(folder, plain), bytes);
  const named = withField(json, inWeights ? 'weightsFile' : 'training.tensorsFile', plain);
  await writeFile(path.join(folder, JSON_FILE), JSON.stringify(withField(named, 'digest', undefined)));
  return `${value} in ${inWeights ? 'weights' : 'training state'}`;
};

/** A line of a run's history in another's place, torn, twice, or with odd numbers in it. */
const changeHistory: Damage = async (folder, random) => {
  const names = (await readdir(folder)).filter(name => name.endsWith('.jsonl'));
  const file = await plainFile(folder, pick(random, names.toSorted()));
  const lines = (await readFile(file, 'utf8')).split('\n');
  const at = below(random, lines.length);
  const odd = pick(random, [
    '',
    '[',
    '["p"]',
    '["c",1,0]',
    '["x",0]',
    '["e",0,0,"finished"]',
    '{"cellscope":"run"}',
  ]);
  lines[at] = pick(random, [
    odd,
    odd.repeat(10_000),
    lines[below(random, lines.length)],
    lines[at].replaceAll(/\d/g, '9'),
  ]);
  await writeFile(file, lines.join('\n'));
  return `line ${at} of ${path.basename(file)} is ${lines[at].slice(0, 30)}`;
};

const swap: Damage = async (folder, random) => {
  const [one, other] = [await randomFile(folder, random), await randomFile(folder, random)];
  const aside = `${one}.aside`;
  await rename(one, aside);
  if (other !== one) await rename(other, one);
  await rename(aside, other);
  return `${path.basename(one)} and ${path.basename(other)} swapped`;
};

const lose: Damage = async (folder, random) => {
  const file = await randomFile(folder, random);
  await rm(file);
  return `${path.basename(file)} lost`;
};

const block: Damage = async (folder, random) => {
  const kind = pick(random, obstacles);
  const name = pick(random, [JSON_FILE, LOCK_FILE, `${JSON_FILE}.tmp`, `${LOCK_FILE}.takeover`, '']);
  const file = name === '' ? await randomFile(folder, random) : path.join(folder, name);
  await rm(file, { recursive: true, force: true });
  await putObstacle(kind, file);
  return `a ${kind} as ${path.basename(file)}`;
};

const leaveLock: Damage = async (folder, random) => {
  const holder = {
    id: 'x',
    pid: pick(random, [1, 0, -1, 2 ** 40]),
    host: 'elsewhere',
    name: 'n'.repeat(below(random, 400)),
  };
  const text = pick(random, [JSON.stringify(holder), '', '{"id"', 'foreign', '['.repeat(100_000), 'null']);
  const file = await plainFile(folder, LOCK_FILE);
  await writeFile(file, text);
  const isOld = random.next() < 0.7;
  if (isOld) await utimes(file, 1, 1);
  return `${isOld ? 'an old' : 'a new'} lock ${text.slice(0, 40)}`;
};

const foreignJson: Damage = async (folder, random) => {
  const text = pick(random, [
    '{"name":"x"}',
    '',
    'x',
    '[]',
    'null',
    '{"formatVersion":1}',
    '{"weightsFile":"a"}',
  ]);
  await writeFile(await plainFile(folder, JSON_FILE), text);
  return `${JSON_FILE} is ${text}`;
};

const damages: readonly Damage[] = [
  flipBits,
  flipBits,
  cut,
  lengthen,
  changeField,
  changeField,
  changeField,
  changeText,
  changeHeader,
  changeNumbers,
  changeNumbers,
  changeHistory,
  swap,
  lose,
  block,
  leaveLock,
  foreignJson,
];
