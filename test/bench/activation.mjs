// How long the packaged extension takes to activate in a real editor: `npm run package && node test/bench/activation.mjs`.
// Prints a JSON object: milliseconds of `activate` in each of several starts of the editor.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openEditor, openFile, waitUntil } from '../ui/editorPage.mjs';

const STARTS = 5;

const milliseconds = [];
for (let start = 0; start < STARTS; start++) {
  const editor = await openEditor({ folder: 'samples/workspace', settings: {} });
  try {
    await openFile(editor.page, 'registry.c');
    await waitUntil('the extension says that it is active', async () => {
      const found = /Active after ([\d.]+) ms/.exec(await readLog(editor.dataFolder));
      if (found) milliseconds.push(Number(found[1]));
      return found !== null;
    });
  } finally {
    await editor.close();
  }
}
console.log(JSON.stringify({ activationMilliseconds: milliseconds }));

/** The extension's log so far. */
async function readLog(dataFolder) {
  const files = await readdir(dataFolder, { recursive: true });
  const log = files.find(name => path.basename(name) === 'Cellscope.log');
  return log ? await readFile(path.join(dataFolder, log), 'utf8') : '';
}
