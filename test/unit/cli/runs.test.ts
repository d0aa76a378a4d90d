import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useTemporaryFolder } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

describe('cellscope runs', () => {
  const folder = useTemporaryFolder();
  const model = () => path.join(folder.path, 'model');
  const train = async (more: readonly string[] = []) =>
    outputOf([
      'train',
      path.join(folder.path, 'project'),
      '--out',
      model(),
      ...tinyNetwork,
      '--epochs',
      '2',
      ...more,
    ]);

  beforeEach(() => writeProject(path.join(folder.path, 'project')));

  it('lists what a model folder remembers, as a table, as JSON and as CSV', async () => {
    await train();
    const [run, ...others] = jsonLines(await outputOf(['runs', model(), '--json']));
    assert.deepEqual(others, []);
    assert.equal(run['run'], 1);
    assert.equal(run['standing'], 'finished');
    assert.equal(run['share'], 1);
    assert.ok((run['bestBits'] as number) > 0);
    assert.ok((run['step'] as number) > 0);
    const table = await outputOf(['runs', model()]);
    assert.match(table, /run +began +network +steps/);
    assert.match(table, /lstm 1 x 12.*finished/);
    const [head, ...lines] = (await outputOf(['runs', model(), '--csv'])).trimEnd().split('\n');
    assert.match(head, /^run,/);
    assert.ok(lines.length > 0);
    for (const line of lines) assert.equal(line.split(',').length, head.split(',').length);
  });

  it('goes on with what can be read where one history is damaged, and says which is not', async () => {
    await train();
    await writeFile(path.join(model(), 'cellscope-run-2.jsonl'), '\u0000rubbish\n');
    const { status, stdout, stderr } = await runCli(['runs', model(), '--json']);
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      jsonLines(stdout).map(({ run }) => run),
      [1],
    );
    assert.match(stderr, /cellscope-run-2\.jsonl/);
  });

  it('says what to do where there is none, and what excludes each other', async () => {
    const empty = path.join(folder.path, 'empty');
    await mkdir(empty);
    assert.match(
      await failureOf(['runs', empty], 1),
      /There are no curves of a training in .*\. Train into it/,
    );
    assert.match(await failureOf(['runs', path.join(folder.path, 'nowhere')], 1), /nowhere/);
    assert.match(await failureOf(['runs', empty, '--json', '--csv'], 2), /exclude each other/);
    assert.match(await failureOf(['runs'], 2), /MODEL/);
  });
});
