import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lockFolder } from '../../../../src/platform/node/modelFolder/folderLock.ts';
import { createFolderStorage } from '../../../../src/platform/node/modelFolder/folderStorage.ts';
import { isBeingTrained, tableStamp } from '../../../../src/platform/node/modelFolder/keptTable.ts';
import { useTemporaryFolder } from '../../temporaryFolder.ts';

const NAME = 'cellscope-contexts.bin';

describe('the table that a folder keeps', () => {
  const folder = useTemporaryFolder();
  const lockFile = () => path.join(folder.path, 'training.lock');

  it('has another stamp each time it is written, and none while there is none', async () => {
    const storage = createFolderStorage(folder.path);
    assert.equal(await tableStamp(folder.path), undefined);
    await storage.write(NAME, Uint8Array.of(1));
    const first = await tableStamp(folder.path);
    assert.ok(first);
    assert.equal(await tableStamp(folder.path), first);
    await storage.write(NAME, Uint8Array.of(2, 3));
    assert.notEqual(await tableStamp(folder.path), first);
  });

  it('is being made by whoever holds the lock, as long as he lives', async () => {
    assert.equal(await isBeingTrained(folder.path), false);
    const lock = await lockFolder(folder.path, 'a test');
    assert.equal(await isBeingTrained(folder.path), true);
    await lock.release();
    assert.equal(await isBeingTrained(folder.path), false);
    const dead = { id: 'x', pid: 2 ** 30, host: hostname(), name: 'gone' };
    await writeFile(lockFile(), JSON.stringify(dead));
    assert.equal(await isBeingTrained(folder.path), false);
    await writeFile(lockFile(), JSON.stringify({ ...dead, host: 'elsewhere' }));
    assert.equal(await isBeingTrained(folder.path), true);
    await utimes(lockFile(), 1, 1);
    assert.equal(await isBeingTrained(folder.path), false);
  });

  it('is not held up by what is no lock', async () => {
    await writeFile(lockFile(), 'foreign');
    assert.equal(await isBeingTrained(folder.path), false);
  });
});
