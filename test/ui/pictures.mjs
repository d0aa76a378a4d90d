// Takes the README's pictures anew, of the real thing: `npm run package && node test/ui/pictures.mjs [SECONDS]`.
// It trains on the sample workspace for SECONDS (15) and leaves docs/images/suggestion.png and inspector.png.
import { mkdir } from 'node:fs/promises';
import { root } from '../../scripts/command.mjs';
import { ghostText, openEditor, openFile, runCommand, waitUntil } from './editorPage.mjs';

const seconds = Number(process.argv[2] ?? 15);

/** Lines to begin; the one with the longest suggestion is shown. */
const beginnings = [
  'if (value == ',
  'for (size_t i = 0',
  'enum kit_status status = ',
  'if (registry->',
  'const char *name = ',
  'return registry',
];

const settings = {
  'cellscope.training.seconds': seconds,
  // The beginnings that are tried shall not stay.
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
  'editor.fontSize': 15,
  'workbench.activityBar.location': 'hidden',
  'workbench.sideBar.location': 'right',
};

const editor = await openEditor({
  folder: 'samples/workspace',
  settings,
  viewport: { width: 1200, height: 720 },
});
const { page } = editor;
const picture = name => page.screenshot({ path: `${root}/docs/images/${name}.png` });

try {
  await mkdir(`${root}/docs/images`, { recursive: true });
  await openFile(page, 'registry.c');
  await page.keyboard.press('Control+B');
  await runCommand(page, 'Cellscope: Train on Workspace');
  const trained = page.getByText(/Cellscope is trained/).first();
  await trained.waitFor({ timeout: (seconds + 60) * 1000 });
  console.log(await trained.innerText());
  await runCommand(page, 'Notifications: Clear All Notifications');
  await takeSuggestion();
  await takeInspector();
} finally {
  await editor.close();
}

async function takeSuggestion() {
  const shown = [];
  for (const beginning of beginnings) {
    shown.push({ beginning, ghost: await typeInFunction(beginning) });
    await startOver();
  }
  const best = shown.reduce((one, other) => (other.ghost.length > one.ghost.length ? other : one));
  console.log(shown);
  await typeInFunction(best.beginning);
  await picture('suggestion');
  await startOver();
}

async function startOver() {
  await page.keyboard.press('Escape');
  await runCommand(page, 'View: Revert and Close Editor');
  await openFile(page, 'registry.c');
}

/** @returns {Promise<string>} what is suggested there */
async function typeInFunction(text) {
  await goToLine(171);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(text, { delay: 30 });
  return await waitUntil('a suggestion', () => ghostText(page), { timeout: 3000 }).catch(() => '');
}

async function goToLine(line) {
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+G');
  const box = page.locator('.quick-input-widget');
  await box.locator('input').fill(`:${line}`);
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'hidden' });
}

async function takeInspector() {
  await runCommand(page, 'Cellscope: Inspect Cells');
  const view = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  await view.locator('.cells .cell[data-cell].selected').waitFor();
  await goToLine(169);
  await view.locator('.row').filter({ hasText: 'strcmp(value' }).first().waitFor();
  // The picture is of a page at rest: two frames without a change.
  await waitUntil('the page is at rest', async () => {
    const [before, after] = [await page.screenshot(), await page.screenshot()];
    return before.equals(after);
  });
  await picture('inspector');
}
