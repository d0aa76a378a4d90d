// The lab's page in plain Chromium with the real worker behind it: every lesson, its numbers, keys, and what axe-core finds.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import { build } from 'esbuild';
import { root } from '../../scripts/command.mjs';
import { waitUntil } from './editorPage.mjs';
import { startLabBrowser, waitForLesson, work } from './labHarness/harness.mjs';

const run = promisify(execFile);
const seed = 3;
const folder = path.join(root, 'test/fixtures/workspace');
const selectedFile = path.join(folder, 'src/loan.c');
const selection = { path: selectedFile, text: await readFile(selectedFile, 'utf8') };
const cli = path.join(root, 'dist/cli.js');
const lessons = await linesOf('lab', '--json');
const { tableOf, exactNumber } = await bundled('src/protocol/labTable.ts', 'src/protocol/figureNumbers.ts');

describe("The lab's page", function () {
  this.timeout(600_000);

  let browser;
  let opened;

  before(async () => {
    browser = await startLabBrowser();
  });

  after(() => browser.close());

  afterEach(async () => {
    const { problems } = opened;
    await opened.close();
    assert.deepEqual(problems, []);
  });

  async function open(lesson, { values = {}, ...options } = {}) {
    const state = { version: 1, lesson, values, seed };
    opened = await browser.open({ state, folder, selection, width: 1100, height: 800, ...options });
    await waitForLesson(opened.page, lesson);
    return opened.page;
  }

  it('lists the lessons, and goes from one to the next by keys', async () => {
    const page = await open('hello');
    assert.deepEqual(
      await page.locator('nav button').allInnerTexts(),
      lessons.map(({ title }) => title),
    );
    await page.locator('nav button[aria-current]').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const before = lessons[lessons.findIndex(({ name }) => name === 'hello') - 1];
    await waitForLesson(page, before.name);
    assert.equal(await page.locator('h1').innerText(), before.title);
  });

  for (const { name } of lessons) {
    it(`shows the numbers of the model in every figure: ${name}`, async () => {
      const values = await smallest(name);
      const page = await open(name, { values });
      await work(page);
      const problem = page.locator('.problem:visible');
      assert.equal((await problem.count()) > 0 ? await problem.innerText() : '', '');
      assert.deepEqual(await numbersOnPage(page), await numbersOfTerminal(name, values));
      assert.deepEqual(await violations(page), []);
    });
  }

  for (const [theme, width] of [
    ['light', 360],
    ['hc-dark', 900],
    ['hc-light', 320],
  ])
    it(`has nothing that axe-core finds, and fits in: ${theme}, ${width} px`, async () => {
      const page = await open('cell', { theme, width });
      assert.deepEqual(await violations(page), []);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overhang <= 0, `${overhang} px stick out`);
    });

  it('works by keys alone: chooses, trains, stops at a weight, steps back', async () => {
    const page = await open('hello');
    await page.locator('#deed').focus();
    await page.keyboard.press('Enter');
    await page.locator('main[data-work="done"]').waitFor();
    const slider = page.getByRole('slider', { name: 'Training step' });
    const last = await slider.inputValue();
    const caption = page.locator('.figure.curves .caption');
    const atLast = await caption.innerText();
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await waitUntil(
      'the figures are those of the step before',
      async () => (await caption.innerText()) !== atLast,
    );
    assert.equal(Number(await slider.inputValue()), Number(last) - 1);
    const picture = page.locator('.figure.matrix .picture').first();
    await picture.focus();
    const words = page.locator('.figure.matrix .pointedWords').first();
    const first = await words.innerText();
    assert.match(first, /row .+, column .+: [−\d]/);
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await words.innerText(), first);
  });

  it('lights up a parameter wherever it is', async () => {
    const page = await open('hello');
    const litIn = selector => page.locator(`${selector} .lit`).first().getAttribute('d');
    assert.equal(await litIn('.figure.diagram'), '');
    await page.locator('.figure.matrix .picture').first().focus();
    await waitUntil('the arrows of the weight are lit', () => litIn('.figure.diagram'));
  });

  it('keeps pictures and tables in files', async () => {
    const page = await open('hello');
    const figure = page.locator('.figure.curves');
    for (const format of ['PNG', 'SVG', 'CSV'])
      await figure.getByRole('button', { name: `Save as ${format}` }).click();
    const { kept } = opened.panel;
    await waitUntil('all three are kept', () => kept.length === 3);
    const of = format => kept.find(each => each.format === format);
    assert.deepEqual(of('png').content.slice(0, 8), [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.match(of('svg').content, /^<\?xml .*\n<svg xmlns=/);
    assert.match(of('csv').content, /^training step,/);
    assert.equal(of('csv').name, 'hello-loss');
  });

  it('comes back with its lesson, its settings and its training when it is loaded anew', async () => {
    const page = await open('hello');
    await work(page);
    const slider = page.getByRole('slider', { name: 'Training step' });
    await slider.fill('4');
    await waitUntil('it is shown', async () =>
      (await page.evaluate(() => sessionStorage.getItem('state'))).includes('"step":4'),
    );
    // What the test saved at first would be put back when the page is loaded anew.
    await page.evaluate(() => sessionStorage.setItem('keep', 'yes'));
    await page.goto(page.url());
    await waitForLesson(page, 'hello');
    assert.equal(await page.getByRole('slider', { name: 'Training step' }).inputValue(), '4');
    await page.locator('main[data-work="done"]').waitFor();
  });

  it('waits while the workspace is trained, and says so', async () => {
    const page = await open('hello');
    const { panel } = opened;
    panel.tell({ kind: 'waiting', isWaiting: true });
    panel.ask('pause');
    await page.locator('#deed').click();
    await page.getByText('Waits while Cellscope trains on the workspace.').waitFor();
    panel.tell({ kind: 'waiting', isWaiting: false });
    panel.ask('continue');
    await page.locator('main[data-work="done"]').waitFor();
  });

  it('opens what a link or a file says, and says what is wrong with it', async () => {
    const page = await open('hello');
    opened.panel.tell({
      kind: 'show',
      state: { version: 1, lesson: 'cell', values: { cell: 'gru' }, seed: 9 },
    });
    await waitForLesson(page, 'cell');
    assert.equal(await page.locator('#seed').inputValue(), '9');
    opened.panel.tell({
      kind: 'show',
      state: { version: 1, lesson: 'cell', values: { cell: '<b>x' }, seed: 9 },
    });
    await page.getByRole('alert').filter({ hasText: 'cell is "<b>x"; give it one of' }).waitFor();
    assert.equal(await page.locator('main b').count(), 0);
    await page.getByRole('button', { name: 'Copy Link' }).click();
    await waitUntil('the link is copied', () => opened.panel.links.length === 1);
  });
});

