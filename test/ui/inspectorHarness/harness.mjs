// Opens the inspector's page (pageHarness) with a host that is made up for it, which has a model and documents.
//
//   node test/ui/inspectorHarness/harness.mjs OUT_DIR     writes pictures in every theme and several widths
import { readFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPageBrowser } from '../pageHarness/pageBrowser.mjs';
import { themes } from '../pageHarness/pageThemes.mjs';

/** Starts a browser; `open` gives windows of it with an inspector each, which `window.fakeHost` drives. */
export const startInspectorBrowser = () =>
  startPageBrowser('inspector', new URL('fakeHost.js', import.meta.url));

/** The cell whose colours are on the page is this one. */
export async function waitForCell(opened, cell) {
  await opened.waitForSelector(`#text[data-cell="${cell}"]`);
}

async function takePictures(target) {
  await mkdir(target, { recursive: true });
  const text = await readFile(new URL('example.c', import.meta.url), 'utf8');
  const browser = await startInspectorBrowser();
  for (const theme of Object.keys(themes))
    for (const width of [210, 360, 800, 1600]) {
      const { page: opened, problems, close } = await browser.open({ theme, width, height: 760 });
      await opened.evaluate(content => {
        window.fakeHost.load();
        window.fakeHost.open('src/example.c', content);
        window.fakeHost.cursor(420, { from: 0, to: 1000 });
      }, text);
      await waitForCell(opened, '1.17');
      await opened
        .locator('.row', { hasText: 'printf' })
        .first()
        .hover({ position: { x: Math.min(160, width - 40), y: 8 } });
      await opened.waitForSelector('.card:not(.waiting)');
      await opened.screenshot({ path: path.join(target, `${theme}-${width}.png`) });
      if (problems.length > 0) console.error(theme, width, problems);
      await close();
    }
  await browser.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await takePictures(process.argv[2] ?? 'out/pictures');
