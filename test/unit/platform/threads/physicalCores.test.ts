import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { linuxCores, physicalCores } from '../../../../src/platform/node/threads/physicalCores.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';

describe('physicalCores', () => {
  const folder = useTemporaryFolder();

  it('is at least one and no more than the process may use', () => {
    const cores = physicalCores();
    assert.ok(Number.isInteger(cores) && cores >= 1 && cores <= availableParallelism(), `${cores}`);
  });

  it('counts processors that share a core once', async () => {
    const siblings = ['0,4', '1,5', '2', '3', '0,4', '1,5'];
    await writeFiles(folder.path, {
      'cpufreq/governor': '',
      ...Object.fromEntries(
        siblings.map((list, i) => [`cpu${i}/topology/thread_siblings_list`, `${list}\n`]),
      ),
    });
    assert.equal(linuxCores(folder.path), 4);
  });
});
