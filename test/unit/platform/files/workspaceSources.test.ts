import assert from 'node:assert/strict';
import path from 'node:path';
import {
  locateSource,
  readWorkspaceSources,
  sourcePathOf,
} from '../../../../src/platform/node/files/workspaceSources.ts';
import { sortItems } from '../../files/sortItems.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';

const signal = new AbortController().signal;

describe('the sources of a workspace', () => {
  const folder = useTemporaryFolder();

  async function read(names: string[], exclude: string[] = []) {
    const folders = names.map(name => ({ path: path.join(folder.path, name), exclude }));
    const { sources, skipped } = await sortItems(
      readWorkspaceSources(folders, { include: ['*.py'], signal }),
    );
    return { paths: sources.map(source => source.path), skipped, folders: folders.map(one => one.path) };
  }

  it('of one folder have paths within it', async () => {
    await writeFiles(folder.path, {
      'one/src/a.c': 'int a;\n',
      'one/b.py': 'b = 1\n',
      'one/out/c.c': 'int c;\n',
    });
    const { paths } = await read(['one'], ['out']);
    assert.deepEqual(paths, ['b.py', 'src/a.c']);
  });

  it('are called as they are whichever way one asks', () => {
    const folders = ['/one/lib', '/two/lib'];
    assert.equal(sourcePathOf(folders, '/two/lib/src/a.c'), 'lib (2)/src/a.c');
    assert.equal(sourcePathOf(['/one/lib'], '/one/lib/..a.c'), '..a.c');
    for (const file of ['/one/lib', '/one/a.c', '/one/library/a.c', '/two/lib/../a.c'])
      assert.equal(sourcePathOf(folders, file), undefined, file);
  });

  it('of several folders begin with the name of theirs, told apart where names are the same', async () => {
    await writeFiles(folder.path, {
      'one/lib/a.c': 'int a;\n',
      'two/lib/a.c': 'int b;\n',
      'two/lib/e.h': '',
    });
    const { paths, skipped, folders } = await read(['one/lib', 'two/lib']);
    assert.deepEqual(paths, ['lib/a.c', 'lib (2)/a.c']);
    assert.equal(skipped[0]?.path, 'lib (2)/e.h');
    assert.deepEqual(
      paths.map(one => locateSource(folders, one)),
      folders.map(one => path.join(one, 'a.c')),
    );
  });

  it('are not found in a folder that is gone', () => {
    assert.equal(locateSource(['/here', '/there'], 'elsewhere/a.c'), undefined);
  });
});
