import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readSafetensors, writeSafetensors } from '../../../src/model/files/safetensors.ts';
import { obstacles, putObstacle } from '../files/obstacles.ts';
import { withField } from '../files/changeJson.ts';
import { useTemporaryFolder, writeFiles } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

describe('cellscope and the folder of a model', () => {
  const folder = useTemporaryFolder();
  const inFolder = (...names: string[]) => path.join(folder.path, ...names);
  const train = (out: string, ...options: string[]) => [
    'train',
    inFolder('project'),
    '--out',
    inFolder(out),
    '--json',
    ...options,
  ];
  const readJson = async (model: string) =>
    JSON.parse(await readFile(inFolder(model, 'model.json'), 'utf8')) as unknown;
  const writeJson = (model: string, json: unknown) =>
    writeFile(inFolder(model, 'model.json'), JSON.stringify(json));

  beforeEach(() => writeProject(inFolder('project')));

  it('goes on with a model of version 0.1.0, and cleans up what that one named', async () => {
    await cp('test/fixtures/model-0.1.0', inFolder('model'), { recursive: true });
    await outputOf(['sample', inFolder('model'), '--length', '5']);
    const others = ['weights-1.safetensors', 'settings.json.tmp', 'other.safetensors.tmp', 'model.json.tmp'];
    await writeFiles(inFolder('model'), Object.fromEntries(others.map(name => [name, name])));
    await outputOf(train('model', '--resume', '--epochs', '1'));
    const left = new Set(await readdir(inFolder('model')));
    for (const name of others) assert.ok(left.delete(name), name);
    assert.equal(left.size, 6);
    assert.ok(!left.has('weights-679.safetensors'));
    await outputOf(['sample', inFolder('model'), '--length', '5']);
  });

  it('does not go on from moments that cannot be, and leaves the model of use', async () => {
    await outputOf(train('model', ...tinyNetwork, '--epochs', '1'));
    const json = (await readJson('model')) as { training: { tensorsFile: string } };
    const tensors = readSafetensors(await readFile(inFolder('model', json.training.tensorsFile)), '');
    tensors.get('adam.v')!.data.fill(1e-30);
    await writeFile(inFolder('model', 'training.safetensors'), writeSafetensors([...tensors.values()]));
    // As a build wrote it that knew no digests.
    const old = withField(
      withField(json, 'digest', undefined),
      'training.tensorsFile',
      'training.safetensors',
    );
    await writeJson('model', old);
    const names = await readdir(inFolder('model'));
    assert.match(
      await failureOf(train('model', '--resume', '--epochs', '2'), 1),
      /training\.safetensors in .*tensor adam\.m holds .* where adam\.v holds/,
    );
    assert.deepEqual(await readdir(inFolder('model')), names);
    await outputOf(['eval', inFolder('model'), inFolder('project')]);
  });

  it('refuses what cannot be in model.json by the name of the field', async () => {
    await outputOf(train('model', ...tinyNetwork, '--epochs', '1'));
    const sound = await readJson('model');
    for (const [place, value] of [
      ['training.learningRateScale', 1e308],
      ['training.seconds', -1e9],
      ['training.settings.budget', null],
      ['training.streamGroups', 77],
      ['training.settings.batchSize', 5],
    ] as const) {
      await writeJson('model', withField(sound, place, value));
      const message = await failureOf(train('model', '--resume', '--epochs', '2'), 1);
      assert.ok(message.includes(place.split('.').at(-1)!), message);
    }
  });

  it("leaves another program's model.json as it is", async () => {
    await writeFiles(inFolder('model'), { 'model.json': '{"name": "theirs"}' });
    for (const command of [train('model', ...tinyNetwork), ['eval', inFolder('model'), inFolder('project')]])
      assert.match(
        await failureOf(command, 1),
        /model\.json in .* is not of Cellscope, .* Choose another folder/,
      );
    assert.equal(await readFile(inFolder('model', 'model.json'), 'utf8'), '{"name": "theirs"}');
    assert.deepEqual(await readdir(inFolder('model')), ['model.json']);
  });

  for (const kind of obstacles)
    it(`says so where a ${kind} is in the place of the lock or of model.json`, async () => {
      for (const name of ['training.lock', 'model.json']) {
        await mkdir(inFolder('model'));
        const state = await putObstacle(kind, inFolder('model', name));
        const before = await state();
        assert.match(
          await failureOf(train('model', ...tinyNetwork, '--epochs', '1'), 1),
          /is a (symbolic link|folder|pipe|socket), not a file\. Move it away/,
        );
        assert.equal(await state(), before);
        assert.deepEqual(await readdir(inFolder('model')), [name]);
        await rm(inFolder('model'), { recursive: true });
      }
    });

  it('ends a training that was stopped in its sleep while another took the folder, whose model stays', async () => {
    const lock = inFolder('model', 'training.lock');
    const env = { CELLSCOPE_CHECKPOINT_SECONDS: '0', CELLSCOPE_PROGRESS_SECONDS: '0' };
    let others: Buffer | undefined;
    const trainMeanwhile = async () => {
      // As after two minutes of sleep.
      await utimes(lock, 1, 1);
      await outputOf(train('model', ...tinyNetwork, '--epochs', '1', '--seed', '2'));
      others = await readFile(inFolder('model', 'model.json'));
    };
    const sleeper = await runCli(train('model', '--start', 'fresh', ...tinyNetwork, '--epochs', '100000'), {
      env,
      signalAt: { step: 20, signal: 'SIGSTOP' },
      onStart(child) {
        let told = '';
        child.stdout!.on('data', (text: string) => {
          if (told.includes('"step":20,') || !(told += text).includes('"step":20,')) return;
          void trainMeanwhile().then(
            () => child.kill('SIGCONT'),
            () => child.kill('SIGKILL'),
          );
        });
      },
    });
    assert.equal(sleeper.status, 1);
    assert.match(
      sleeper.stderr,
      /^cellscope: Another training has taken the folder .*model while this one stood still/,
    );
    assert.equal(jsonLines(sleeper.stdout).at(-1)!['event'], 'progress');
    assert.deepEqual(await readFile(inFolder('model', 'model.json')), others);
    await outputOf(['eval', inFolder('model'), inFolder('project')]);
    await assert.rejects(stat(lock));
  });
});
