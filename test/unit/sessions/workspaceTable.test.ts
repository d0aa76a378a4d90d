import assert from 'node:assert/strict';
import type { CharacterModel } from '../../../src/model/files/characterModel.ts';
import type { SourceItem } from '../../../src/model/text/corpus.ts';
import { ContextTable } from '../../../src/model/contexts/contextTable.ts';
import { keepTable, readKeptTable } from '../../../src/model/files/contextFile.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { nextTurn } from '../../../src/platform/node/threads/nextTurn.ts';
import { loadContextKernels } from '../../../src/platform/node/kernels/nodeContextKernels.ts';
import type { ContextNotice } from '../../../src/protocol/contextNotice.ts';
import type { WorkspaceFiles } from '../../../src/protocol/modelMessages.ts';
import { type TablePlatform, WorkspaceTable } from '../../../src/sessions/workspaceTable.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { checkpointAt } from '../files/smallCheckpoint.ts';
import { cText } from '../training/sources.ts';

const NAME = 'cellscope-contexts.bin';
const all: WorkspaceFiles = { folders: [{ path: '/project', exclude: [] }], include: [] };
const saved = (...names: string[]): WorkspaceFiles => ({
  ...all,
  saved: names.map(name => `/project/${name}`),
});

const projectFiles = () =>
  new Map([
    ['a.c', cText(1)],
    ['b.c', cText(2)],
    ['c.c', cText(3)],
  ]);

