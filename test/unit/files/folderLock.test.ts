import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { type FolderLock, lockFolder } from '../../../src/worker/folderLock.ts';
import { useTemporaryFolder } from '../temporaryFolder.ts';

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
    const longAgo = new Date(Date.now() - 600_000);
    await utimes(lockFile(), longAgo, longAgo);
    await (await lockFolder(folder.path, 'a')).release();
  });

  it('lets in exactly one of many that take over at once', async () => {
    await writeLock({ id: 'x', pid: 1, host: 'elsewhere', name: 'other' });
    const longAgo = new Date(Date.now() - 600_000);
    await utimes(lockFile(), longAgo, longAgo);
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
});
