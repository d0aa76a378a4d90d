// What a new user has on the screen in the first five minutes, on three folders made of the samples: a C project, a LaTeX
// paper, and one file of 2 kB. `npm run package && node test/ui/pictures/firstMinutes.mjs [FOLDER ...]` takes pictures after
// 10, 30, 60, 120 and 300 seconds, by the clock, and prints how long the first suggestion and the first coloured text took.
// It leaves docs/images/first-minutes/FOLDER-SECONDS.png.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/command.mjs';
import { ghostText, inspectorFrame, openEditor, openFile, runCommand, waitUntil } from '../editorPage.mjs';

const samples = path.join(root, 'samples/workspace');
const pictures = path.join(root, 'docs/images/first-minutes');
const viewport = { width: 1000, height: 600 };

const scenes = {
  project: { file: 'registry.c', line: 172, types: 'if (strcmp(value, "' },
  paper: { file: 'recurrent.tex', line: 43, types: 'The state $h_{t' },
  single: { file: 'one.c', line: 1000, types: 'static int ' },
};

const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-first-'));
try {
  await mkdir(pictures, { recursive: true });
  await makeFolders();
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenes);
  for (const name of names) await play(name, scenes[name]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function makeFolders() {
  await cp(path.join(samples, 'src'), path.join(folder, 'project/src'), { recursive: true });
  await cp(path.join(samples, 'notes'), path.join(folder, 'paper'), { recursive: true });
  await mkdir(path.join(folder, 'single'));
  const whole = await readFile(path.join(samples, 'src/text.c'), 'utf8');
  const end = whole.indexOf('\n}\n', 1900) + 3;
  await writeFile(path.join(folder, 'single/one.c'), whole.slice(0, end));
}

async function play(name, { file, line, types }) {
  const editor = await openEditor({ folder: path.join(folder, name), settings: {}, viewport });
  const { page } = editor;
  const times = {};
  try {
    const begun = Date.now();
    const seconds = () => (Date.now() - begun) / 1000;
    const takeAt = async after => {
      await new Promise(resolve => setTimeout(resolve, Math.max(0, after * 1000 - (Date.now() - begun))));
      await page.screenshot({ path: path.join(pictures, `${name}-${after}.png`) });
    };
    await openFile(page, file);
    times.opened = seconds();
    await typeAt(page, line, types);
    const shown = waitUntil('a suggestion', () => ghostText(page), { timeout: 6000 }).catch(() => '');
    times.suggestion = (await shown) === '' ? undefined : seconds();
    await takeAt(10);
    await runCommand(page, 'Cellscope: Inspect Cells');
    const asked = seconds();
    const view = await inspectorFrame(page);
    await view.waitForSelector('.cells .cell[data-cell].selected');
    times.colouredAfter = seconds() - asked;
    await takeAt(30);
    await runCommand(page, 'Cellscope: Train on Workspace');
    await takeAt(60);
    await takeAt(120);
    await takeAt(300);
  } finally {
    console.log(name, times);
    await editor.close();
  }
}

async function typeAt(page, line, text) {
  await page.keyboard.press('Control+G');
  const box = page.locator('.quick-input-widget');
  await box.locator('input').fill(`:${line}`);
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'hidden' });
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(text, { delay: 60 });
}
