// What measurements in the real editor begin with: a model, and end with: a few numbers for many.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openFile, runCommand, waitUntil } from '../ui/editorPage.mjs';

/** Trains a model in the editor, by the command, for so many seconds as its settings say; `file` is one to be opened. */
export async function train({ page, dataFolder }, { file, seconds }) {
  await openFile(page, file);
  await runCommand(page, 'Cellscope: Train on Workspace');
  await waitUntil('the model is trained', () => isTrained(dataFolder), {
    timeout: (seconds + 120) * 1000,
    interval: 500,
  });
  await runCommand(page, 'Notifications: Clear All Notifications');
}

async function isTrained(dataFolder) {
  const file = (await readdir(dataFolder, { recursive: true })).find(
    name => path.basename(name) === 'model.json',
  );
  if (!file) return false;
  const text = await readFile(path.join(dataFolder, file), 'utf8').catch(() => '{}');
  return JSON.parse(text).training?.finished === true;
}

/** Of milliseconds. */
export function summary(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b).map(number => Math.round(10 * number) / 10);
  const at = share => sorted[Math.floor(share * (sorted.length - 1))];
  return { median: at(0.5), p95: at(0.95), most: sorted.at(-1), count: sorted.length };
}
