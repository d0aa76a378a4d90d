import path from 'node:path';
import { root } from '../command.mjs';
import { modelCode } from './modelCode.mjs';

/** Of all files: ten times as many as a training takes, which has two seconds for it. */
const CHARACTERS = 200_000;

/**
 * Ranks the cells of the model in folder `model` on the files in folder `heldOut`, and keeps that beside it, as a
 * training does: an open file is often too small to tell by it which cell follows what.
 * @param {string} model @param {string} heldOut @param {string} version of the program, as model.json has it
 */
export async function rankStarter(model, heldOut, version) {
  const code = await modelCode(
    'rank',
    `export { loadModel } from './model/files/modelFiles.ts';
     export { rankHeldOut } from './model/training/rankHeldOut.ts';
     export { keepRankings } from './model/insight/evidence/keptRankings.ts';
     export { Labeller } from './model/insight/labels/labeller.ts';
     export { labelBudget } from './cli/base/labelBudget.ts';
     export { readTexts } from './cli/files/readFolder.ts';
     export { kindsOfPath } from './protocol/languages.ts';
     export { encodeFile } from './model/text/corpus.ts';
     export { createFolderStorage } from './platform/node/modelFolder/folderStorage.ts';
     export { loadNodeKernels } from './platform/node/kernels/nodeKernels.ts';`,
  );
  const storage = code.createFolderStorage(model);
  const { create } = await code.loadNodeKernels(path.join(root, 'media/kernels'));
  const loaded = await code.loadModel(storage, create);
  const files = [];
  for await (const source of code.readTexts(heldOut, [])) {
    const { syntax } = code.kindsOfPath(source.path);
    files.push({ ...code.encodeFile(loaded.vocabulary, source), syntax, hash: 0 });
  }
  const rankings = await code.rankHeldOut(loaded, files, {
    labeller: new code.Labeller(code.labelBudget),
    control: { signal: new AbortController().signal, yieldToEvents: async () => {} },
    onProgress: () => {},
    characters: CHARACTERS,
  });
  await code.keepRankings(storage, loaded.network, { rankings, version });
}
