import assert from 'node:assert/strict';
import {
  chooseManner,
  currentLine,
  ghostText,
  keepScreenshot,
  openEditor,
  openFile,
  runCommand,
  waitUntil,
} from './editorPage.mjs';

/** A small net that knows the small workspace after some epochs (not seconds: a busy machine shall learn as much). */
const settings = {
  'cellscope.training.units': 64,
  'cellscope.training.epochs': 12,
  'cellscope.completion.manner': 'eager',
  'editor.minimap.enabled': false,
};

/** Beginnings of lines that the workspace has many of. */
const beginnings = ['    return NU', '#include <stdl', 'struct lo', 'int loan_'];

describe('Cellscope in the editor', () => {
  let editor;
  let page;

  before(async () => {
    editor = await openEditor({ folder: 'test/fixtures/workspace', settings });
    page = editor.page;
  });

  after(() => editor?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepScreenshot(page, `failed-${this.currentTest.title}`);
  });

  it('trains on the workspace', async () => {
    await openFile(page, 'loan.c');
    await runCommand(page, 'Cellscope: Train on Workspace');
    await page.getByText('Cellscope is training').first().waitFor();
    await page
      .getByText(/Cellscope is trained/)
      .first()
      .waitFor();
    await keepScreenshot(page, 'trained');
  });

  it('shows ghost text while one types, and Tab takes it', async () => {
    await page.locator('.editor-instance .view-lines').first().click();
    // A suggestion may be dropped just after start-up: a new line is a new try.
    let tries = 0;
    const suggestion = await waitUntil('ghost text appears', async () => {
      await beginLine(beginnings[tries++ % beginnings.length]);
      return await waitForGhostText();
    });
    const typed = (await currentLine(page)).trim();
    await keepScreenshot(page, 'suggestion');
    await page.keyboard.press('Tab');
    await waitUntil('the ghost text becomes text', async () => {
      const line = await currentLine(page);
      return (await ghostText(page)) === '' && line.includes(suggestion.trim());
    });
    assert.ok(typed.endsWith(suggestion.trim()), 'the suggestion stands at the end of the line');
  });

  it('keeps ghost text on the screen in every frame while it is typed along', async () => {
    const keys = 50;
    let typed = 0;
    const gone = [];
    for (let tries = 0; typed < keys; tries++) {
      assert.ok(tries < 100, 'ghost text comes often enough');
      const begun = beginnings[tries % beginnings.length];
      await beginLine(begun);
      // A suggestion that came too late on a busy machine is dropped: a new line is a new try.
      const suggestion = await waitForGhostTextBehind(begun);
      // The end is left: with it the ghost text is to go, and before closers that the editor has put there itself.
      const along = suggestion.split('\n')[0].replace(/[^)\]}"']?[)\]}"';>]*$/, '');
      if (along.length >= 2) {
        await watchGhostText();
        await page.keyboard.type(along, { delay: 40 });
        const frames = await framesWithoutGhostText();
        if (frames > 0) gone.push({ begun, suggestion, frames });
        typed += along.length;
      }
      // Left on the screen it would be refused, and one who refuses again and again is shown less and less.
      if (suggestion !== '') await page.keyboard.press('Tab');
    }
    assert.deepEqual(gone, []);
  });

  it('suggests by a key where nothing comes by itself', async () => {
    await chooseManner(page, 'On Request');
    let tries = 0;
    await waitUntil('ghost text appears', async () => {
      await beginLine(beginnings[tries++ % beginnings.length]);
      assert.equal(await ghostText(page), '');
      await page.keyboard.press('Alt+Backslash');
      return await waitForGhostText();
    });
    await page.keyboard.press('Escape');
    await chooseManner(page, 'Eager');
  });

  it('colours the text by a cell, and another cell colours it otherwise', async () => {
    await page.keyboard.press('Control+Home');
    await runCommand(page, 'Cellscope: Inspect Cells');
    const view = inspector();
    await view.locator('.cells .cell[data-cell].selected').waitFor();
    const first = await waitUntil('the text is coloured', () => coloursOf(view));
    await keepScreenshot(page, 'inspector');

    // With the ranking the cells are ordered anew, and far ones leave the page.
    await view.locator('.cellList .working').waitFor({ state: 'hidden' });
    const other = view.locator('.cells .cell[data-cell]:not(.selected)').nth(3);
    const name = await other.getAttribute('data-cell');
    await view.locator(`.cells .cell[data-cell="${name}"]`).click();
    await view.locator(`.cells .cell.selected[data-cell="${name}"]`).waitFor();
    await waitUntil('another cell gives other colours', async () => {
      const colours = await coloursOf(view);
      return colours !== undefined && colours !== first;
    });
    await keepScreenshot(page, 'inspector-other-cell');
  });

  /** At the end of all: behind the cursor stands what a taken suggestion has closed, brackets and all. */
  async function beginLine(text) {
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    await page.keyboard.type(text, { delay: 20 });
  }

  /** Typed text gets its suggestion in milliseconds; '' when there is none after two seconds. */
  async function waitForGhostText() {
    await page
      .locator('.editor-instance .ghost-text-decoration')
      .first()
      .waitFor({ timeout: 2000 })
      .catch(() => {});
    return await ghostText(page);
  }

  /**
   * As above, once it is what goes on from all that was typed: one that was typed along may be a key behind. '' where
   * none comes.
   */
  async function waitForGhostTextBehind(begun) {
    const look = async () => {
      const suggestion = await waitForGhostText();
      const line = await currentLine(page);
      return (suggestion === '' || line.trimEnd() === (begun + suggestion).trimEnd()) && { suggestion };
    };
    const what = 'the ghost text goes on from what was typed';
    const found = await waitUntil(what, look, { timeout: 10_000 }).catch(() => undefined);
    return found?.suggestion ?? '';
  }

  /** Looks in every frame from now on. */
  async function watchGhostText() {
    await page.evaluate(() => {
      const watch = { isOn: true, frames: 0 };
      window.ghostWatch = watch;
      const look = () => {
        if (!watch.isOn) return;
        if (!document.querySelector('.editor-instance .ghost-text-decoration')) watch.frames++;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }

  /** How many frames since then had none. */
  async function framesWithoutGhostText() {
    return await page.evaluate(() => {
      window.ghostWatch.isOn = false;
      return window.ghostWatch.frames;
    });
  }

  function inspector() {
    return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }
});

/** The colours behind the text as one string; undefined while there is neither red nor blue in them. */
async function coloursOf(view) {
  return await view.locator('canvas.grid').evaluate(canvas => {
    if (canvas.width === 0 || canvas.height === 0) return undefined;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [red, , blue, alpha] = data.subarray(i, i + 4);
      if (alpha > 0 && Math.abs(red - blue) > 20) coloured++;
    }
    return coloured > 0 ? Array.from(data).join() : undefined;
  });
}
