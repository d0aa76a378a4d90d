// The page that shows trainings in plain Chromium: what it shows, in every theme, by keys, and that axe-core finds
// nothing wrong.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import { root } from '../../scripts/command.mjs';
import { themes } from './pageHarness/pageThemes.mjs';
import { drawn, said, startTrainingBrowser, tell } from './trainingHarness/page.mjs';
import { makeCurves, runs, runsEvent, trainingEvent } from './trainingHarness/runs.mjs';

const pictures = path.join(root, 'out/screenshots');

describe('The page that shows trainings', () => {
  let browser;
  let opened;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    browser = await startTrainingBrowser();
  });

  after(() => browser.close());

  afterEach(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
  });

  async function open(options) {
    opened = await browser.open(options);
    return opened.page;
  }

  for (const theme of Object.keys(themes))
    for (const [name, width] of Object.entries({ wide: 1200, narrow: 420 }))
      it(`has nothing that axe-core finds: ${theme}, ${name}`, async () => {
        const page = await open({ theme, width });
        await page.getByText(/^Runs: /).click();
        await drawn(page);
        await page.screenshot({ path: path.join(pictures, `training-${theme}-${name}.png`), fullPage: true });
        await check(page);
      });

  it('shows the present run beside the one before it, and others over each other', async () => {
    const page = await open();
    assert.deepEqual(await page.locator('h2').allInnerTexts(), ['Run 7', 'Run 6']);
    assert.equal(await page.locator('.chart').count(), 8);
    await page.getByText(/^Runs: 2 of 5 shown/).click();
    await page.getByRole('checkbox', { name: /Run 5/ }).check();
    await page.getByRole('checkbox', { name: /Run 2/ }).check();
    await choose(page, 'Runs', 'Over Each Other');
    assert.equal(await page.locator('.chart').count(), 4);
    await page.locator('.together .legend').first().getByText('Run 2 of terminal-model training').waitFor();
    assert.equal(await page.locator('.run').count(), 4);
    await drawn(page);
    await page.screenshot({ path: path.join(pictures, 'training-over.png'), fullPage: true });
    await check(page);
  });

  it('tells the values that are pointed at, in all charts of the same place', async () => {
    const page = await open();
    await page.locator('.chart').first().focus();
    await page.keyboard.press('Home');
    const readouts = page.locator('.chartReadout');
    await readouts
      .first()
      .getByText(/^Step \d+: training \d\.\d{3} bits, \d\.\d{3} nats, held-out/)
      .waitFor();
    const first = await readouts.first().innerText();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await readouts.first().innerText(), first);
    const places = await readouts.evaluateAll(all => all.map(one => one.textContent.split(':')[0]));
    assert.equal(new Set(places).size, 1, places.join());
    const curves = makeCurves(7, 480);
    await page.keyboard.press('End');
    const last = await readouts.nth(2).innerText();
    assert.match(last, new RegExp(`: *${Number(curves.learningRate.at(-1).toPrecision(3))}$`));
  });

  it('zooms and moves by keys, by the wheel and by dragging, in all charts together', async () => {
    const page = await open();
    const chart = page.locator('.chart').first();
    const showAll = page.getByText('Show All');
    const isAll = () => showAll.evaluate(button => button.disabled);
    assert.equal(await isAll(), true);
    await chart.focus();
    await page.keyboard.press('+');
    await drawn(page);
    assert.equal(await isAll(), false);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('0');
    await drawn(page);
    assert.equal(await isAll(), true);
    const box = await chart.boundingBox();
    await page.mouse.move(box.x + 150, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 60);
    await page.mouse.up();
    await drawn(page);
    assert.equal(await isAll(), false);
    await page.keyboard.press('End');
    const [step] = (await page.locator('.chartReadout').first().innerText()).match(/[\d,]+/);
    assert.ok(Number(step.replace(',', '')) < 4000, step);
    await showAll.click();
    await drawn(page);
    assert.equal(await isAll(), true);
    await page.mouse.move(box.x + 200, box.y + 60);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await drawn(page);
    assert.equal(await isAll(), false);
  });

  it('grows with the run, and asks only for what is new', async () => {
    const page = await open();
    await page.evaluate(() => {
      window.answer = (number, points, { had }) => {
        const grown = window.makeCurves(number, 4);
        const last = 5000 + had.points;
        for (const [name, value] of Object.entries(grown))
          if (value instanceof Float64Array) grown[name] = Float64Array.from(value.subarray(0, 1));
        return {
          ...grown,
          from: { points: had.points, validations: had.validations, samples: had.samples },
          step: Float64Array.of(last),
          validationStep: Float64Array.of(last),
          samples: [{ step: last, seconds: 200, text: '<img src=x onerror=alert(1)> newest' }],
        };
      };
    });
    const [present, ...others] = runs;
    await tell(page, { ...runsEvent, runs: [{ ...present, stamp: 'grown' }, ...others] });
    await page.locator('.samples').first().getByText('<img src=x onerror=alert(1)> newest').waitFor();
    assert.equal(await page.locator('main img, main b').count(), 0);
    assert.match(await page.locator('h4').first().innerText(), /^Step 5,480, after 3 min 20 s/);
    const asked = await page.evaluate(() =>
      window.said.filter(({ ask }) => ask).map(({ request }) => request),
    );
    assert.equal(asked.length, 3);
    assert.deepEqual(asked[2], {
      kind: 'curves',
      id: 'workspace/7',
      had: { revision: 0, points: 480, validations: 24, samples: 3 },
    });
  });

  it('has the numbers as a table on demand', async () => {
    const page = await open();
    assert.equal(await page.locator('table').count(), 0);
    await page.locator('vscode-checkbox').click();
    await page.getByText(/^Run 7 in numbers\. 40 of 480 points/).waitFor();
    const cells = await page
      .locator('table')
      .first()
      .locator('tbody tr')
      .last()
      .locator('td')
      .allInnerTexts();
    const { trainLoss } = makeCurves(7, 480);
    assert.equal(cells[0], '4,800');
    assert.equal(cells[2], (trainLoss.at(-1) / Math.LN2).toFixed(3));
    await page.screenshot({ path: path.join(pictures, 'training-numbers.png'), fullPage: true });
    await check(page);
  });

  it('says what this window does, and has the commands for that at hand', async () => {
    const page = await open();
    await page.getByText('Training: 62 % done, 46 s left.').waitFor();
    await page.getByText('Pause', { exact: true }).click();
    await tell(page, { ...trainingEvent, phase: 'paused' });
    await page.getByText('Resume', { exact: true }).click();
    await page.getByText('Stop', { exact: true }).click();
    await tell(page, { kind: 'training', phase: 'idle', canResume: true, trainedElsewhere: false });
    await page.getByText('Train on Workspace').click();
    await page.getByText('Save as CSV').click();
    await page.getByText(/^Runs: /).click();
    await page.getByText('Add Run from Folder...').click();
    await page.getByText('Take terminal-model Away').click();
    assert.deepEqual(await said(page), [
      { kind: 'ready' },
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'stop' },
      { kind: 'train' },
      { kind: 'saveCsv', runs: ['workspace/7', 'workspace/6'] },
      { kind: 'addFolder' },
      { kind: 'removeFolder', folder: 'old' },
    ]);
  });

  it('explains its words', async () => {
    const page = await open();
    await page.click('.glossary summary');
    assert.match(await page.locator('.glossary dd').first().innerText(), /^How unsure the network is/);
    await page.screenshot({ path: path.join(pictures, 'training-words.png'), fullPage: true });
    await check(page);
  });

  it('gives a picture of the curves', async () => {
    const page = await open();
    await page.getByText('Save as PNG').click();
    const png = await page.waitForFunction(() => {
      const found = window.said.find(({ event }) => event?.kind === 'savePng');
      return found && [...found.event.bytes];
    });
    const bytes = Buffer.from(await png.jsonValue());
    assert.deepEqual([...bytes.subarray(1, 4)], [...Buffer.from('PNG')]);
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    assert.ok(width > 900 && height > 600, `${width} x ${height}`);
    await writeFile(path.join(pictures, 'training-export.png'), bytes);
  });

  it('says what to do where there are no runs, and draws nothing that is not what it must be', async () => {
    const page = await open({ events: [] });
    await tell(page, { kind: 'runs', folders: runsEvent.folders, runs: [{ ...runs[0], share: 2 }] });
    await page.getByText('Looking for trainings...').waitFor();
    await tell(page, { kind: 'runs', folders: runsEvent.folders, runs: [] });
    await page.getByText(/^No training has left its curves here yet\. Train on the workspace/).waitFor();
    await page.screenshot({ path: path.join(pictures, 'training-none.png'), fullPage: true });
    await check(page);
  });
});

async function check(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run({ rules: { region: { enabled: false } } }));
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, ...nodes.map(node => node.html)]),
    [],
  );
}

async function choose(page, label, title) {
  await page.locator(`vscode-single-select[label="${label}"]`).click();
  await page.getByRole('option', { name: title }).click();
  await drawn(page);
}
