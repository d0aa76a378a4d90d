import assert from 'node:assert/strict';
import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../../../src/platform/node/files/makeFolder.ts';
import { useTemporaryFolder } from '../../temporaryFolder.ts';

describe('makeFolder', () => {
  const folder = useTemporaryFolder();

  it('makes a folder and all that it is in, and takes one that is there', async () => {
    const deep = path.join(folder.path, 'a', 'b', 'c');
    await makeFolder(deep);
    await makeFolder(deep);
    assert.ok((await stat(deep)).isDirectory());
    await mkdir(path.join(folder.path, 'real'));
    await symlink(path.join(folder.path, 'real'), path.join(folder.path, 'link'));
    await makeFolder(path.join(folder.path, 'link', 'inside'));
    assert.ok((await stat(path.join(folder.path, 'real', 'inside'))).isDirectory());
  });

  it('ends with the reason where none can be made', async () => {
    await writeFile(path.join(folder.path, 'file'), '');
    await assert.rejects(makeFolder(path.join(folder.path, 'file')), { code: 'EEXIST' });
    await assert.rejects(makeFolder(path.join(folder.path, 'file', 'a', 'b')), { code: 'ENOTDIR' });
    await symlink(path.join(folder.path, 'nowhere'), path.join(folder.path, 'dangling'));
    await assert.rejects(makeFolder(path.join(folder.path, 'dangling', 'a')), { code: 'EEXIST' });
    // Nothing can be made there, not even by root, and mkdir's own way never ends.
    await assert.rejects(makeFolder('/proc/self/a'), { code: 'ENOENT' });
  });
});
