import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { useTemporaryFolder } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, outputOf } from './runCli.ts';

async function weightsIn(model: string): Promise<Buffer> {
  const [name] = (await readdir(model)).filter(file => file.startsWith('weights-'));
  return readFile(path.join(model, name));
}

describe('cellscope train --engine --threads --pace', () => {
  const folder = useTemporaryFolder();

  it('trains in several threads, the same each time', async () => {
    const [project, one, two] = ['project', 'one', 'two'].map(name => path.join(folder.path, name));
    await writeProject(project);
    const flags = ['--epochs', '3', '--threads', '3', '--engine', 'wasm', ...tinyNetwork];
    const output = await outputOf(['train', project, '--out', one, ...flags]);
    await outputOf(['train', project, '--out', two, ...flags]);
    assert.match(output, /wasm-(relaxed-)?simd, 3 threads/);
    assert.deepEqual(await weightsIn(one), await weightsIn(two));
  });

  it('says how many threads train where the batch has no work for more', async () => {
    const [project, model] = ['project', 'model'].map(name => path.join(folder.path, name));
    await writeProject(project);
    const train = ['train', project, '--out', model, '--threads', '64', '--engine', 'wasm'];
    assert.match(
      await outputOf([...train, '--epochs', '1', ...tinyNetwork, '--batch', '3']),
      /simd, 3 threads\n/,
    );
    assert.match(await outputOf([...train, '--epochs', '2', '--resume']), /simd, 3 threads\n/);
    assert.match(
      await outputOf([...train, '--epochs', '1', '--update', '--batch', '2']),
      /simd, 2 threads\n/,
    );
  });

  it('counts time by the pace, whatever the machine does', async () => {
    const [project, one, two] = ['project', 'one', 'two'].map(name => path.join(folder.path, name));
    await writeProject(project);
    const flags = ['--seconds', '5', '--pace', '4000', '--threads', '1', ...tinyNetwork];
    await outputOf(['train', project, '--out', one, ...flags]);
    await outputOf(['train', project, '--out', two, ...flags]);
    assert.deepEqual(await weightsIn(one), await weightsIn(two));
  });

  it('says what may be chosen', async () => {
    const train = ['train', folder.path, '--out', path.join(folder.path, 'model')];
    assert.match(await failureOf([...train, '--engine', 'abacus'], 2), /"abacus"; choose auto, native, wasm/);
    assert.match(await failureOf([...train, '--threads', '0'], 2), /--threads.*from 1 to 64/);
    assert.match(await failureOf([...train, '--pace', 'fast'], 2), /--pace.*characters a second/);
  });
});
