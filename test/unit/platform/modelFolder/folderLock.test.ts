import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UserError } from '../../../../src/model/base/userError.ts';
import { type FolderLock, lockFolder } from '../../../../src/platform/node/modelFolder/folderLock.ts';
import { useTemporaryFolder } from '../../temporaryFolder.ts';
import { obstacles, putObstacle } from '../../files/obstacles.ts';

/** As if nobody had touched it for ten minutes. */
async function age(file: string): Promise<void> {
  const longAgo = new Date(Date.now() - 600_000);
  await utimes(file, longAgo, longAgo);
}

describe('lockFolder', () => {
  const folder = useTemporaryFolder();
  const lockFile = () => path.join(folder.path, 'training.lock');
  const writeLock = (holder: object) => writeFile(lockFile(), JSON.stringify(holder));

  it('keeps a second trainer out, names the first and the remedy, and lets it in after the release', async () => {
    const lock = await lockFolder(folder.path, 'the first');
    await assert.rejects(lockFolder(folder.path, 'the second'), {
      name: 'UserError',
      message: new RegExp(
        `^the first \\(process ${process.pid} on .*\\) is training in ${folder.path} already\\. .*remove`,
      ),
    });
    await lock.release();
    assert.deepEqual(await readdir(folder.path), []);
    await (await lockFolder(folder.path, 'the second')).release();
  });

  it('makes the folder', async () => {
    await (await lockFolder(path.join(folder.path, 'new', 'model'), 'a')).release();
  });

  it('takes over from a process that has died', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeLock({ id: 'x', pid: child.pid, host: hostname(), name: 'dead' });
    await (await lockFolder(folder.path, 'a')).release();
  });

  it('takes over from a holder that shows no sign of life, but not from one on another machine that does', async () => {
    await writeLock({ id: 'x', pid: 1, host: 'elsewhere', name: 'other' });
    await assert.rejects(lockFolder(folder.path, 'a'), /^UserError: other \(process 1 on elsewhere\)/);
    await age(lockFile());
    await (await lockFolder(folder.path, 'a')).release();
  });

  it('lets in exactly one of many that take over at once', async () => {
    await writeLock({ id: 'x', pid: 1, host: 'elsewhere', name: 'other' });
    await age(lockFile());
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => lockFolder(folder.path, `${i}`)),
    );
    const locks = results.filter(
      (result): result is PromiseFulfilledResult<FolderLock> => result.status === 'fulfilled',
    );
    assert.equal(locks.length, 1);
    await locks[0].value.release();
    assert.deepEqual(await readdir(folder.path), []);
  });

  for (const kind of obstacles)
    it(`leaves a ${kind} under its name as it is, and says so`, async () => {
      const directory = path.join(folder.path, 'model');
      await mkdir(directory);
      const state = await putObstacle(kind, path.join(directory, 'training.lock'));
      const before = await state();
      await assert.rejects(lockFolder(directory, 'a'), {
        name: 'UserError',
        message: /training\.lock is a (symbolic link|folder|pipe|socket), not a file\. Move it away/,
      });
      assert.equal(await state(), before);
      assert.deepEqual(await readdir(directory), ['training.lock']);
    });

  for (const text of [
    "someone else's",
    '{"pid": 1}',
    '[]',
    '{"id":"x","pid":0,"host":"h","name":"n"} ',
    'x'.repeat(9999),
  ])
    it(`leaves a file of another program as it is, however old: ${text.slice(0, 40)}`, async () => {
      await writeFile(lockFile(), text);
      await age(lockFile());
      await assert.rejects(lockFolder(folder.path, 'a'), {
        name: 'UserError',
        message: /training\.lock is not a lock of Cellscope, and is left as it is/,
      });
      assert.equal(await readFile(lockFile(), 'utf8'), text);
    });

  for (const text of ['', '{"id":"0123', '\0\0'])
    it(`takes over what was made and not filled, once it is old: ${JSON.stringify(text)}`, async () => {
      await writeFile(lockFile(), text);
      await assert.rejects(lockFolder(folder.path, 'a'), /another process is training/);
      await age(lockFile());
      await (await lockFolder(folder.path, 'a')).release();
    });

  it('is lost to another process that took it over, which keeps it', async () => {
    const sleeper = await lockFolder(folder.path, 'the sleeper', { beatMs: 2 ** 30, staleMs: 120_000 });
    await sleeper.check();
    await age(lockFile());
    const other = await lockFolder(folder.path, 'the other');
    const held = await readFile(lockFile(), 'utf8');
    await assert.rejects(sleeper.check(), { name: 'UserError', reason: 'folderLost' });
    await assert.rejects(sleeper.claim(), { name: 'UserError', reason: 'folderLost' });
    assert.equal((sleeper.lost.reason as UserError).reason, 'folderLost');
    await sleeper.release();
    assert.equal(await readFile(lockFile(), 'utf8'), held);
    await other.check();
    assert.equal(other.lost.aborted, false);
    await other.release();
  });

  it('tells at the next beat that it is lost, and shows life while it is not', async () => {
    const lock = await lockFolder(folder.path, 'the sleeper', { beatMs: 1, staleMs: 120_000 });
    await age(lockFile());
    while (Date.now() - (await stat(lockFile())).mtimeMs > 120_000) await nextTurn();
    assert.equal(lock.lost.aborted, false);
    const lost = new Promise(resolve => lock.lost.addEventListener('abort', resolve));
    await rm(lockFile());
    await writeLock({ id: 'x', pid: 1, host: 'elsewhere', name: 'other' });
    await lost;
    await lock.release();
    assert.deepEqual(await readdir(folder.path), ['training.lock']);
  });

  it('is made again where it was removed, with its folder or without', async () => {
    const directory = path.join(folder.path, 'model');
    const lock = await lockFolder(directory, 'a');
    const remove = [
      () => rm(directory, { recursive: true }),
      () => rm(path.join(directory, 'training.lock')),
    ];
    for (const one of remove) {
      await one();
      await assert.rejects(lock.check(), /training\.lock was removed while the model was being saved/);
      await lock.claim();
      await lock.check();
    }
    await assert.rejects(lockFolder(directory, 'b'), /a \(process/);
    await lock.release();
    assert.deepEqual(await readdir(directory), []);
  });

  it('is not lost for a lock of another program that was put there, and is left as it is', async () => {
    const lock = await lockFolder(folder.path, 'a');
    await writeFile(lockFile(), 'foreign');
    await assert.rejects(lock.check(), /is not a lock of Cellscope/);
    await lock.release();
    assert.equal(await readFile(lockFile(), 'utf8'), 'foreign');
  });

  it('lets in nobody while another process takes over, unless that one has died at it', async () => {
    await writeLock({ id: 'x', pid: 1, host: 'elsewhere', name: 'other' });
    await age(lockFile());
    await writeFile(`${lockFile()}.takeover`, '');
    await assert.rejects(
      lockFolder(folder.path, 'a'),
      /^UserError: Another process begins to train in .*takeover/,
    );
    await age(`${lockFile()}.takeover`);
    await (await lockFolder(folder.path, 'a')).release();
    assert.deepEqual(await readdir(folder.path), []);
  });
});
