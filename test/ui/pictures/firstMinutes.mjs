// What a new user has on the screen in the first five minutes, on three folders made of the samples: a C project, a LaTeX
// paper, and one file of 2 kB. `npm run package && node test/ui/pictures/firstMinutes.mjs [FOLDER ...]` takes pictures after
// 10, 30, 60, 120 and 300 seconds with a file open, by the clock, and prints after how many of them the first suggestion
// came, and how long after the command the text was coloured. It leaves docs/images/first-minutes/FOLDER-SECONDS.png.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/command.mjs';
import { ghostText, inspectorFrame, openEditor, openFile, runCommand, waitUntil } from '../editorPage.mjs';

const samples = path.join(root, 'samples/workspace');
const pictures = path.join(root, 'docs/images/first-minutes');
const viewport = { width: 1280, height: 760 };
/** As a hand does at the end of a word, ms. */
const PAUSE = 700;

/** What is typed behind `line`, or else at the end, with a pause after each piece, until something is suggested. */
const scenes = {
  project: {
    file: 'registry.c',
    types: [
      '\ndouble ',
      'registry_',
      'number(',
      'const ',
      'struct ',
      'registry ',
      '*registry, ',
      'const ',
      'char ',
    ],
  },
  paper: {
    file: 'recurrent.tex',
    line: 56,
    types: ['Its ', 'derivative ', 'with ', 'respect ', 'to ', 'the ', 'state ', 'is ', '$\\delta_t ', '= '],
  },
  single: {
    file: 'one.c',
    types: [
      '\nbool ',
      'text_',
      'is_empty(',
      'const ',
      'struct ',
      'text ',
      '*text)',
      '\n{\n',
      'return ',
      'text->',
    ],
  },
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
    await openFile(page, file);
    const begun = Date.now();
    const seconds = () => (Date.now() - begun) / 1000;
    const takeAt = async after => {
      await new Promise(resolve => setTimeout(resolve, Math.max(0, after * 1000 - (Date.now() - begun))));
      await page.screenshot({ path: path.join(pictures, `${name}-${after}.png`) });
    };
    if (await typeUntilSuggested(page, { line, types })) times.suggestion = seconds();
    await takeAt(10);
    await runCommand(page, 'Cellscope: Inspect Cells');
    const asked = seconds();
    const view = await inspectorFrame(page);
    await view.waitForSelector('.cells .cell[data-cell].selected');
    times.coloured = seconds() - asked;
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

/** Whether anything was suggested. */
async function typeUntilSuggested(page, { line, types }) {
  if (line === undefined) await page.keyboard.press('Control+End');
  else {
    await page.keyboard.press('Control+G');
    const box = page.locator('.quick-input-widget');
    await box.locator('input').fill(`:${line}`);
    await page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
  }
  for (const piece of types) {
    await page.keyboard.type(piece, { delay: 60 });
    const shown = await waitUntil('a suggestion', () => ghostText(page), { timeout: PAUSE }).catch(() => '');
    if (shown !== '') return true;
  }
  return false;
}
