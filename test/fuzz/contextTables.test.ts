// A thousand damaged files of what was learnt of a workspace: each is refused with a sentence, or is a table that works
// and leads nowhere else.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Random } from '../../src/model/base/random.ts';
import { undisturbed } from '../../src/model/base/readControl.ts';
import { UserError } from '../../src/model/base/userError.ts';
import { ContextTable } from '../../src/model/contexts/contextTable.ts';
import {
  compileContextKernels,
  type ContextKernelFactory,
} from '../../src/model/contexts/wasmContextKernels.ts';
import { keepTable, readKeptTable } from '../../src/model/files/contextFile.ts';
import { Digest } from '../../src/model/text/digest.ts';
import { randomDamage } from '../unit/contexts/contextTrace.ts';
import { randomText } from '../unit/contexts/workbench.ts';
import { createMemoryStorage } from '../unit/files/memoryStorage.ts';
import { pick } from './damageFolder.ts';

const CASES = 1000;
const NAME = 'cellscope-contexts.bin';
const HEADER_WORDS = 8;
const MAP_WORDS = 256;
/** Small, of which most is what every table has. */
const MEGABYTES = 4;

const below = (random: Random, limit: number) => Math.floor(random.next() * limit);

/** Does one thing to a file, and says what. */
type Damage = (file: Uint8Array, random: Random) => [Uint8Array, string];

const flipBits: Damage = (file, random) => {
  const bits = Array.from({ length: 1 + below(random, 4) }, () => below(random, file.length * 8));
  for (const bit of bits) file[bit >> 3] ^= 1 << (bit & 7);
  return [file, `bits ${bits.join()}`];
};

const cut: Damage = (file, random) => {
  const length = below(random, file.length + 1);
  return [file.slice(0, length), `cut to ${length}`];
};

const lengthen: Damage = (file, random) => {
  const more = randomText(random, 1 + below(random, 100));
  return [Buffer.concat([file, more]), `${more.length} bytes more`];
};

const changeHeader: Damage = (file, random) => {
  const [[place, word]] = randomDamage(random, 1);
  new Uint32Array(file.buffer, 0, HEADER_WORDS)[place % HEADER_WORDS] = word;
  return [file, `${word} in the header at ${place % HEADER_WORDS}`];
};

/** With a digest that is right, as somebody would do who means harm. */
const changeWords: Damage = (file, random) => {
  const words = new Uint32Array(file.buffer, 0, Math.floor((file.length - 16) / 4));
  const damage = randomDamage(random, pick(random, [1, 1, 2, 5, 100]));
  // Mostly in what is small, most of which no number may lead out of.
  for (const [place, word] of damage) words[place % words.length] = word;
  return [sealed(file), `${damage.length} words such as ${damage[0].join(': ')}`];
};

/** The large tables, which hold any bytes. */
const changeTables: Damage = (file, random) => {
  const from = Math.floor(file.length * 0.97);
  for (let at = from; at < file.length - 16; at++) if (random.next() < 0.3) file[at] = below(random, 256);
  return [sealed(file), 'any bytes in the large tables'];
};

const damages = [flipBits, cut, lengthen, changeHeader, changeWords, changeWords, changeWords, changeTables];

/** With the digest that it would have if it had been saved so. */
function sealed(file: Uint8Array): Uint8Array {
  const words = new Uint32Array(file.buffer, 0, (file.length - 16) / 4);
  const jsonEnd = HEADER_WORDS + Math.ceil(words[7] / 4);
  const digest = new Digest();
  digest.addValues(words.subarray(0, HEADER_WORDS)).addValues(words.subarray(HEADER_WORDS, jsonEnd));
  for (let at = jsonEnd; at < words.length;) {
    let end = at + MAP_WORDS;
    for (let bits of words.subarray(at, end)) for (; bits !== 0; bits &= bits - 1) end += 16;
    digest.addValues(words.subarray(at, end));
    at = end;
  }
  file.set(new TextEncoder().encode(digest.hex()), file.length - 16);
  return file;
}

describe('damaged files of what was learnt', function () {
  this.timeout(600_000);
  let create: ContextKernelFactory;
  let kept: Uint8Array;
  before(async () => {
    create = await compileContextKernels(new Uint8Array(await readFile('media/kernels/contexts.wasm')));
    const storage = createMemoryStorage();
    const table = ContextTable.empty(create, MEGABYTES);
    table.workspace.learn(randomText(new Random(1), 8000));
    for (let i = 0; i < 20; i++) table.learnt.set(`file ${i}.c`, i * 1e8);
    await keepTable(storage, table, undisturbed);
    kept = storage.files.get(NAME)!;
  });

  it('are refused, or lead nowhere', async () => {
    const storage = createMemoryStorage();
    let sound = 0;
    let soundThoughChanged = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const random = new Random(seed);
      const [file, what] = pick(random, damages)(kept.slice(), random);
      storage.files.set(NAME, file);
      try {
        const table = (await readKeptTable(storage, create, undisturbed))!;
        sound++;
        if (/words|tables/.test(what)) soundThoughChanged++;
        use(table, random);
      } catch (error) {
        if (!(error instanceof UserError)) throw new Error(`Case ${seed} (${what})`, { cause: error });
        assert.match(error.message, /cellscope-contexts\.bin in memory/);
      }
    }
    assert.ok(soundThoughChanged > CASES / 10, `${sound} ${soundThoughChanged}`);
    assert.ok(sound < CASES / 2, `${sound}`);
  });
});

function use(table: ContextTable, random: Random): void {
  const document = table.lend(() => {});
  // What lies before and behind the layers: nothing may be written there. The stack needs little of its room.
  const behind = table.arena.allocate(2 ** 16);
  const guards = [table.arena.integers(0, 2 ** 13), table.arena.integers(behind, 2 ** 16).fill(0x5a5a5a5a)];
  const before = guards.map(guard => guard.slice());
  const chances = new Float32Array(256);
  for (const layer of [table.workspace, document]) {
    // Over what the workspace has learnt by then.
    if (layer === document) layer.forget();
    layer.beginText(below(random, 1000));
    const nats = layer.learn(randomText(random, 120));
    assert.ok(nats >= 0 && Number.isFinite(nats));
    layer.distribution(chances, 0.01);
    assert.ok(Math.abs(chances.reduce((sum, p) => sum + p, 0) - 1) < 1e-3);
    assert.ok(layer.votes().every(Number.isFinite));
  }
  guards.forEach((guard, i) => assert.deepEqual(guard, before[i]));
}
