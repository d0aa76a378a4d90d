// The sample workspace in the real editor, as pictures are taken of it.
import { ghostText, openEditor, openFile, runCommand, waitUntil } from '../editorPage.mjs';

/** The editor's own themes. */
export const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

/** Characters of a suggestion that show what it is. */
const LONG = 15;

/** Lines to begin; the first with a long suggestion is shown. */
const beginnings = [
  'for (size_t i = 0',
  'if (value == ',
  'enum kit_status status = ',
  'if (registry->',
  'const char *name = ',
  'return registry',
];

/** Opens registry.c in an editor with nothing beside it. `seconds` is how long a training is to take. */
export async function openScene({
  theme = 'dark',
  seconds = 15,
  viewport = { width: 1200, height: 720 },
} = {}) {
  const settings = {
    'cellscope.training.seconds': seconds,
    'workbench.colorTheme': themes[theme],
    // The beginnings that are tried shall not stay.
    'files.autoSave': 'off',
    'editor.minimap.enabled': false,
    'editor.fontSize': 15,
    'workbench.activityBar.location': 'hidden',
    'workbench.sideBar.location': 'right',
  };
  const editor = await openEditor({ folder: 'samples/workspace', settings, viewport });
  const { page } = editor;
  await openFile(page, 'registry.c');
  await page.keyboard.press('Control+B');
  await page
    .getByText(/Cellscope: starter model/)
    .first()
    .waitFor();
  return editor;
}

/** Begins a line whose suggestion is worth a picture, and leaves it on the screen. */
export async function showSuggestion(page) {
  await waitUntil('a long suggestion', async () => {
    for (const beginning of beginnings) {
      const ghost = await typeInFunction(page, beginning);
      console.log(beginning, ghost);
      if (ghost.length >= LONG) return true;
      await startOver(page);
    }
    // The files of the workspace may be learnt still.
    return false;
  });
}

/** The file as it was saved. */
export async function startOver(page) {
  await page.keyboard.press('Escape');
  await runCommand(page, 'View: Revert and Close Editor');
  await openFile(page, 'registry.c');
}

/** @returns {Promise<string>} what is suggested there */
export async function typeInFunction(page, text, { delay = 30 } = {}) {
  await goToLine(page, 171);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(text, { delay });
  // Asked for: what was refused for the last picture is not offered again by itself.
  await page.keyboard.press('Alt+Backslash');
  return await waitUntil('a suggestion', () => ghostText(page), { timeout: 3000 }).catch(() => '');
}

export async function goToLine(page, line) {
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+G');
  const box = page.locator('.quick-input-widget');
  await box.locator('input').fill(`:${line}`);
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'hidden' });
}

/** Opens the inspector beside the editor, at a line with strings, and waits until its cells are ranked. */
export async function showInspector(page) {
  await runCommand(page, 'Cellscope: Inspect Cells');
  const view = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  await view.locator('.cells .cell[data-cell].selected').waitFor();
  await view.locator('.cellList .working').waitFor({ state: 'hidden' });
  await goToLine(page, 169);
  await page.keyboard.press('Home');
  await view.locator('.row').filter({ hasText: 'strcmp(value' }).first().waitFor();
  await atRest(page);
  return view;
}

/** A picture is of a page at rest: two frames without a change. */
export async function atRest(page) {
  await waitUntil('the page is at rest', async () => {
    const [before, after] = [await page.screenshot(), await page.screenshot()];
    return before.equals(after);
  });
}
