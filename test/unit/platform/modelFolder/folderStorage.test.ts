import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FolderLost } from '../../../../src/model/files/folderLost.ts';
import { createFolderStorage } from '../../../../src/platform/node/modelFolder/folderStorage.ts';
import { readable } from '../../../../src/platform/node/modelFolder/systemErrors.ts';
import { useTemporaryFolder } from '../../temporaryFolder.ts';
import { obstacles, putObstacle } from '../../files/obstacles.ts';

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

  for (const kind of obstacles) {
    it(`reads no ${kind}, and neither follows nor removes it`, async () => {
      const directory = path.join(folder.path, 'model');
      await mkdir(directory);
      const state = await putObstacle(kind, path.join(directory, 'model.json'));
      const before = await state();
      const storage = createFolderStorage(directory);
      await assert.rejects(storage.read('model.json', 99), {
        name: 'UserError',
        message: /model\.json is a (symbolic link|folder|pipe|socket), not a file\. Move it away/,
      });
      await storage.remove('model.json');
      await storage.tidy();
      assert.equal(await state(), before);
      assert.deepEqual(await storage.list(), []);
    });

    it(`writes past a ${kind} where others put their temporary files`, async () => {
      const directory = path.join(folder.path, 'model');
      await mkdir(directory);
      const state = await putObstacle(kind, path.join(directory, 'model.json.tmp'));
      const before = await state();
      const storage = createFolderStorage(directory);
      await storage.write('model.json', bytes('one'));
      assert.equal(await state(), before);
      assert.ok((await lstat(path.join(directory, 'model.json'))).isFile());
      assert.deepEqual((await readdir(directory)).toSorted(), ['model.json', 'model.json.tmp']);
    });
  }

  it('puts a file in the place of a link, and leaves what that leads to', async () => {
    const target = path.join(folder.path, 'target');
    await writeFile(target, 'precious');
    await mkdir(path.join(folder.path, 'model'));
    const file = path.join(folder.path, 'model', 'weights.safetensors');
    await symlink(target, file);
    await createFolderStorage(path.dirname(file)).write('weights.safetensors', bytes('one'));
    assert.ok((await lstat(file)).isFile());
    assert.equal(await readFile(target, 'utf8'), 'precious');
  });

  it('reads no file that is larger than it can be, however large', async () => {
    const file = path.join(folder.path, 'model.json');
    await writeFile(file, 'x');
    // Far more than there is memory, in a file without contents.
    await truncate(file, 2 ** 42);
    await assert.rejects(createFolderStorage(folder.path).read('model.json', 99), {
      name: 'UserError',
      message: /model\.json has 4398046511104 bytes, and can have 99 at most/,
    });
  });

  it('removes what a stopped process has left of its writes, and nothing that is like it', async () => {
    const left = 'model.json.0123456789abcdef.cellscope-tmp';
    const others = ['model.json.tmp', 'x.safetensors.tmp', 'a.cellscope-tmp', `${left}.bak`, 'model.json'];
    for (const name of [left, ...others]) await writeFile(path.join(folder.path, name), 'x');
    await createFolderStorage(folder.path).tidy();
    assert.deepEqual((await readdir(folder.path)).toSorted(), others.toSorted());
  });

  it('writes nothing once the lock is lost, not even when that is so while it writes', async () => {
    for (const checksBefore of [0, 1]) {
      let checks = 0;
      const storage = createFolderStorage(folder.path, {
        claim: () => Promise.resolve(),
        check: () => (checks++ < checksBefore ? Promise.resolve() : Promise.reject(new FolderLost('/m'))),
      });
      await assert.rejects(storage.write('model.json', bytes('one')), { reason: 'folderLost' });
      assert.deepEqual(await readdir(folder.path), []);
    }
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
      ['ENOENT', /cannot be made\. Choose another folder/],
    ] as const)
      assert.match(readable(Object.assign(new Error('x'), { code }), 'Cannot write /m').message, words);
    assert.equal(readable(new Error('odd'), 'Cannot write /m').message, 'Cannot write /m: odd.');
  });
});
