import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useTemporaryFolder } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

/** Train losses by step. */
function lossesOf(output: string): Map<unknown, unknown> {
  const progress = jsonLines(output).filter(line => line['event'] === 'progress');
  return new Map(progress.map(line => [line['step'], line['trainBitsPerChar']]));
}

async function weightsIn(model: string): Promise<Buffer> {
  const name = (await readdir(model)).find(file => file.startsWith('weights-'))!;
  return readFile(path.join(model, name));
}

describe('cellscope train --resume', () => {
  const folder = useTemporaryFolder();
  // By the pace a step takes a fiftieth of a second, so that checkpoints come after counted steps on every machine.
  const env = { CELLSCOPE_PROGRESS_SECONDS: '0', CELLSCOPE_CHECKPOINT_SECONDS: '0.4' };
  const pace = ['--pace', '3200'];
  const train = (out: string) => [
    'train',
    path.join(folder.path, 'project'),
    '--out',
    path.join(folder.path, out),
    '--json',
  ];
  const settings = [...tinyNetwork, '--layers', '2', '--epochs', '8'];

  beforeEach(() => writeProject(path.join(folder.path, 'project')));

  it('goes on with the same losses after the process was killed', async () => {
    const expected = await outputOf([...train('whole'), ...settings, ...pace], { env });

    const model = path.join(folder.path, 'killed');
    const signalAt = { step: 55, signal: 'SIGKILL' } as const;
    const killed = await runCli([...train('killed'), ...settings, ...pace], { env, signalAt });
    assert.equal(killed.signal, 'SIGKILL');
    const rest = await outputOf([...train('killed'), '--resume', ...pace], { env });

    const [wholeLosses, restLosses] = [lossesOf(expected), lossesOf(rest)];
    // From the last checkpoint on, so that steps are done again that were lost.
    assert.deepEqual([restLosses.keys().next().value, lossesOf(killed.stdout).size], [40, 55]);
    assert.ok(restLosses.size > 10 && restLosses.size < wholeLosses.size, `${restLosses.size} steps`);
    for (const [step, loss] of restLosses)
      assert.equal(loss, wholeLosses.get(step), `at step ${String(step)}`);
    assert.deepEqual(await weightsIn(model), await weightsIn(path.join(folder.path, 'whole')));
    const [last, lastExpected] = [rest, expected].map(
      output => jsonLines(output).at(-1)!['validationBitsPerChar'],
    );
    assert.equal(last, lastExpected);
  });

  it('goes on after Ctrl+C, which saves a checkpoint and says how to resume', async () => {
    await outputOf([...train('whole'), ...settings, ...pace], { env });
    const interrupted = await runCli([...train('stopped'), '--start', 'fresh', ...settings, ...pace], {
      env: { ...env, CELLSCOPE_CHECKPOINT_SECONDS: '1000' },
      signalAt: { step: 20, signal: 'SIGINT' },
    });
    assert.equal(interrupted.status, 130);
    assert.match(interrupted.stderr, /^cellscope: interrupted; go on with: cellscope train .* --resume\n$/);
    assert.equal((await readdir(path.join(folder.path, 'stopped'))).length, 4);
    await outputOf([...train('stopped'), '--resume', ...pace], { env });
    assert.deepEqual(
      await weightsIn(path.join(folder.path, 'stopped')),
      await weightsIn(path.join(folder.path, 'whole')),
    );
  });

  it('refuses changed files, other settings, and a finished run, each with a remedy', async () => {
    await outputOf([...train('model'), ...tinyNetwork, '--epochs', '1']);
    assert.match(
      await failureOf([...train('model'), '--resume'], 1),
      /is finished\. Resume it with a larger budget/,
    );
    assert.match(
      await failureOf([...train('model'), '--resume', '--units', '13'], 1),
      /has hiddenSize 12; it cannot be resumed with 13/,
    );
    await writeFile(path.join(folder.path, 'project', 'src', 'new.c'), 'int x;\n');
    assert.match(
      await failureOf([...train('model'), '--resume', '--epochs', '2'], 1),
      /files have changed since .*train anew/,
    );
    assert.match(await failureOf([...train('none'), '--resume'], 1), /There is no model in .*none/);
  });
});
