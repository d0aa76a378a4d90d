import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { readSources } from '../../../../src/platform/node/files/findSourceFiles.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';
import { sortItems } from '../../files/sortItems.ts';

/** What makes a folder a repository; nothing more is needed to read it. */
function repository(top: string, config = ''): Record<string, string> {
  return {
    [`${top}.git/HEAD`]: 'ref: refs/heads/main\n',
    [`${top}.git/config`]: `[core]\n\trepositoryformatversion = 0\n${config}`,
    [`${top}.git/objects/info/none`]: '',
    [`${top}.git/refs/heads/none`]: '',
  };
}

describe('the files that git would keep', () => {
  const folder = useTemporaryFolder();
  let env: Record<string, string>;
  beforeEach(() => {
    env = { HOME: path.join(folder.path, 'home'), GIT_CONFIG_NOSYSTEM: '1' };
  });

  const read = (opened = '') =>
    sortItems(readSources([{ path: path.join(folder.path, opened) }], { globs: [], env }));
  const found = async (opened?: string) => (await read(opened)).sources.map(source => source.path);
  const reasons = async (opened?: string) =>
    Object.fromEntries((await read(opened)).skipped.map(({ path: file, reason }) => [file, reason]));
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'pipe',
    });

  it('are found by names in the case of the repository', async () => {
    const files = {
      'p/.gitignore': 'core/\n*.GEN.c\n',
      'p/Core/Src/main.c': '1',
      'p/core/a.c': '2',
      'p/b.gen.c': '3',
    };
    await writeFiles(folder.path, { ...files, ...repository('p/', 'ignorecase = false\n') });
    assert.deepEqual(await found('p'), ['Core/Src/main.c', 'b.gen.c']);
    assert.deepEqual(await reasons('p'), { 'core/': 'it is ignored by .gitignore, line 1: core/' });
    await writeFiles(folder.path, repository('p/', 'IgnoreCase\n'));
    assert.deepEqual(await found('p'), []);
    assert.deepEqual(Object.keys(await reasons('p')).toSorted(), ['Core/', 'b.gen.c', 'core/']);
  });

  it('are found by the habits of the platform where there is no repository', async () => {
    await writeFiles(folder.path, { '.gitignore': 'core/\n', 'Core/a.c': '1' });
    const folds = ['win32', 'darwin'].includes(process.platform);
    assert.deepEqual(await found(), folds ? [] : ['Core/a.c']);
  });

  it('come back by a rule in their own folder', async () => {
    await writeFiles(folder.path, {
      ...repository('p/'),
      'p/.gitignore': '**/name/\nout/\n',
      'p/name/a.c': '1',
      'p/sub/.gitignore': '!name\n!b.c\n',
      'p/sub/name/a.c': '2',
      'p/sub/deep/name/a.c': '3',
      // Not where a folder above is left out: git does not look into it.
      'p/out/.gitignore': '!b.c\n',
      'p/out/b.c': '4',
    });
    assert.deepEqual(await found('p'), ['sub/deep/name/a.c', 'sub/name/a.c']);
  });

  it('are those that rules above the opened folder leave', async () => {
    await writeFiles(folder.path, {
      ...repository('p/'),
      'p/.gitignore': 'sub/generated/\nlocal.c\n',
      'p/sub/a.c': '1',
      'p/sub/local.c': '2',
      'p/sub/generated/b.c': '3',
      'p/sub/.gitignore': '/own.c\n',
      'p/sub/own.c': '4',
      '.gitignore': 'a.c\n',
    });
    assert.deepEqual(await found('p/sub'), ['a.c']);
    assert.deepEqual(await reasons('p/sub'), {
      'generated/': 'it is ignored by ../.gitignore, line 1: sub/generated/',
      'local.c': 'it is ignored by ../.gitignore, line 2: local.c',
      'own.c': 'it is ignored by .gitignore, line 1: /own.c',
    });
    assert.deepEqual(await found('p/sub/generated'), []);
    assert.deepEqual(await reasons('p/sub/generated'), {
      './': 'it is ignored by ../../.gitignore, line 1: sub/generated/',
    });
  });

  it('are not those that the user leaves out of all repositories, or of this one', async () => {
    const files = { 'p/a.c': '1', 'p/b.c': '2', 'p/c.c': '3', 'p/.git/info/exclude': '# mine\nb.c\n' };
    await writeFiles(folder.path, { ...files, ...repository('p/'), 'home/.config/git/ignore': 'c.c\n' });
    assert.deepEqual(await found('p'), ['a.c']);
    assert.deepEqual(await reasons('p'), {
      'b.c': 'it is ignored by .git/info/exclude, line 2: b.c',
      'c.c': `it is ignored by ${path.join(folder.path, 'home/.config/git/ignore')}, line 1: c.c`,
    });
    await writeFiles(folder.path, {
      'home/.gitconfig': '[core]\n excludesFile = "~/my ignore" ; mine\n',
      'home/my ignore': 'a.c',
    });
    assert.deepEqual(await found('p'), ['c.c']);
    await writeFiles(folder.path, {
      'home/.gitconfig': '[includeIf "gitdir:p/"]\npath = more\n',
      'home/more': '[core]\nexcludesFile = ~/my\\\n ignore',
    });
    assert.deepEqual(await found('p'), ['c.c']);
    await writeFiles(folder.path, {
      'home/more': '[core]\nexcludesFile = "~/my\\u0020ignore"\nexcludesFile =\n',
    });
    assert.deepEqual(await found('p'), ['a.c', 'c.c']);
  });

  it('are those of a further working tree, and of one with links to rules', async () => {
    await writeFiles(folder.path, {
      ...repository('main/'),
      'main/.git/info/exclude': 'b.c\n',
      'main/.git/worktrees/w/HEAD': 'ref: refs/heads/other\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/.git': `gitdir: ${path.join(folder.path, 'main/.git/worktrees/w')}\n`,
      'w/a.c': '1',
      'w/b.c': '2',
      rules: 'a.c\n',
    });
    await symlink('../rules', path.join(folder.path, 'w/.gitignore'));
    assert.deepEqual(await found('w'), ['a.c']);
    assert.match((await reasons('w'))['.gitignore'], /symbolic link, so its rules do not count/);
  });

  it('are those that are tracked, whatever the rules say', async () => {
    await writeFiles(folder.path, {
      '.gitignore': 'out/\n*.gen.c\n',
      'out/kept/a.c': '1',
      'out/b.c': '2',
      'x.gen.c': '3',
      'y.gen.c': '4',
      'gone.c': '5',
    });
    for (const format of ['sha1', 'sha256'])
      for (const version of ['2', '3', '4']) {
        git('init', '--quiet', `--object-format=${format}`);
        git('add', '--force', 'out/kept/a.c', 'x.gen.c');
        if (version === '3') git('add', '--intent-to-add', 'gone.c');
        git('update-index', '--index-version', version);
        assert.deepEqual(
          await found(),
          ['gone.c', 'out/kept/a.c', 'x.gen.c'],
          `${format}, version ${version}`,
        );
        assert.deepEqual(await found('out/kept'), ['a.c']);
        git('update-index', '--split-index');
        git('add', '--force', 'y.gen.c');
        assert.deepEqual(
          await found(),
          ['gone.c', 'out/kept/a.c', 'x.gen.c', 'y.gen.c'],
          `${version}, split`,
        );
        await rm(path.join(folder.path, '.git'), { recursive: true });
      }
  });

  it('are not those of repositories within, which are told; a folder of repositories has those of each', async () => {
    const files = { 'p/a.c': '1', 'p/lib/.gitignore': 'no.c\n', 'p/lib/yes.c': '2', 'p/lib/no.c': '3' };
    await writeFiles(folder.path, { ...files, ...repository('p/lib/'), 'p/lib/.git/info/exclude': '/a.c' });
    assert.deepEqual(await found('p'), ['a.c', 'lib/yes.c']);
    await writeFiles(folder.path, repository('p/'));
    assert.deepEqual(await found('p'), ['a.c']);
    assert.match((await reasons('p'))['lib/'], /repository of its own.*give that folder by itself/);
    assert.deepEqual(await found('p/lib'), ['yes.c']);
  });

  it('say by which rule nothing is left', async () => {
    await writeFiles(folder.path, {
      ...repository('p/'),
      'p/.gitignore': `${'x'.repeat(200)}\n*\n`,
      'p/a.c': '1',
      'p/b.c': '2',
    });
    await mkdir(path.join(folder.path, 'p/empty'));
    assert.deepEqual(await reasons('p'), {
      'a.c': 'it is ignored by .gitignore, line 2: *',
      'b.c': 'it is ignored by .gitignore, line 2: *',
      'empty/': 'it is ignored by .gitignore, line 2: *',
    });
  });
});
