import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolderStorage } from '../../../src/worker/folderStorage.ts';
import { readable } from '../../../src/worker/systemErrors.ts';
import { useTemporaryFolder } from '../temporaryFolder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('createFolderStorage', () => {
  const folder = useTemporaryFolder();

  it('makes the folder at the first write, and reads, lists and removes', async () => {
    const directory = path.join(folder.path, 'a', 'b');
    const storage = createFolderStorage(directory);
    assert.deepEqual(await storage.list(), []);
    assert.equal(await storage.read('model.json', 99), undefined);
    await storage.write('model.json', bytes('one'));
    await storage.write('model.json', bytes('two'));
    assert.deepEqual(await storage.list(), ['model.json']);
    assert.equal(await readFile(path.join(directory, 'model.json'), 'utf8'), 'two');
    await storage.remove('model.json');
    await storage.remove('model.json');
    assert.deepEqual(await readdir(directory), []);
  });

  it('makes a folder that vanished again', async () => {
    const directory = path.join(folder.path, 'model');
    const storage = createFolderStorage(directory);
    await storage.write('model.json', bytes('one'));
    await rm(directory, { recursive: true });
    await storage.write('model.json', bytes('two'));
    assert.deepEqual(await storage.read('model.json', 99), Buffer.from('two'));
  });

  it('leaves the old file whole and nothing else when it cannot write', async () => {
    const storage = createFolderStorage(folder.path);
    await storage.write('model.json', bytes('one'));
    // A folder that is in the way makes writing fail for every user.
    await mkdir(path.join(folder.path, 'weights.safetensors'));
    await assert.rejects(storage.write('weights.safetensors', bytes('two')), {
      name: 'UserError',
      message: /^Cannot write .*weights\.safetensors: a folder of that name is in the way/,
    });
    assert.deepEqual(await storage.read('model.json', 99), Buffer.from('one'));
    assert.deepEqual((await readdir(folder.path)).toSorted(), ['model.json', 'weights.safetensors']);
  });

  it('names the path and the remedy when a part of the path is a file', async () => {
    const file = path.join(folder.path, 'file');
    await writeFile(file, 'x');
    await assert.rejects(createFolderStorage(file).write('model.json', bytes('x')), {
      name: 'UserError',
      message: new RegExp(`Cannot write ${file}.*Choose another folder`),
    });
    await chmod(file, 0o600);
  });

  it('takes plain names only', async () => {
    const storage = createFolderStorage(folder.path);
    for (const name of ['../model.json', 'a/b', '', '.', '..'])
      await assert.rejects(async () => storage.write(name, bytes('x')), RangeError);
  });

  it('says what a full disk, a quota and missing rights ask for', () => {
    for (const [code, words] of [
      ['ENOSPC', /the disk is full\. Make room/],
      ['EDQUOT', /quota/],
      ['EACCES', /permission denied\. Make the folder writable/],
      ['EROFS', /read-only/],
    ] as const)
      assert.match(readable(Object.assign(new Error('x'), { code }), 'Cannot write /m').message, words);
    assert.equal(readable(new Error('odd'), 'Cannot write /m').message, 'Cannot write /m: odd.');
  });
});