describe('the table of a workspace', () => {
  let model: CharacterModel;
  let create: Awaited<ReturnType<typeof loadContextKernels>>['create'];
  before(async () => {
    ({ model } = await checkpointAt(1));
    ({ create } = await loadContextKernels('media/kernels'));
  });

  /** A workspace with files, and a window on it. */
  function open({ storage = createMemoryStorage(), files = new Map<string, string>() } = {}) {
    const told: string[] = [];
    const notices: ContextNotice[] = [];
    let settle: (() => void) | undefined;
    const reads: string[] = [];
    const platform: TablePlatform = {
      megabytes: 32,
      loadKernels: () => Promise.resolve({ create }),
      async *readSources(): AsyncGenerator<SourceItem> {
        told.push('walk');
        yield { path: 'out/ignored.c', reason: 'a rule of git leaves it out' };
        for (const [path, text] of files) yield { path, language: 'c', text };
      },
      sourcePath: (_, file) => (file.startsWith('/project/') ? file.slice('/project/'.length) : undefined),
      locate: (_, path) => `/project/${path}`,
      stamp: () => Promise.resolve(stampOf(storage)),
      isBeingTrained: () => Promise.resolve(false),
      wait: () => new Promise(resolve => (settle = resolve)),
    };
    const table = new WorkspaceTable({
      platform,
      storage,
      readSource: (_, path) => {
        reads.push(path);
        return Promise.resolve(files.get(path));
      },
      run: (signal, job) => job({ signal, yieldToEvents: nextTurn }),
      onProgress: share => told.push(share === 1 ? 'whole' : 'part'),
      onEnd: () => told.push('end'),
      onNotice: notice => notices.push(notice),
      onChange: () => told.push('change'),
    });
    const settleAll = async () => {
      settle?.();
      await nextTurn();
      await table.keepUp(saved());
    };
    return { table, storage, files, told, notices, reads, platform, settle: settleAll };
  }

  /** A workspace whose files were learnt by another window. */
  async function learnt(files = projectFiles()) {
    const window = open({ files });
    window.table.follow(model);
    await window.table.keepUp(all);
    return window;
  }

  it('is learnt from the files where none is kept, with progress, and is kept then', async () => {
    const { table, storage, told, notices, reads } = open({ files: projectFiles() });
    table.follow(model);
    await table.keepUp({ ...all, saved: [] });
    assert.deepEqual([...table.current!.learnt.keys()].toSorted(), ['a.c', 'b.c', 'c.c']);
    // What was held out of the training comes last: both experts learn on it how far each is to be trusted.
    assert.deepEqual(reads, ['a.c', 'c.c', 'b.c']);
    assert.deepEqual([told[0], ...told.slice(-3)], ['walk', 'whole', 'end', 'change']);
    assert.ok(told.includes('part'));
    assert.deepEqual(notices, []);
    const kept = await readKeptTable(storage, create, undisturbed);
    assert.deepEqual(kept!.learnt, table.current!.learnt);
  });

  it('is read where one is kept, and learns nothing again', async () => {
    const { storage, files } = await learnt();
    const next = open({ storage, files });
    next.table.follow(model);
    await next.table.keepUp(all);
    assert.deepEqual(next.table.current!.learnt.size, 3);
    assert.deepEqual([next.told, next.reads], [['change', 'walk'], []]);
  });

  it('learns files that have changed since or are new, and no others', async () => {
    const { storage, files } = await learnt();
    files.set('b.c', cText(7)).set('new.c', cText(8));
    const next = open({ storage, files });
    next.table.follow(model);
    await next.table.keepUp(all);
    assert.deepEqual(next.reads, ['b.c', 'new.c']);
    assert.equal(next.table.current!.learnt.size, 4);
  });

  it('learns a file that was saved without looking through the others, and only its change the second time', async () => {
    const { table, files, told, reads } = await learnt();
    told.length = 0;
    reads.length = 0;
    const { workspace, learnt: known } = table.current!;
    const learntBytes: number[] = [];
    const learn = workspace.learn.bind(workspace);
    workspace.learn = bytes => {
      learntBytes.push(bytes.length);
      return learn(bytes);
    };
    const before = known.get('a.c');
    files.set('a.c', `${cText(1)}int more;\n`);
    await table.keepUp({ ...all, saved: ['/project/a.c', '/elsewhere/a.c'] });
    assert.notEqual(known.get('a.c'), before);
    assert.equal(
      learntBytes.reduce((sum, bytes) => sum + bytes, 0),
      files.get('a.c')!.length,
    );
    learntBytes.length = 0;
    files.set('a.c', `${cText(1)}int much;\n`);
    await table.keepUp(saved('a.c'));
    assert.deepEqual(learntBytes, ['int much;\n'.length]);
    assert.deepEqual([told.includes('walk'), reads], [false, ['a.c', 'a.c']]);
  });

  it('finds a new file by the walk of a training, which leaves out what is ignored', async () => {
    const { table, files, told } = await learnt();
    files.set('new.c', cText(5));
    told.length = 0;
    await table.keepUp(saved('new.c'));
    await table.keepUp(saved('out/ignored.c'));
    assert.deepEqual(told, ['walk', 'change', 'walk']);
    assert.ok(table.current!.learnt.has('new.c') && !table.current!.learnt.has('out/ignored.c'));
  });

  it('is kept once no more has come to it for a while', async () => {
    const { table, storage, files, settle } = await learnt();
    const kept = storage.files.get(NAME);
    files.set('a.c', cText(9));
    await table.keepUp(saved('a.c'));
    assert.equal(storage.files.get(NAME), kept);
    await settle();
    const found = await readKeptTable(storage, create, undisturbed);
    assert.deepEqual(found!.learnt, table.current!.learnt);
  });

  it('is kept at once when the window closes, if something has come to it', async () => {
    const { table, storage, files } = await learnt();
    const kept = storage.files.get(NAME);
    await table.settle();
    assert.equal(storage.files.get(NAME), kept);
    files.set('a.c', cText(9));
    await table.keepUp(saved('a.c'));
    await table.settle();
    const found = await readKeptTable(storage, create, undisturbed);
    assert.deepEqual(found!.learnt, table.current!.learnt);
  });

  it('takes the layers of documents away before it learns', async () => {
    const { table, files } = await learnt();
    let taken = 0;
    table.current!.lend(() => taken++);
    files.set('a.c', cText(9));
    await table.keepUp(saved('a.c'));
    assert.equal(taken, 1);
  });

  it('that is damaged is learnt anew, and one says so', async () => {
    const { storage, files } = await learnt();
    storage.files.get(NAME)![3000] ^= 1;
    const next = open({ storage, files });
    next.table.follow(model);
    await next.table.keepUp(all);
    assert.equal(next.notices.length, 1);
    const [notice] = next.notices;
    assert.ok(notice.kind === 'contextsLearntAnew' && /is damaged/.test(notice.problem));
    assert.equal(next.table.current!.learnt.size, 3);
    assert.ok(await readKeptTable(storage, create, undisturbed));
  });

  it('that is larger than it may be is learnt anew', async () => {
    const storage = createMemoryStorage();
    await keepTable(storage, ContextTable.empty(create, 40), undisturbed);
    const { table, notices } = open({ storage, files: projectFiles() });
    table.follow(model);
    await table.keepUp(all);
    assert.match(JSON.stringify(notices), /kept in 40 MB of memory, and it is to have 32 MB at most/);
    assert.ok(table.current!.workspace.bytes < 33 * 2 ** 20);
  });

  it('is that of another window or training as soon as that one has kept it', async () => {
    const { table, storage, files } = await learnt();
    const first = table.current;
    const other = open({ storage, files: files.set('d.c', cText(4)) });
    other.table.follow(model);
    await other.table.keepUp(all);
    await other.settle();
    table.follow(model);
    await table.keepUp(saved());
    assert.notEqual(table.current, first);
    assert.ok(table.current!.learnt.has('d.c'));
  });

  it('learns and keeps nothing while a training does so itself', async () => {
    const { table, storage, platform } = open({ files: projectFiles() });
    platform.isBeingTrained = () => Promise.resolve(true);
    table.follow(model);
    await table.keepUp(all);
    assert.deepEqual([table.current, storage.files.size], [undefined, 0]);
  });

  it('is of use without being kept, and one says why it is not', async () => {
    const { table, storage, notices } = open({ files: projectFiles() });
    storage.writesLeft = 0;
    table.follow(model);
    await table.keepUp(all);
    assert.equal(table.current!.learnt.size, 3);
    assert.match(JSON.stringify(notices), /contextsNotSaved.*the disk is full/);
  });

  it('says why the files cannot be looked through', async () => {
    const { table, platform, notices } = open();
    platform.readSources = () => {
      throw new Error('no such folder');
    };
    table.follow(model);
    await table.keepUp(all);
    assert.deepEqual(notices, [{ kind: 'contextsNotLearnt', problem: 'no such folder' }]);
  });

  it('is forgotten with its model, also while it is learnt', async () => {
    const { table, storage } = open({ files: projectFiles() });
    table.follow(model);
    const done = table.keepUp(all);
    await nextTurn();
    table.forget();
    await done;
    assert.deepEqual([table.current, storage.files.size], [undefined, 0]);
    table.follow(model);
    await table.keepUp(all);
    assert.equal(table.current!.learnt.size, 3);
  });
});

/** Another one for each write. */
const stamps = new Map<Uint8Array, string>();

function stampOf(storage: MemoryStorage): string | undefined {
  const bytes = storage.files.get(NAME);
  if (!bytes) return undefined;
  if (!stamps.has(bytes)) stamps.set(bytes, `${stamps.size}`);
  return stamps.get(bytes);
}
