// How long one waits for the inspector, in the real editor: from a keystroke to the colours of the new text, and for a
// file of 2 MB to its text and to its colours.
//
//   npm run package && node test/bench/inspector.mjs [--against OTHER.vsix] [--edits 40] [--seconds 20]
//
// Trains a model of the default size on the sample workspace for so many seconds, then measures. Prints a JSON object
// with milliseconds; with another package, both are measured in turns in one run.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/command.mjs';
import { vsixFile } from '../../scripts/vsixFile.mjs';
import { inspectorFrame, openEditor, openFile, runCommand, waitUntil } from '../ui/editorPage.mjs';

const largeCharacters = 2_000_000;
const rounds = 3;

const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    edits: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '20' },
  },
});
const edits = Number(options.edits);
const packages = {
  this: await vsixFile(),
  ...(options.against && { against: path.resolve(options.against) }),
};

const folder = await makeWorkspace();
try {
  const results = {};
  for (const [name, vsix] of Object.entries(packages)) results[name] = await measure(vsix);
  console.log(JSON.stringify(results, undefined, 2));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The sample workspace and, left out of training, a file of 2 MB made of its files again and again. */
async function makeWorkspace() {
  const made = await mkdtemp(path.join(os.tmpdir(), 'cellscope-bench-'));
  await cp(path.join(root, 'samples/workspace'), made, { recursive: true });
  const sources = path.join(made, 'src');
  const names = (await readdir(sources)).filter(name => name.endsWith('.c')).toSorted();
  const texts = await Promise.all(names.map(name => readFile(path.join(sources, name), 'utf8')));
  let text = '';
  for (let part = 0; text.length < largeCharacters; part++)
    text += texts[part % texts.length].replaceAll(/\bstatic (\w+) (\w+)\(/g, `static $1 $2_${part}(`);
  await writeFile(path.join(made, 'large.c'), text);
  await writeFile(path.join(made, '.gitignore'), 'large.c\n');
  return made;
}

async function measure(vsix) {
  const settings = {
    'cellscope.training.seconds': Number(options.seconds),
    'editor.minimap.enabled': false,
    'search.useIgnoreFiles': false,
  };
  const editor = await openEditor({ folder, settings, vsix });
  try {
    const { page } = editor;
    await train(editor);
    await openFile(page, 'json.c');
    await runCommand(page, 'Cellscope: Inspect Cells');
    await waitForColours(await inspectorFrame(page));
    const editToRecolour = summary(await measureEdits(page));
    const switched = [];
    const opened = [];
    for (let round = 0; round < rounds; round++) {
      switched.push(await measureLargeFile(page, () => openLarge(page)));
      await runCommand(page, 'View: Revert and Close Editor');
      await openFile(page, 'json.c');
      await waitForColours(await inspectorFrame(page));
    }
    return { editToRecolour, largeFile: { switched, opened } };
  } finally {
    await editor.close();
  }
}

async function train({ page, dataFolder }) {
  await openFile(page, 'json.c');
  await runCommand(page, 'Cellscope: Train on Workspace');
  await waitUntil('the model is trained', () => isTrained(dataFolder), {
    timeout: (Number(options.seconds) + 120) * 1000,
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

async function waitForColours(frame) {
  await frame.waitForSelector('#text[data-cell]', { timeout: 120_000 });
}

/** Types in the middle of the visible text; milliseconds from each keystroke to the frame with its colours. */
async function measureEdits(page) {
  const frame = await inspectorFrame(page);
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+Home');
  for (let line = 0; line < 12; line++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.evaluate(() => {
    window.pressed = undefined;
    const now = () => performance.timeOrigin + performance.now();
    addEventListener('keydown', () => (window.pressed = now()), { capture: true });
  });
  await frame.evaluate(() => {
    const now = () => performance.timeOrigin + performance.now();
    // The frame that shows a message is drawn after the one that it came in.
    const afterPaint = then => requestAnimationFrame(() => setTimeout(then));
    window.seen = [];
    addEventListener('message', ({ data }) => {
      if (data?.kind === 'edits' || data?.kind === 'values')
        afterPaint(() => window.seen.push({ kind: data.kind, version: data.version, time: now() }));
    });
  });
  const text = 'int count = read_value(json, "name", 0); ';
  const waits = [];
  for (let edit = 0; edit < edits; edit++) {
    await page.keyboard.press(text[edit % text.length]);
    waits.push(
      await waitUntil(
        `the text is coloured after edit ${edit}`,
        async () => {
          const pressed = await page.evaluate(() => window.pressed);
          const seen = await frame.evaluate(() => window.seen);
          const edited = seen.find(({ kind, time }) => kind === 'edits' && time > pressed);
          const coloured =
            edited && seen.find(({ kind, version }) => kind === 'values' && version >= edited.version);
          return coloured && coloured.time - pressed;
        },
        { interval: 20 },
      ),
    );
    await frame.evaluate(() => (window.seen = []));
    await page.waitForTimeout(300);
  }
  await runCommand(page, 'File: Revert File');
  return waits;
}

async function openLarge(page) {
  await page.keyboard.press('Control+P');
  const box = page.locator('.quick-input-widget');
  await box.locator('input').fill('large.c');
  await box.locator('.monaco-list-row').first().filter({ hasText: 'large.c' }).waitFor();
  await page.keyboard.press('Enter');
}

/** Milliseconds from the start to the editor's text, to the inspector's text, and to its colours. */
async function measureLargeFile(page, open) {
  const frame = await inspectorFrame(page);
  await open();
  const start = performance.now();
  const since = () => Math.round(performance.now() - start);
  const result = {};
  await Promise.all([
    page
      .locator('.tab.active[data-resource-name="large.c"]')
      .waitFor({ timeout: 120_000 })
      .then(() => (result.editor = since())),
    frame
      .waitForFunction(
        () => /large\.c/.test(document.querySelector('#text')?.getAttribute('aria-label')),
        undefined,
        { timeout: 120_000 },
      )
      .then(async () => {
        result.text = since();
        await waitForColours(frame);
        result.colours = since();
      }),
  ]);
  return result;
}

function summary(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b).map(number => Math.round(number));
  const at = share => sorted[Math.floor(share * (sorted.length - 1))];
  return { median: at(0.5), tenth: at(0.1), ninetieth: at(0.9), most: sorted.at(-1), count: sorted.length };
}
