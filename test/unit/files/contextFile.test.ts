import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Random } from '../../../src/model/base/random.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { ContextTable } from '../../../src/model/contexts/contextTable.ts';
import {
  compileContextKernels,
  type ContextKernelFactory,
} from '../../../src/model/contexts/wasmContextKernels.ts';
import { removeModel } from '../../../src/model/files/checkpointWriter.ts';
import { keepTable, readKeptTable } from '../../../src/model/files/contextFile.ts';
import { randomText } from '../contexts/workbench.ts';
import { createMemoryStorage, type MemoryStorage } from './memoryStorage.ts';

const NAME = 'cellscope-contexts.bin';

/** Aborts after so many slices. */
function stop(after: number) {
  const controller = new AbortController();
  let slices = 0;
  const yieldToEvents = () => {
    if (++slices === after) controller.abort();
    return Promise.resolve();
  };
  return { control: { signal: controller.signal, yieldToEvents }, slices: () => slices };
}

describe('the file of what was learnt of a workspace', () => {
  let create: ContextKernelFactory;
  let storage: MemoryStorage;
  before(async () => {
    create = await compileContextKernels(new Uint8Array(await readFile('media/kernels/contexts.wasm')));
  });
  beforeEach(() => {
    storage = createMemoryStorage();
  });

  function learntTable(megabytes = 8): ContextTable {
    const table = ContextTable.empty(create, megabytes);
    table.workspace.beginText(3);
    table.workspace.learn(randomText(new Random(1), 3000));
    table.learnt.set('a "b".c', 2 ** 32 - 1).set('ä/ö.tex', 0);
    return table;
  }

  const read = (control = undisturbed) => readKeptTable(storage, create, control);

  /** How what is kept now is refused. */
  async function refusal(): Promise<string> {
    const error = await read().then(
      () => assert.fail('it was read'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UserError);
    return error.message;
  }

  it('goes on as the table would have', async () => {
    const table = learntTable();
    assert.equal(await keepTable(storage, table, undisturbed), true);
    const found = (await read())!;
    assert.deepEqual(found.learnt, table.learnt);
    assert.deepEqual(found.workspace.words(), table.workspace.words());
    const text = randomText(new Random(2), 500);
    for (const one of [table, found]) one.workspace.beginText(5);
    assert.equal(found.workspace.learn(text), table.workspace.learn(text));
  });

  it('is little larger than what was learnt', async () => {
    await keepTable(storage, learntTable(), undisturbed);
    assert.ok(storage.files.get(NAME)!.length < 5 * 2 ** 20);
  });

  it('may be missing', async () => {
    assert.equal(await read(), undefined);
  });

  it('is written and read in slices, which can be stopped', async () => {
    const table = learntTable();
    assert.equal(await keepTable(storage, table, stop(5).control), false);
    assert.equal(storage.files.size, 0);
    const whole = stop(Infinity);
    await keepTable(storage, table, whole.control);
    assert.ok(whole.slices() > 16);
    assert.equal(await read(stop(9).control), undefined);
  });

  it('is refused when it was damaged anywhere', async () => {
    await keepTable(storage, learntTable(), undisturbed);
    const kept = storage.files.get(NAME)!;
    for (const [end, message] of [
      [10, /cut off/],
      [kept.length - 1, /cut off/],
      [kept.length - 64, /is damaged/],
    ] as const) {
      storage.files.set(NAME, kept.subarray(0, end));
      assert.match(await refusal(), message);
    }
    for (const at of [3, 40, 130, 2000, kept.length >> 1, kept.length - 30, kept.length - 1]) {
      const changed = kept.slice();
      changed[at] ^= 0x10;
      storage.files.set(NAME, changed);
      assert.match(await refusal(), /cellscope-contexts\.bin in memory.* is damaged.*learnt anew/, `${at}`);
    }
    storage.files.set(NAME, Buffer.concat([kept, kept]));
    assert.match(await refusal(), /is damaged/);
  });

  it('is refused when it is of another version, or says sizes that no table has', async () => {
    await keepTable(storage, learntTable(), undisturbed);
    const kept = storage.files.get(NAME)!;
    const other = kept.slice();
    other[4] = 99;
    storage.files.set(NAME, other);
    assert.match(await refusal(), /is of version 1\.99; this build reads/);
    const resized = kept.slice();
    new Uint32Array(resized.buffer)[3]++;
    storage.files.set(NAME, resized);
    assert.match(await refusal(), /is damaged: its sizes are not those of a table/);
  });

  it('is read at the size that it has, if that is allowed', async () => {
    const table = learntTable(12);
    await keepTable(storage, table, undisturbed);
    const found = await readKeptTable(storage, create, undisturbed, 12);
    assert.deepEqual(found!.workspace.words(), table.workspace.words());
    await assert.rejects(
      readKeptTable(storage, create, undisturbed, 11),
      /in 12 MB of memory.* 11 MB at most/,
    );
    const claiming = storage.files.get(NAME)!.slice();
    new Uint32Array(claiming.buffer)[2] = 1000 * 2 ** 20;
    storage.files.set(NAME, claiming.subarray(0, 1_000_000));
    await assert.rejects(readKeptTable(storage, create, undisturbed), /is damaged: it is cut off/);
  });

  it('is left as it was when the disk is full, with a reason', async () => {
    await keepTable(storage, learntTable(), undisturbed);
    const before = storage.files.get(NAME);
    storage.writesLeft = 0;
    await assert.rejects(
      keepTable(storage, learntTable(), undisturbed),
      (error: unknown) => error instanceof UserError && error.reason === 'noRoom',
    );
    assert.equal(storage.files.get(NAME), before);
  });

  it('goes with its model', async () => {
    await keepTable(storage, learntTable(), undisturbed);
    storage.files.set('of the user.bin', Uint8Array.of(1));
    await removeModel(storage);
    assert.deepEqual([...storage.files.keys()], ['of the user.bin']);
  });
});
