// How long one waits for ghost text, in the real editor: from a key to the frame in which it is painted. And for how long
// the extension host's thread, which all extensions share, is not free for others while a text is typed as fast as
// suggestions are answered.
//
//   npm run package && npm run bench:typing -- [--bursts 60] [--keys 5000] [--seconds 60] [--training 30] [--vsix FILE]
//
// Trains a model of the default size on the sample workspace without one of its files, and types that file. Prints a JSON
// object with milliseconds. `along`: a key that goes along with what is on screen. `asked`: the key that asks for a
// suggestion. `unasked`: the last key before a rest, with the pause that is kept on purpose.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, runQuietly } from '../../scripts/command.mjs';
import { vsixFile } from '../../scripts/vsixFile.mjs';
import { chooseManner, openEditor, openFile, runCommand, waitUntil } from '../ui/editorPage.mjs';
import { summary, train } from './trainedEditor.mjs';

const helper = path.join(root, 'test/bench/typingHelper');
/** Left out of training, and typed. */
const typedFile = 'src/lexer.c';
/** Keys between two rests, and their rhythm and the rest, ms. */
const burst = { keys: 7, gap: 130, rest: 700 };
/** Characters of a suggestion that are typed along. */
const mostAlong = 4;
/** By the helper's package.json. */
const suggestNow = 'F7';

const { values: options } = parseArgs({
  options: {
    bursts: { type: 'string', default: '60' },
    keys: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    training: { type: 'string', default: '30' },
    vsix: { type: 'string' },
  },
});
const training = Number(options.training);

const settings = {
  'git.enabled': false,
  'cellscope.training.seconds': training,
  'cellscope.completion.manner': 'eager',
  'editor.minimap.enabled': false,
  // What is typed shall be what stands there.
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.quickSuggestions': { other: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  // Files that are saved are learnt, which is no part of an answer.
  'files.autoSave': 'off',
};

