// How long one waits for the inspector, in the real editor: from a keystroke to the colours of the new text, and for a
// file of 2 MB to its text and to its colours. And how smoothly the page scrolls, beside the same page without colours.
//
//   npm run package && npm run bench:inspector -- [--against OTHER.vsix] [--edits 40] [--rounds 2] [--seconds 20]
//
// Trains a model of the default size on the sample workspace for so many seconds, then measures. Prints a JSON object
// with milliseconds; with another package, both are measured in turns in one run.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/command.mjs';
import { vsixFile } from '../../scripts/vsixFile.mjs';
import { startInspectorBrowser } from '../ui/inspectorHarness/harness.mjs';
import { train } from './trainedEditor.mjs';
import { inspectorFrame, openEditor, openFile, runCommand, waitUntil } from '../ui/editorPage.mjs';

const largeCharacters = 2_000_000;
/** For what may take long, ms. */
const timeout = 120_000;

const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    edits: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '2' },
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
  results.scrolling = await measureScrolling();
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
    // Else the large file, which git does not keep, cannot be opened by its name.
    'search.useIgnoreFiles': false,
  };
  const editor = await openEditor({ folder, settings, vsix });
  try {
    const { page } = editor;
    await train(editor, { file: 'json.c', seconds: Number(options.seconds) });
    await openFile(page, 'json.c');
    await inspect(page);
    const editToRecolour = summary(await measureEdits(page));
    console.error(JSON.stringify({ vsix, editToRecolour }));
    const switched = [];
    const opened = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      switched.push(await measureSwitch(page));
      await leaveLarge(page);
      opened.push(await measureOpening(page));
      console.error(JSON.stringify({ switched, opened }));
      await leaveLarge(page);
    }
    return { editToRecolour, largeFile: { switched, opened } };
  } finally {
    await editor.close();
  }
}

/** Shows the inspector, coloured. */
async function inspect(page) {
  await runCommand(page, 'Cellscope: Inspect Cells');
  await (await inspectorFrame(page)).waitForSelector('#text[data-cell]', { timeout });
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
    addEventListener('keydown', () => (globalThis.pressed = performance.timeOrigin + performance.now()), {
      capture: true,
    });
  });
  await frame.evaluate(() => {
    globalThis.seen = [];
    addEventListener('message', ({ data }) => {
      if (data?.kind !== 'edits' && data?.kind !== 'values') return;
      const { kind, version } = data;
      const note = () =>
        globalThis.seen.push({ kind, version, time: performance.timeOrigin + performance.now() });
      // The frame that shows a message is drawn after the one that it came in.
      requestAnimationFrame(() => setTimeout(note));
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
          const pressed = await page.evaluate(() => globalThis.pressed);
          const seen = await frame.evaluate(() => globalThis.seen);
          const edited = seen.find(({ kind, time }) => kind === 'edits' && time > pressed);
          const coloured =
            edited && seen.find(({ kind, version }) => kind === 'values' && version >= edited.version);
          return coloured && coloured.time - pressed;
        },
        { interval: 20 },
      ),
    );
    await frame.evaluate(() => (globalThis.seen = []));
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

async function leaveLarge(page) {
  await page.locator('.tab.active[data-resource-name="large.c"]').waitFor({ timeout });
  await page.locator('.editor-instance .view-lines').first().click();
  await runCommand(page, 'View: Revert and Close Editor');
  await openFile(page, 'json.c');
}

/** Milliseconds from opening the large file, the inspector beside, to its text and its colours there. */
async function measureSwitch(page) {
  const frame = await inspectorFrame(page);
  await openLarge(page);
  return await untilColoured(frame, performance.now());
}

/** The same from opening the inspector on it. */
async function measureOpening(page) {
  await runCommand(page, 'View: Close All Editors');
  await openLarge(page);
  await page.locator('.tab.active[data-resource-name="large.c"]').waitFor({ timeout });
  await page.locator('.editor-instance .view-line').first().waitFor({ timeout });
  // All of it is there when its last line can be gone to.
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Home');
  const start = performance.now();
  await runCommand(page, 'Cellscope: Inspect Cells');
  return await untilColoured(await inspectorFrame(page), start);
}

async function untilColoured(frame, start) {
  await frame.waitForFunction(showsLarge, undefined, { timeout });
  const text = Math.round(performance.now() - start);
  await frame.waitForSelector('#text[data-cell]', { timeout });
  return { text, colours: Math.round(performance.now() - start) };
}

/** Runs in the page. */
function showsLarge() {
  return /large\.c/.test(document.querySelector('#text')?.getAttribute('aria-label'));
}

/** Milliseconds between frames while the text scrolls three rows a frame, with its colours and without. */
async function measureScrolling() {
  const browser = await startInspectorBrowser();
  const content = await readFile(path.join(folder, 'large.c'), 'utf8');
  try {
    const frames = {};
    for (const kind of ['withoutColours', 'withColours', 'withoutColoursAgain']) {
      const { page, close } = await browser.open({ width: 800, height: 800 });
      await page.evaluate(
        ({ text, muted }) => {
          for (const one of muted) globalThis.fakeHost.mute.add(one);
          globalThis.fakeHost.load();
          globalThis.fakeHost.open('large.c', text);
        },
        { text: content, muted: kind === 'withColours' ? [] : ['values', 'labels'] },
      );
      await page.locator('.row').first().waitFor();
      await page.waitForFunction(() =>
        globalThis.fakeHost.received.some(({ kind: sent }) => sent === 'values'),
      );
      frames[kind] = summary(await page.evaluate(scroll));
      await close();
    }
    return frames;
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function scroll() {
  const text = document.querySelector('#text');
  const waits = [];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 300; frame++) {
    text.scrollTop += 63;
    const now = await new Promise(requestAnimationFrame);
    waits.push(now - last);
    last = now;
  }
  return waits;
}

function summary(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b).map(number => Math.round(number));
  const at = share => sorted[Math.floor(share * (sorted.length - 1))];
  return { median: at(0.5), tenth: at(0.1), ninetieth: at(0.9), most: sorted.at(-1), count: sorted.length };
}
