// The pages about suggestions in plain Chromium: what they show, in every theme, and that axe-core finds nothing wrong.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import { root } from '../../scripts/command.mjs';
import { said, startPageBrowser, tell } from './pageHarness/pageBrowser.mjs';
import { themes } from './pageHarness/pageThemes.mjs';

const pictures = path.join(root, 'out/screenshots');

const text = 'for (i = 0; i < count; i++)\n\t\tsum += 😀[i];';
const characters = Array.from(text, (character, index) => {
  const net = 0.5 + 0.5 * Math.sin(index);
  return { character, bits: Math.max(0, 3 * Math.cos(index / 3)), net, contexts: 1 - net };
});
const place = { name: 'src/book.c', line: 120 };
const source = { name: 'src/a folder/member.c', line: 7 };
const explanation = { kind: 'explanation', place, characters, source };
const tally = {
  manner: 'quiet',
  language: 'c',
  shown: 220,
  taken: 90,
  checked: 88,
  kept: 80,
  characters: 1900,
  checkedCharacters: 1870,
  keptCharacters: 1810,
  seconds: 310,
};
const statistics = {
  kind: 'statistics',
  since: Date.UTC(2026, 0, 31),
  tallies: [
    tally,
    { ...tally, manner: 'eager', language: 'latex', shown: 80, taken: 20, kept: 12, seconds: 20 },
    { ...tally, manner: 'onRequest', language: 'other', shown: 0, taken: 0, kept: 0 },
  ],
};

/** What each page is told, by the name of its picture. */
const states = {
  explanation: { page: 'explanation', event: explanation },
  'no-explanation': {
    page: 'explanation',
    event: { kind: 'noExplanation', message: 'Nothing was suggested yet.' },
  },
  statistics: { page: 'statistics', event: statistics },
  'no-statistics': { page: 'statistics', event: { kind: 'statistics', tallies: [] } },
};

describe('Pages about suggestions', () => {
  const browsers = {};
  let opened;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    for (const name of ['explanation', 'statistics']) browsers[name] = await startPageBrowser(name);
  });

  after(() => Promise.all(Object.values(browsers).map(browser => browser.close())));

  afterEach(async () => {
    const { problems, close } = opened;
    await close();
    // Refused scripts and styles count too.
    assert.deepEqual(problems, []);
  });

  for (const theme of Object.keys(themes))
    for (const [name, { page: of, event }] of Object.entries(states))
      it(`have nothing that axe-core finds: ${name}, ${theme}`, async () => {
        const page = await open(of, theme);
        await tell(page, event);
        await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`), fullPage: true });
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => axe.run({ rules: { region: { enabled: false } } }));
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, ...nodes.map(node => node.html)]),
          [],
        );
      });

  it('explain each character, in the lines that the text has', async () => {
    const page = await open('explanation', 'dark');
    await tell(page, explanation);
    assert.equal(await page.locator('.column').count(), characters.length);
    assert.equal(await page.locator('.line').count(), 2);
    const [first] = await page.locator('.column').all();
    assert.match(await first.getAttribute('aria-label'), /^f: network 50 %, memory 50 %, 3\.00 bits$/);
    const heights = await first.locator('.shares > *').evaluateAll(all => all.map(one => one.offsetHeight));
    assert.ok(Math.abs(heights[0] - heights[1]) <= 1, String(heights));
  });

  it('link where it was suggested and what it was copied from', async () => {
    const page = await open('explanation', 'dark');
    await tell(page, explanation);
    await page.getByRole('button', { name: 'src/book.c, line 120' }).click();
    await page.getByRole('button', { name: 'src/a folder/member.c, line 7' }).click();
    assert.deepEqual(await said(page), ['ready', 'showPlace', 'showSource']);
  });

  it('put a text in as text', async () => {
    const page = await open('explanation', 'dark');
    const markup = Array.from('<b>x</b>', character => ({ ...characters[0], character }));
    await tell(page, { ...explanation, place: { name: '<img src=x>', line: 1 }, characters: markup });
    assert.equal(await page.locator('main b, main img').count(), 0);
    await page.getByText('<img src=x>, line 1').waitFor();
  });

  it('count anew when that is asked for, and leave out what was not shown', async () => {
    const page = await open('statistics', 'dark');
    await tell(page, statistics);
    assert.deepEqual(await page.locator('h3').allInnerTexts(), ['Quiet, C', 'Eager, LaTeX']);
    await page.getByText('Count Anew').click();
    assert.deepEqual(await said(page), ['ready', 'reset']);
  });

  it('refuse what is not what it must be', async () => {
    const page = await open('statistics', 'dark');
    await tell(page, { ...statistics, tallies: [{ ...tally, shown: -1 }] });
    await tell(page, { kind: 'statistics', tallies: [] });
    await page.getByText('Nothing was suggested yet.').waitFor();
    assert.equal(await page.locator('article').count(), 0);
  });

  async function open(name, theme) {
    opened = await browsers[name].open({ theme, width: 760, height: 620 });
    return opened.page;
  }
});
