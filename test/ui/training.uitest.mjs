import assert from 'node:assert/strict';
import { inspectorFrame, keepScreenshot, openEditor, openFile, waitUntil } from './editorPage.mjs';

/** Longer than the tests take: a run ends when it is stopped. */
const settings = { 'cellscope.training.units': 32, 'cellscope.training.epochs': 100_000 };

describe('training as the user sees it', () => {
  let editor;
  let page;

  before(async () => {
    editor = await openEditor({ folder: 'samples/workspace', settings });
    page = editor.page;
  });
  after(() => editor?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepScreenshot(page, `failed-${this.currentTest.title}`);
  });

  it('offers nothing in the palette that there is nothing for', async () => {
    await openFile(page, 'registry.c');
    await statusOf(page, /Cellscope: starter model$/);
    const titles = await paletteTitles();
    assert.ok(titles.includes('Train on Workspace'), titles.join());
    for (const title of ['Resume Training', 'Delete Model', 'Show Training Sample', 'Discard the Update'])
      assert.ok(!titles.includes(title), title);
  });

  it('shows in the status bar how far it is and how long yet, and a notice that goes away by itself', async () => {
    await chooseInMenu('Train on Workspace');
    const notice = page.locator('.notification-toast').filter({ hasText: 'Cellscope is training on' });
    await notice.waitFor();
    await keepScreenshot(page, 'training-begins');
    await statusOf(page, /Cellscope: \d+%, .* left/);
    await notice.waitFor({ state: 'hidden' });
    await statusItem(page).hover();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'bits per character' });
    await hover.waitFor();
    const text = (await hover.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /On files that it does not learn from, it predicts .+ \(\d\.\d\d bits/);
    for (const link of ['Pause', 'Stop and Keep', 'Show Training Sample'])
      await hover.getByText(link, { exact: true }).waitFor();
    await keepScreenshot(page, 'training-hover');
  });

  it('is drawn as it goes on, with its samples', async () => {
    await chooseInMenu('Show Training');
    const frame = await inspectorFrame(page);
    await frame.getByRole('heading', { name: 'Run 1', exact: true }).waitFor();
    const readout = frame.locator('.chartReadout').first();
    const step = async () =>
      Number((await readout.innerText()).match(/^Step ([\d,]+): training/)?.[1].replaceAll(',', ''));
    await waitUntil('there is a curve', async () => (await step()) > 0);
    const first = await step();
    await waitUntil('the curve has grown', async () => (await step()) > first);
    await frame.locator('.samples pre').first().waitFor();
    await keepScreenshot(page, 'training-curves');
  });

  it('is told in a second window on the folder, which has the same model', async () => {
    const other = await editor.openWindow();
    await openFile(other, 'registry.c');
    await statusOf(other, /another window trains/);
    await keepScreenshot(other, 'training-elsewhere');
    await other.close();
  });

  it('reads as paused, with Resume at hand', async () => {
    await chooseInMenu('Pause');
    await statusOf(page, /Cellscope: paused at \d+%/);
    await statusItem(page).click();
    assert.equal((await menuLabels())[0], 'Resume');
    await keepScreenshot(page, 'training-paused');
    await page.keyboard.press('Enter');
    await statusOf(page, /Cellscope: \d+%, .* left/);
  });

  it('is still to be seen when the window is opened again, and is gone on with from there', async () => {
    await chooseInMenu('Stop and Keep');
    await statusOf(page, /Cellscope: stopped at \d+%/);
    await page.reload();
    await statusOf(page, /Cellscope: stopped at \d+%/);
    const titles = await paletteTitles();
    for (const title of ['Resume Training', 'Delete Model']) assert.ok(titles.includes(title), titles.join());
    await statusItem(page).click();
    const choices = ['Resume', 'Update', 'Train Anew'];
    assert.deepEqual(
      (await menuLabels()).filter(label => choices.includes(label)),
      choices,
    );
    await keepScreenshot(page, 'training-stopped');
    await page.keyboard.press('Enter');
    await statusOf(page, /Cellscope: \d+%, .* left/);
    await chooseInMenu('Stop and Keep');
    await statusOf(page, /Cellscope: stopped at \d+%/);
  });

  async function chooseInMenu(label) {
    await statusItem(page).click();
    const box = page.locator('.quick-input-widget');
    await box.locator('.monaco-list-row').first().waitFor();
    await box.locator('input').fill(label);
    await box.locator('.monaco-list-row').first().filter({ hasText: label }).waitFor();
    await page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** Of the list that is open. */
  async function menuLabels() {
    const rows = page.locator('.quick-input-widget .monaco-list-row .label-name');
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map(text => text.trim());
  }

  /** Of Cellscope's commands in the palette, which draws no more of them at a time than fit. */
  async function paletteTitles() {
    await page.keyboard.press('F1');
    const box = page.locator('.quick-input-widget');
    await box.locator('input').fill('>Cellscope: ');
    const rows = box.locator('.monaco-list-row');
    await rows.first().filter({ hasText: 'Cellscope: ' }).waitFor();
    const titles = new Set();
    await waitUntil('every command was read', async () => {
      const drawn = await rows.evaluateAll(all =>
        all.map(row => ({ text: row.innerText, of: Number(row.getAttribute('aria-setsize')) })),
      );
      for (const { text } of drawn)
        titles.add(
          text
            .replace(/^\s*Cellscope: /, '')
            .split('\n')[0]
            .trim(),
        );
      await page.keyboard.press('PageDown');
      return drawn.length > 0 && titles.size >= drawn[0].of;
    });
    await page.keyboard.press('Escape');
    await waitUntil('the palette is closed', () => box.isHidden());
    return [...titles];
  }
});

function statusItem(on) {
  return on.locator('.statusbar-item').filter({ hasText: 'Cellscope' });
}

async function statusOf(on, text) {
  await statusItem(on).filter({ hasText: text }).waitFor();
}