const whole = await readFile(path.join(root, 'samples/workspace', typedFile), 'utf8');
/** Without its head, which is like no other. */
const text = whole.slice(Math.floor(whole.length / 8));
const folder = await makeWorkspace();
try {
  console.log(JSON.stringify(await measure(), undefined, 2));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The sample workspace without the file that is typed, and two empty files to type into. */
async function makeWorkspace() {
  const made = await mkdtemp(path.join(os.tmpdir(), 'cellscope-bench-'));
  await cp(path.join(root, 'samples/workspace'), made, { recursive: true });
  await rm(path.join(made, typedFile));
  for (const name of ['typed.c', 'replayed.c']) await writeFile(path.join(made, name), '');
  const request = {
    file: 'replayed.c',
    text,
    keys: Number(options.keys),
    seconds: Number(options.seconds),
  };
  await writeFile(path.join(made, 'typing-bench.json'), JSON.stringify(request));
  return made;
}

async function measure() {
  const vsix = options.vsix ?? (await vsixFile());
  const editor = await openEditor({ folder, settings, vsix, beside: await packHelper() });
  const { page } = editor;
  try {
    console.error(`Training for ${training} s, with what goes with it`);
    await train(editor, { file: 'json.c', seconds: training });
    await page
      .locator('.statusbar-item')
      .filter({ hasText: /^\s*Cellscope\s*$/ })
      .waitFor();
    console.error('Typing');
    await openFile(page, 'typed.c');
    await watchGhostText(page);
    const { along, unasked } = await typeUnasked(page);
    console.error(JSON.stringify({ along: summary(along), unasked: summary(unasked) }));
    await chooseManner(page, 'On Request');
    const asked = await typeAndAsk(page);
    console.error(JSON.stringify({ asked: summary(asked) }));
    await chooseManner(page, 'Eager');
    const host = await replay(editor);
    return {
      keyToPixel: { along: summary(along), asked: summary(asked), unasked: summary(unasked) },
      extensionHost: { ...host, typing: { ...host.typing, answers: summary(host.typing.answers) } },
    };
  } finally {
    await editor.close();
  }
}

async function packHelper() {
  const vsix = path.join(folder, 'typing-bench.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  await runQuietly(process.execPath, [vsce, 'package', ...flags, '--out', vsix], { cwd: helper });
  return vsix;
}

/** From now on the page notes keys, and the ghost text as each frame that has another one was painted. */
async function watchGhostText(page) {
  await page.evaluate(() => {
    const seen = [];
    globalThis.seen = seen;
    addEventListener('keydown', ({ key }) => seen.push({ time: performance.now(), key }), { capture: true });
    let shown = '';
    const look = () => {
      const parts = [...document.querySelectorAll('.editor-instance .ghost-text-decoration')];
      const ghost = parts
        .map(part => part.textContent)
        .join('')
        .replaceAll('\u00A0', ' ');
      // What a frame shows is on the screen after it.
      if (ghost !== shown) setTimeout(() => seen.push({ time: performance.now(), ghost }));
      shown = ghost;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Types on with rests, and there the beginning of what is suggested. */
async function typeUnasked(page) {
  const along = [];
  const unasked = [];
  for (let at = 0; at < Number(options.bursts) * burst.keys; at += burst.keys) {
    await typeBurst(page, at);
    const shown = await page.evaluate(
      () => globalThis.seen.findLast(({ ghost }) => ghost !== undefined)?.ghost,
    );
    for (const character of (shown ?? '').split('\n')[0].slice(0, -1).slice(0, mostAlong))
      await typeOne(page, character);
    const events = await page.evaluate(() => globalThis.seen.splice(0));
    let before = '';
    for (const [i, event] of events.entries()) {
      if (event.ghost !== undefined) before = event.ghost;
      if (event.key === undefined) continue;
      const next = events.findIndex((other, k) => k > i && other.key !== undefined);
      const after = events.slice(i + 1, next < 0 ? undefined : next);
      const goesAlong = before.length > 1 && before.startsWith(event.key);
      const painted = after.find(({ ghost }) => (goesAlong ? ghost === before.slice(1) : ghost));
      if (painted && (goesAlong || before === ''))
        (goesAlong ? along : unasked).push(painted.time - event.time);
    }
    await forgetGhost(page);
  }
  return { along, unasked };
}

async function typeAndAsk(page) {
  const asked = [];
  for (let at = 0; at < Number(options.bursts) * burst.keys; at += burst.keys) {
    await typeBurst(page, at);
    await page.evaluate(() => globalThis.seen.splice(0));
    await page.keyboard.press(suggestNow);
    await page.waitForTimeout(burst.rest);
    const events = await page.evaluate(() => globalThis.seen.splice(0));
    const key = events.find(event => event.key === suggestNow);
    const painted = events.find(event => event.ghost);
    if (key && painted) asked.push(painted.time - key.time);
    await forgetGhost(page);
  }
  return asked;
}

async function typeBurst(page, at) {
  for (const character of text.slice(at, at + burst.keys)) await typeOne(page, character);
  await page.waitForTimeout(burst.rest);
}

async function typeOne(page, character) {
  await page.keyboard.press({ '\n': 'Enter', '\t': 'Space', ' ': 'Space' }[character] ?? character);
  await page.waitForTimeout(burst.gap);
}

/** Each burst begins with nothing on screen. */
async function forgetGhost(page) {
  await page.keyboard.press('Escape');
  await page.waitForTimeout(50);
  await page.evaluate(() => globalThis.seen.splice(0));
}

async function replay({ page, workspace }) {
  await runCommand(page, 'Typing Bench: Replay');
  const file = path.join(workspace, 'typing-bench-result.json');
  const result = await waitUntil('the text is typed', () => readFile(file, 'utf8').catch(() => undefined), {
    timeout: (Number(options.seconds) + 120) * 1000,
    interval: 500,
  });
  return JSON.parse(result);
}
