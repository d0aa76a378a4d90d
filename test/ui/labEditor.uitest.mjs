// The lab in the real editor: every lesson opens, and one is worked through to the numbers that the terminal gives.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/command.mjs';
import { keepScreenshot, openEditor, openFile, runCommand } from './editorPage.mjs';

const run = promisify(execFile);
const cli = path.join(root, 'dist/cli.js');

describe('The lab in the editor', function () {
  this.timeout(600_000);

  let editor;
  let page;

  before(async () => {
    editor = await openEditor({
      folder: 'test/fixtures/workspace',
      settings: {},
      // So that the list of lessons finds room beside a file.
      viewport: { width: 1900, height: 1000 },
    });
    page = editor.page;
  });

  after(() => editor?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepScreenshot(page, `failed-${this.currentTest.title}`);
  });

  const lab = () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

  it('opens every lesson, with what there is to be seen before anything is done', async () => {
    await openFile(page, 'loan.c');
    await runCommand(page, 'Cellscope: Open Lab');
    for (const { name, title } of await linesOf('lab', '--json')) {
      await lab().getByRole('button', { name: title, exact: true }).click();
      await lab().locator(`main[data-lesson="${name}"]`).waitFor();
      assert.equal(await lab().locator('h1').innerText(), title);
      assert.equal(await lab().locator('.problem:visible').count(), 0, name);
      await keepScreenshot(page, `lab-${name}`);
    }
  });

  it('trains four letters to what the terminal gives', async () => {
    const figures = await linesOf('lab', 'hello', '--json');
    const outputs = figures.find(({ id }) => id === 'outputs');
    await lab().locator('nav button[data-lesson="hello"]').click();
    await lab().locator('main[data-lesson="hello"]').waitFor();
    await lab().locator('#deed').click();
    await lab().locator('main[data-work="done"]').waitFor();
    const cells = await lab().locator('.figure.table td.number').allInnerTexts();
    const wanted = outputs.rows.flatMap(row => row.filter(entry => typeof entry === 'number'));
    assert.equal(cells.length, wanted.length);
    for (const [i, text] of cells.entries()) {
      const shown = Number(text.replaceAll('−', '-').replaceAll(',', ''));
      assert.ok(Math.abs(shown - wanted[i]) <= 1e-5 * Math.abs(wanted[i]), `${text} is not ${wanted[i]}`);
    }
    await keepScreenshot(page, 'lab-hello-trained');
  });
});

/** The lines of JSON that a command prints. */
async function linesOf(...args) {
  const { stdout } = await run(process.execPath, [cli, ...args], { maxBuffer: 1 << 28 });
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}
