// What axe-core finds wrong with the inspector's page, in every state that it can be in: nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import { startInspectorBrowser, waitForCell } from './inspectorHarness/harness.mjs';

const text = await readFile(new URL('inspectorHarness/example.c', import.meta.url), 'utf8');

/** Each brings a fresh page into a state; `ranked` ones begin with a model, a document and its cells ranked. */
const states = {
  'before anything is known': { show: () => {} },
  'without a model': {
    show: page =>
      host(page, () => fakeHost.send({ kind: 'noModel', message: 'No model yet.', canTrain: true })),
  },
  'while the first model is trained': {
    show: page =>
      host(page, () =>
        fakeHost.send({ kind: 'noModel', message: 'In training.', canTrain: false, share: 0.3 }),
      ),
  },
  'without a document': {
    show: page =>
      host(page, () => {
        fakeHost.load();
        fakeHost.send({ kind: 'noDocument', message: 'Open a C or LaTeX file.' });
      }),
  },
  'with its cells ranked': { ranked: true, show: () => {} },
  'with digits, by layer': {
    ranked: true,
    show: async page => {
      await option(page, 'Values', 'As colour and digits');
      await option(page, 'Cells', 'By layer, best first');
      await page.keyboard.press('Escape');
      await page.locator('.digits').first().waitFor();
    },
  },
  'with the options open': { ranked: true, show: page => page.click('#view') },
  'with the choice of features open': { ranked: true, show: page => page.click('#feature') },
  'with its words explained': { ranked: true, show: page => page.click('.glossary summary') },
  'with a cell that is not there looked for': {
    ranked: true,
    show: page => page.fill('#findCell input', '9.9'),
  },
  'with a character pointed at': {
    ranked: true,
    show: async page => {
      await page.focus('#text');
      await page.keyboard.press('ArrowDown');
      await page.waitForSelector('.card:not([hidden]):not(.waiting)');
    },
  },
  'coloured by influence, with an earlier character pointed at': {
    ranked: true,
    show: async page => {
      await page.click('#influence');
      await page.focus('#text');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#text[data-influence]');
      await page.keyboard.press('ArrowLeft');
      await page.waitForSelector('.card .influenceOf:text("likelier")');
    },
  },
  'with an error, while it reads': {
    ranked: true,
    show: async page => {
      await host(page, () => {
        fakeHost.mute.add('values');
        fakeHost.fail('labels', 'The model could not be read.');
        fakeHost.edit(0, 0, ' ');
      });
      await page.waitForSelector('.errorBar:not([hidden])');
      await host(page, () => fakeHost.send({ kind: 'reading', document: 1, version: 2, share: 0.4 }));
      await page.waitForSelector('.readingBar:not([hidden])');
    },
  },
  'while it ranks the file': {
    show: async page => {
      await host(
        page,
        content => {
          fakeHost.mute.add('rank');
          fakeHost.keep();
          fakeHost.load();
          fakeHost.open('src/example.c', content);
        },
        text,
      );
      await waitForCell(page, '1.17');
    },
  },
  'with no cell that follows': {
    show: async page => {
      await host(
        page,
        content => {
          fakeHost.mute.add('rank');
          fakeHost.keep({ cells: [], baseRate: 0 });
          fakeHost.load();
          fakeHost.open('src/example.c', content);
        },
        text,
      );
      await page.waitForSelector('.verdict:not([hidden])');
    },
  },
  'with plain text': {
    show: async page => {
      await host(page, () => {
        fakeHost.load();
        fakeHost.open('notes.txt', 'Plain text.', 'other');
      });
      await waitForCell(page, '1.0');
    },
  },
  'with a net that has outputs only': {
    show: async page => {
      await host(
        page,
        content => {
          fakeHost.load({ cellType: 'gru' });
          fakeHost.open('src/example.c', content);
        },
        text,
      );
      await waitForCell(page, '1.17');
    },
  },
};

const host = (page, drive, argument) => page.evaluate(drive, argument);

async function option(page, name, value) {
  if (!(await page.locator('.viewMenu').isVisible())) await page.click('#view');
  await page.getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: value }).click();
}

/** What is wrong with a page, a line each. */
async function violations(page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => {
    // Off by default, since it is an experiment of theirs.
    const rules = { 'label-content-name-mismatch': { enabled: true } };
    return (await globalThis.axe.run(document, { rules })).violations;
  });
  return results.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describe("Everybody's inspector", function () {
  this.timeout(120_000);

  let browser;

  before(async () => {
    browser = await startInspectorBrowser();
  });

  after(() => browser.close());

  async function inState({ ranked, show }, options, use) {
    const { page, problems, close } = await browser.open(options);
    try {
      await page.waitForSelector('.emptyState');
      if (ranked) {
        await host(
          page,
          content => {
            fakeHost.load();
            fakeHost.open('src/example.c', content);
          },
          text,
        );
        await waitForCell(page, '1.17');
      }
      await show(page);
      await use(page);
      assert.deepEqual(problems, []);
    } finally {
      await close();
    }
  }

  const axeFindsNothing = (name, options) =>
    it(`has nothing that axe finds, ${name}, ${options.theme}, ${options.width} px`, () =>
      inState(states[name], options, async page => assert.deepEqual(await violations(page), [])));

  for (const name of Object.keys(states)) {
    axeFindsNothing(name, { theme: 'dark', width: 900 });
    axeFindsNothing(name, { theme: 'hc-light', width: 210 });
  }
  // What differs between themes is contrast.
  for (const theme of ['light', 'hc-dark']) {
    axeFindsNothing('with an error, while it reads', { theme, width: 900 });
    axeFindsNothing('with the options open', { theme, width: 360 });
  }

  it('cuts nothing off at 210 px', () =>
    inState(states['with its cells ranked'], { width: 210, height: 700 }, async page => {
      const cut = await page.evaluate(() => {
        const wanted =
          '.fileName, #feature, #findCell, #view, .verdict, .switch button, .words, .legend > *, .glossary summary';
        return [...document.querySelectorAll(wanted)]
          .filter(one => one.checkVisibility())
          .filter(one => {
            const { left, right } = one.getBoundingClientRect();
            return left < 0 || right > window.innerWidth || one.scrollWidth > one.clientWidth + 1;
          })
          .map(one => one.className || one.id);
      });
      assert.deepEqual(cut, []);
      assert.equal(
        await page.locator('.modelSummary').innerText(),
        'LSTM 2 × 64 · 2.31 bits per character · step 1,200',
      );
      await page.click('#view');
      const menu = await page.locator('.viewMenu').boundingBox();
      assert.ok(menu.x >= 0 && menu.x + menu.width <= 210);
      for (const select of await page.locator('.viewMenu vscode-single-select:visible').all()) {
        const box = await select.boundingBox();
        assert.ok(box.x + box.width <= menu.x + menu.width, 'a choice sticks out of the menu');
      }
    }));

  it('explains its words on the page', () =>
    inState(states['with its words explained'], {}, async page => {
      const words = await page.locator('.glossary dt').allInnerTexts();
      for (const word of ['F1', 'AUROC', 'Bits per character', 'Surprise', 'Memory, output', 'Place'])
        assert.ok(words.includes(word), word);
      assert.ok(await page.locator('.glossary dd').first().isVisible());
      const place = await page.locator('.glossary dt', { hasText: 'Place' }).locator('+ dd').innerText();
      assert.match(place, /belongs to the place right after its character/);
    }));
});
