/**
 * How long the starter takes from its files to a model that answers, in the thread that answers:
 * `npm run build && npm run build:tests && node out/test/bench/loadingStarter.js [STARTS]`. Each start is a process of its
 * own, so that nothing is warm but the disk. Prints JSON: milliseconds of each, kernels and their choice included.
 */
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { ModelLoader } from '../../src/sessions/loadedModel.ts';

const ONE = '--one';

async function load(): Promise<number> {
  const nothing = path.join(tmpdir(), 'cellscope-no-model-here');
  const places = { storage: createFolderStorage(nothing), starter: createFolderStorage('media/starter') };
  const begun = performance.now();
  const loader = new ModelLoader(places, {
    loadKernels: async () => (await loadNodeKernels(path.resolve('media/kernels'))).create,
    onStarterProblem: problem => {
      throw new Error(problem);
    },
  });
  await loader.load();
  return performance.now() - begun;
}

async function main([option = '5']: string[]): Promise<void> {
  if (option === ONE) return console.log((await load()).toFixed(1));
  const starts = Array.from({ length: Number(option) }, () =>
    Number(execFileSync(process.execPath, [process.argv[1], ONE], { encoding: 'utf8' })),
  );
  console.log(JSON.stringify({ loadingMilliseconds: starts }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
