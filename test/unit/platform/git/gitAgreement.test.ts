import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Random } from '../../../../src/model/base/random.ts';
import { readSources } from '../../../../src/platform/node/files/findSourceFiles.ts';
import { useTemporaryFolder } from '../../temporaryFolder.ts';
import { sortItems } from '../../files/sortItems.ts';
import { type RandomTree, randomTree, writeTree } from './randomTree.ts';

/** More, or others, for whoever wants to be surer. */
const TREES = Number(process.env['CELLSCOPE_TREES'] ?? 1000);
const FIRST_SEED = Number(process.env['CELLSCOPE_SEED'] ?? 0);
/** Trees that are tried side by side: each waits for git. */
const TOGETHER = 8;

const run = promisify(execFile);

describe('what is read, compared with git itself', () => {
  const folder = useTemporaryFolder();
  let env: NodeJS.ProcessEnv;

  before(async () => {
    await run('git', ['--version']).catch(() => {
      assert.fail('This test needs git on the PATH: it compares what is read with what git lists.');
    });
  });
  beforeEach(() => {
    const { PATH } = process.env;
    env = { PATH, HOME: path.join(folder.path, 'home'), GIT_CONFIG_SYSTEM: '/dev/null', LC_ALL: 'C' };
  });

  it(`is the same in ${TREES} random trees with nested rules`, async () => {
    const home = path.join(folder.path, 'home');
    await mkdir(path.join(home, '.config/git'), { recursive: true });
    await writeFile(path.join(home, '.config/git/ignore'), '*.global.c\nglobal/\n');
    for (let seed = 0; seed < TREES; seed += TOGETHER)
      await Promise.all(
        Array.from({ length: Math.min(TOGETHER, TREES - seed) }, (_, i) => compare(FIRST_SEED + seed + i)),
      );
  });

  async function compare(seed: number): Promise<void> {
    const tree = randomTree(new Random(seed));
    const top = path.join(folder.path, String(seed));
    await writeTree(top, tree, env);
    const opened = path.join(top, tree.opened);
    const { sources } = await sortItems(readSources([{ path: opened }], { globs: [], env }));
    const own = sources.map(source => source.path).toSorted();
    assert.deepEqual(own, await listedByGit(opened), describeTree(seed, tree));
  }

  async function listedByGit(opened: string): Promise<string[]> {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = await run('git', list, { cwd: opened, env });
    const files = stdout.split('\0').filter(file => /\.[ch]$/i.test(file));
    return [...new Set(files)].toSorted();
  }
});

function describeTree(seed: number, tree: RandomTree): string {
  return `seed ${seed}: ${JSON.stringify(tree, undefined, 1)}`;
}