/** All numbers of all figures, by their titles: from the tables that each shows on demand. */
async function numbersOnPage(page) {
  const buttons = page.locator('.figure').getByRole('button', { name: 'Numbers', exact: true });
  for (const button of await buttons.all()) await button.click();
  return await page
    .locator('.figure')
    .evaluateAll(all =>
      all.map(figure => [
        figure.querySelector('h2').textContent,
        [...figure.querySelectorAll('tbody td.number')].map(cell => cell.textContent),
      ]),
    );
}

/** The same from the terminal: what the model gives with the same seed. */
async function numbersOfTerminal(name, values) {
  const settings = Object.entries(values).flatMap(([setting, value]) => ['--set', `${setting}=${value}`]);
  const args = ['--json', '--seed', String(seed), '--folder', folder, '--text', selection.path, ...settings];
  const figures = await linesOf('lab', name, ...args);
  return figures.map(figure => [
    figure.title,
    tableOf(figure)
      .rows.slice(0, 300)
      .flatMap(row => row.filter(entry => typeof entry !== 'string').map(exactNumber)),
  ]);
}

/** A lesson as small as it can be, so that it takes a second or two: what is worked through is at its least. */
async function smallest(name) {
  const settings = await linesOf('lab', name, '--settings', '--json');
  const small = settings.filter(
    ({ kind, affects, least, initial }) => kind === 'range' && affects === 'experiment' && least < initial,
  );
  return Object.fromEntries(small.map(setting => [setting.name, setting.least]));
}

/** What is wrong with a page, a line each. */
async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** The lines of JSON that a command prints. */
async function linesOf(...args) {
  const { stdout } = await run(process.execPath, [cli, ...args], { maxBuffer: 1 << 28 });
  const text = stdout.trimEnd();
  return text === '' ? [] : text.split('\n').map(line => JSON.parse(line));
}

/** What some modules of the source export. */
async function bundled(...modules) {
  const contents = modules.map(module => `export * from './${module}';`).join('');
  const options = {
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  };
  const { outputFiles } = await build(options);
  return await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
