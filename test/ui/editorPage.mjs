// The real editor with Cellscope's package installed, in a browser, and what a user does in it.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/command.mjs';
import { hangTimeout, startBrowser } from '../../scripts/vscodeHost/browser.mjs';
import { watchForEnd } from '../../scripts/vscodeHost/endSignals.mjs';
import { installExtension, startServer } from '../../scripts/vscodeHost/server.mjs';
import { vsixFile } from '../../scripts/vsixFile.mjs';

const screenshots = path.join(root, 'out/screenshots');

/**
 * Opens a copy of a folder in the editor. `npm run package` must have run.
 * @param {object} options
 * @param {string} options.folder
 * @param {Record<string, unknown>} options.settings of the user
 * @param {{ width: number, height: number }} [options.viewport] CSS pixels
 * @param {string} [options.vsix] another package than this folder's
 * @param {string} [options.beside] the package of another extension that is to be there, too
 */
export async function openEditor({ folder, settings, viewport, vsix, beside }) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'cellscope-ui-'));
  const workspace = path.join(home, path.basename(folder));
  const dataFolder = path.join(home, 'data');
  await cp(folder, workspace, { recursive: true });
  await mkdir(screenshots, { recursive: true });
  await installExtension({ vsix: vsix ?? (await vsixFile()), dataFolder });
  if (beside) await installExtension({ vsix: beside, dataFolder });
  const server = await startServer({ dataFolder, settings: { 'git.enabled': false, ...settings } });
  const stopWatching = watchForEnd(status => process.exit(status));
  const browser = await startBrowser({ viewport });
  const { page } = browser;
  const open = async window => {
    await window.goto(server.url(workspace));
    await window.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
    return window;
  };
  await open(page);
  return {
    page,
    /** The copy. */
    workspace,
    /** Where the server keeps its data and logs. */
    dataFolder,
    /** Another window on the same folder. */
    async openWindow() {
      const window = await page.context().browser().newPage();
      window.setDefaultTimeout(hangTimeout);
      return await open(window);
    },
    async close() {
      stopWatching();
      await browser.stop();
      await server.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Keeps what is on the screen as out/screenshots/NAME.png. */
export async function keepScreenshot(page, name) {
  await page.screenshot({ path: path.join(screenshots, `${name.replaceAll(/\W+/g, '-')}.png`) });
}

/** Runs a command by its title in the command palette. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await choose(page, `>${title}`, title);
}

/** Chooses what is suggested without being asked by the name that the list has for it. */
export async function chooseManner(page, name) {
  await page.keyboard.press('F1');
  const title = 'Cellscope: Choose Manner of Suggestions';
  const box = await enter(page, `>${title}`, title);
  // Another list takes the place of this one.
  await box.locator('.quick-input-title').filter({ hasText: 'What Cellscope suggests' }).waitFor();
  await choose(page, name, name);
}

/** The frame of the inspector's page, once it is there. */
export async function inspectorFrame(page) {
  const outer = await page.waitForSelector('iframe.webview.ready', { state: 'attached' });
  const inner = await (
    await outer.contentFrame()
  ).waitForSelector('iframe#active-frame', { state: 'attached' });
  return await inner.contentFrame();
}

/** Opens a file of the workspace by its name. */
export async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  await choose(page, name, name);
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.editor-instance .view-lines').first().click();
}

async function choose(page, typed, wanted) {
  const box = await enter(page, typed, wanted);
  await box.waitFor({ state: 'hidden' });
}

/** Takes what is wanted from the list that is open, once it stands at its top. */
async function enter(page, typed, wanted) {
  const box = page.locator('.quick-input-widget');
  await box.locator('input').fill(typed);
  const row = box.locator('.monaco-list-row').first();
  await row.filter({ hasText: wanted }).waitFor();
  await page.keyboard.press('Enter');
  return box;
}

/** The line of the active editor that the cursor is on, with ghost text if there is any. */
export async function currentLine(page) {
  const cursor = await page.locator('.editor-instance .cursors-layer .cursor').first().boundingBox();
  for (const line of await page.locator('.editor-instance .view-line').all()) {
    const box = await line.boundingBox();
    if (box && cursor && Math.abs(box.y - cursor.y) < 2)
      return (await line.innerText()).replaceAll('\u00a0', ' ');
  }
  return '';
}

/** The suggestion that is shown, or ''. */
export async function ghostText(page) {
  const parts = await page.locator('.editor-instance .ghost-text-decoration').allInnerTexts();
  return parts.join('').replaceAll('\u00a0', ' ');
}

/**
 * Polls until a condition gives something truthy, and gives that.
 * @template T
 * @param {string} what for the message when it never does
 * @param {() => Promise<T>} condition
 * @param {{ timeout?: number, interval?: number }} [options] ms
 */
export async function waitUntil(what, condition, { timeout = hangTimeout, interval = 100 } = {}) {
  for (const end = Date.now() + timeout; Date.now() < end;) {
    const result = await condition();
    if (result) return result;
    await new Promise(resolve => setTimeout(resolve, interval));
  }
  throw new Error(`It did not happen within ${timeout / 1000} s: ${what}`);
}
