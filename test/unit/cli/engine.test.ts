import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { useTemporaryFolder } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, outputOf, runCli } from './runCli.ts';

async function weightsIn(model: string): Promise<Buffer> {
  const [name] = (await readdir(model)).filter(file => file.startsWith('weights-'));
  return readFile(path.join(model, name));
}

/** As the engine says how many it trains with. */
function threads(wanted: number): string {
  const count = Math.min(wanted, availableParallelism());
  return count === 1 ? 'one thread' : `${count} threads`;
}

describe('cellscope train --engine --threads --pace', () => {
  const folder = useTemporaryFolder();

  it('trains in several threads, the same each time', async () => {
    const [project, one, two] = ['project', 'one', 'two'].map(name => path.join(folder.path, name));
    await writeProject(project);
    const several = Math.min(3, availableParallelism());
    const flags = ['--epochs', '3', '--threads', String(several), '--engine', 'wasm', ...tinyNetwork];
    const output = await outputOf(['train', project, '--out', one, ...flags]);
    await outputOf(['train', project, '--out', two, ...flags]);
    assert.match(output, new RegExp(`wasm-(relaxed-)?simd, ${threads(several)}\\n`));
    assert.deepEqual(await weightsIn(one), await weightsIn(two));
  });

  it('says how many threads train where the batch has no work for more', async () => {
    const [project, model] = ['project', 'model'].map(name => path.join(folder.path, name));
    await writeProject(project);
    const train = ['train', project, '--out', model, '--threads', '64', '--engine', 'wasm'];
    const threeStreams = ['--epochs', '1', ...tinyNetwork, '--batch', '3'];
    assert.ok((await outputOf([...train, ...threeStreams])).includes(`simd, ${threads(3)}\n`));
    assert.ok((await outputOf([...train, '--epochs', '2', '--resume'])).includes(`simd, ${threads(3)}\n`));
    const twoStreams = ['--epochs', '1', '--update', '--batch', '2'];
    assert.ok((await outputOf([...train, ...twoStreams])).includes(`simd, ${threads(2)}\n`));
  });

  it('trains with no more threads than the machine runs at once, and says so', async () => {
    const [project, model] = ['project', 'model'].map(name => path.join(folder.path, name));
    await writeProject(project);
    const more = availableParallelism() + 1;
    const flags = ['--epochs', '1', ...tinyNetwork, '--batch', String(more), '--engine', 'wasm'];
    const { status, stdout, stderr } = await runCli(
      ['train', project, '--out', model, '--threads', String(more)].concat(flags),
    );
    assert.equal(status, 0);
    assert.ok(stdout.includes(`simd, ${threads(more)}\n`), stdout);
    assert.match(stderr, new RegExp(`^cellscope: ${more} threads were asked for; this machine has `));
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
