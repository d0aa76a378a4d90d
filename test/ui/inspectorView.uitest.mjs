// The inspector's page in plain Chromium, with a host that is made up (test/ui/inspectorHarness).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { waitUntil } from './editorPage.mjs';
import { startInspectorBrowser, waitForCell } from './inspectorHarness/harness.mjs';

const text = await readFile(new URL('inspectorHarness/example.c', import.meta.url), 'utf8');

const isBlue = ([red, , blue, opacity]) => blue > red && opacity > 100;
const isRed = ([red, , blue, opacity]) => red > blue && opacity > 20;
const longFile = Array.from(
  { length: 16_000 },
  (_, number) => `static int value_${number} = f("quoted text", ${number}); /* and a comment */`,
).join('\n');

describe('Inspector view', () => {
  let browser;
  let opened;
  let page;

  before(async () => {
    browser = await startInspectorBrowser();
  });

  after(() => browser.close());

  afterEach(async () => {
    const { problems } = opened;
    await opened.close();
    // Refused scripts and styles count too: the page must live with the strictest policy.
    assert.deepEqual(problems, []);
  });

  async function openEmpty(options) {
    opened = await browser.open(options);
    page = opened.page;
    await page.waitForSelector('.emptyState');
  }

  /** Opens a page with a model and a document, its best cell shown. */
  async function open({ content = text, name = 'src/example.c', ...options } = {}) {
    await openEmpty(options);
    await host(
      ({ content: shown, name: called }) => {
        fakeHost.load();
        fakeHost.open(called, shown);
      },
      { content, name },
    );
    await waitForCell(page, '1.17');
  }

  const host = (drive, argument) => page.evaluate(drive, argument);

  /** Messages of a kind that the page sent. */
  const sent = kind => host(wanted => fakeHost.received.filter(message => message.kind === wanted), kind);

  async function waitForMessage(kind, count = 1) {
    await page.waitForFunction(
      ([wanted, least]) => fakeHost.received.filter(message => message.kind === wanted).length >= least,
      [kind, count],
    );
    return (await sent(kind)).at(-1);
  }

  /** Red, green, blue and opacity (0..255) behind a character, counted from the start of a row on the page. */
  function colorAt(rowText, column) {
    return host(
      ([start, at]) => {
        const rows = [...document.querySelectorAll('.row')];
        const row = rows.findIndex(one => one.querySelector('.chars').textContent.includes(start));
        const canvas = document.querySelector('.grid');
        const y = Math.floor((row + 0.25) * (canvas.height / rows.length));
        return [...canvas.getContext('2d').getImageData(at, y, 1, 1).data];
      },
      [rowText, column],
    );
  }

  /** The same once it has a colour: rows out of sight get theirs a little later. */
  async function colorOnceAt(rowText, column) {
    for (;;) {
      const color = await colorAt(rowText, column);
      if (color[3] > 0) return color;
      await host(() => new Promise(requestAnimationFrame));
    }
  }

  /** Scrolls to the row that has this text: only those about what is in sight are there. */
  async function bring(rowText) {
    const isThere = () =>
      host(content => {
        const row = [...document.querySelectorAll('.row')].find(each => each.textContent.includes(content));
        const pane = document.querySelector('#text');
        if (row) row.scrollIntoView({ block: 'center' });
        else if (pane.scrollTop + pane.clientHeight < pane.scrollHeight)
          pane.scrollTop += pane.clientHeight / 2;
        else pane.scrollTop = 0;
        const { top, bottom } = row?.getBoundingClientRect() ?? {};
        return new Promise(resolve =>
          // What is scrolled to is drawn in the next frame.
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const now = row?.getBoundingClientRect();
              resolve(row?.isConnected && now.top === top && now.bottom === bottom);
            }),
          ),
        );
      }, rowText);
    await waitUntil(`the row ${rowText} is in sight`, isThere, { interval: 0 });
  }

  /** The middle of a column of the row that has this text. */
  async function place(rowText, column) {
    await bring(rowText);
    return await host(
      ([content, at]) => {
        const row = [...document.querySelectorAll('.row')].find(each => each.textContent.includes(content));
        const canvas = document.querySelector('.grid');
        const width = canvas.getBoundingClientRect().width / canvas.width;
        const left = Number.parseFloat(getComputedStyle(row).paddingLeft);
        const { top, height } = row.querySelector('.chars').getBoundingClientRect();
        return {
          x: row.getBoundingClientRect().left + left + (at + 0.5) * width,
          y: top + height / 2,
        };
      },
      [rowText, column],
    );
  }

  /** Goes so many cells down the list by keyboard; gives the cell's name once the list shows it. */
  async function flip(times) {
    await page.focus('.cells');
    const first = Number(await page.getAttribute('.cell.selected', 'aria-posinset'));
    for (let count = 0; count < times; count++) await page.keyboard.press('ArrowDown');
    const selected = await page.waitForSelector(`.cell.selected[aria-posinset="${first + times}"]`);
    return selected.getAttribute('data-cell');
  }

  it('colours the text with the best cell of the first feature, negative and positive', async () => {
    await open();
    const line = '		printf("%6d  %s\\n", words[i].count';
    await bring('printf("%6d');
    // Two tabs of four columns, then `printf(` and the quote.
    assert.ok(isRed(await colorAt('printf("%6d', 8 + line.trimStart().indexOf('p'))));
    assert.ok(isBlue(await colorAt('printf("%6d', 8 + 'printf("%6'.length)));
  });

  it('shows another cell by keyboard as fast as keys come, and tells a screen reader which', async () => {
    await open();
    const before = await colorOnceAt('perror(', 6);
    const chosen = await flip(6);
    assert.notEqual(chosen, '1.17');
    await waitForCell(page, chosen);
    await bring('perror(');
    assert.notDeepEqual(await colorOnceAt('perror(', 6), before);
    assert.equal(await page.getAttribute('.cells', 'aria-activedescendant'), `cell-${chosen}`);
    const row = await page.locator('.cell.selected').ariaSnapshot();
    assert.match(row, new RegExp(`^- option "Cell ${chosen} (memory|output) ?, F1 0\\.\\d\\d`));
    assert.match(
      row,
      /, (positive|negative) inside ?, AUROC 0\.\d\d · (also|also weakly|hardly) \D+0\.\d\d" \[selected\]$/,
    );
    assert.equal(await page.getAttribute('.cell.selected', 'aria-posinset'), '7');
    assert.match(await page.getAttribute('#text', 'aria-label'), new RegExp(`coloured by cell ${chosen}`));
  });

  it('has the values of the neighbouring cells ready', async () => {
    await open();
    await page.waitForFunction(() =>
      fakeHost.received.some(one => one.kind === 'values' && one.cells.length > 1),
    );
    await host(() => fakeHost.mute.add('values'));
    await page.keyboard.press('Alt+ArrowDown');
    await page.waitForFunction(() => document.querySelector('#text').dataset.cell !== '1.17');
  });

  it('shows the best cell of another feature that is chosen', async () => {
    await open();
    await page.click('#feature');
    await page.getByRole('option', { name: 'Inside a comment' }).click();
    await waitForCell(page, '1.5');
    assert.match(
      await page.textContent('.cellBar .words'),
      /^follows “inside a comment”: F1 0\.96, AUROC 0\.98, 18 % inside · negative there · 1 of 128 · /,
    );
    assert.equal((await waitForMessage('rank')).feature, 'comment');
  });

  it('says in words how well the best cell follows, and what was measured', async () => {
    await open();
    assert.equal(await page.textContent('.verdict'), 'A cell follows this: F1 0.96.');
    assert.equal(
      await page.textContent('.listStatus'),
      '12 files, 240,000 characters, 18 % inside, 2.1 % not counted',
    );
    const weak = [0.45, 0.1].map(gain => ({ gain, f1: 0.2 + gain, auroc: 0.9 }));
    for (const [score, words] of [
      [weak[0], 'No cell follows this well; the best does weakly: F1 0.65.'],
      [weak[1], 'No cell follows this. The best has F1 0.30.'],
    ]) {
      await host(found => {
        const { cells } = fakeHost.ranking('quotes');
        fakeHost.rankAs({ cells: [{ ...cells[0], ...found }] });
        fakeHost.load();
      }, score);
      await page.waitForFunction(wanted => document.querySelector('.verdict').textContent === wanted, words);
    }
    await host(() => {
      fakeHost.rankAs({ cells: [], baseRate: 0 });
      fakeHost.load();
    });
    await page.waitForFunction(
      () => document.querySelector('.verdict').textContent === 'It does not occur in this text.',
    );
  });

  /** Opens a page that is coloured by influence, with the x of `max(` chosen where the cursor is. */
  async function openInfluence(options) {
    const content = 'int a = max(b, c);\nint d = 2;\n';
    await open({ content, ...options });
    await host(() => fakeHost.cursor(10, { from: 0, to: 30 }));
    await page.waitForSelector('.mark.cursor:not([hidden])');
    await page.click('#influence');
    await page.waitForSelector('#text[data-influence="10"]');
  }

  it('colours what stands before the character at the cursor by its influence', async () => {
    await openInfluence();
    assert.ok(isBlue(await colorOnceAt('int a', 9)));
    // A blank was in the way; what comes after the character did nothing.
    assert.ok(isRed(await colorAt('int a', 7)));
    assert.equal((await colorAt('int a', 11))[3], 0);
    const [asked] = await sent('influence');
    assert.deepEqual([asked.offset, asked.measure], [10, 'takenOut']);
    assert.equal(
      await page.textContent('.influenceBar .words'),
      '“x” had a surprise of 1.3 bits. “a” right before it moved it most: +3.00 bits.',
    );
    assert.equal(await page.locator('.cellList').isVisible(), false);
    assert.match(await page.textContent('.legend'), /blue: it made “x” likelier; red: less likely/);
  });

  it('says of a pointed character what it did, and asks about one that is clicked', async () => {
    await openInfluence();
    const before = await place('int a', 8);
    await page.mouse.move(before.x, before.y);
    await page.waitForSelector(
      '.card .influenceOf:text("“x” is 2.83 times likelier with it than without it.")',
    );
    assert.equal(await page.textContent('.card .value'), '+1.50 bits');
    const after = await place('int d', 4);
    await page.mouse.move(after.x, after.y);
    await page.waitForSelector('.card .influenceOf:text("It comes after “x”.")');
    await page.mouse.click(after.x, after.y);
    await page.waitForSelector('#text[data-influence="23"]');
    assert.deepEqual(await sent('reveal'), []);
  });

  it('goes by keyboard to a character, asks about it and speaks its influence', async () => {
    await openInfluence();
    await page.focus('#text');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#text[data-influence="11"]');
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() =>
      document
        .querySelector('.announced')
        .textContent.includes('x; +3.00 bits; “(” is 8.00 times likelier with it than without it.'),
    );
  });

  it('measures influence in another way, and asks again when the text or the model changes', async () => {
    await openInfluence();
    await page.click('#measure');
    await page.getByRole('option', { name: 'Gradient' }).click();
    await page.waitForFunction(() =>
      document.querySelector('.influenceBar .words').textContent.includes('+1.00 bits'),
    );
    await host(() => fakeHost.edit(0, 0, 'un'));
    await page.waitForSelector('#text[data-influence="12"]');
    const asked = (await sent('influence')).length;
    await host(() => fakeHost.load());
    await page.waitForFunction(
      count => fakeHost.received.filter(({ kind }) => kind === 'influence').length > count,
      asked,
    );
    assert.equal((await sent('influence')).at(-1).measure, 'gradient');
  });

  it('goes back to the colours of the cell, and says what to do at the first character', async () => {
    await openInfluence();
    const first = await place('int a', 0);
    await page.mouse.click(first.x, first.y);
    await page.waitForSelector('.influenceBar .words:text("Nothing stands before the first character.")');
    await page.click('#influence');
    await page.waitForSelector('.cellList', { state: 'visible' });
    assert.equal(await page.locator('.influenceBar').isVisible(), false);
    assert.equal(await page.getAttribute('#influence', 'aria-pressed'), 'false');
  });

  it('tells why influence could not be measured', async () => {
    await open();
    await host(() => fakeHost.fail('influence', 'The model gives numbers that are not finite.'));
    await page.click('#influence');
    const row = await place('perror(', 6);
    await page.mouse.click(row.x, row.y);
    await page.waitForSelector('.errorBar:not([hidden])');
  });

  it('shows the better of memory and output, says which, and switches to the other', async () => {
    await open();
    assert.equal(await page.getAttribute('#text', 'data-quantity'), 'c');
    assert.equal(
      await page.getAttribute('.switch [aria-pressed=true]', 'title'),
      'The memory that the cell keeps, as tanh(c)',
    );
    const memory = await colorOnceAt('perror(', 20);
    await page.click('.switch button:text("output")');
    await page.waitForSelector('#text[data-quantity=h]');
    assert.equal(await page.getAttribute('#text', 'data-cell'), '1.17');
    await bring('perror(');
    assert.notDeepEqual(await colorOnceAt('perror(', 20), memory);
    assert.match(await page.textContent('.cellBar .words'), /F1 0\.72/);
    assert.match(await page.textContent('.legend'), /output of cell 1\.17 after each character/);
  });

  it('ranks by one quantity of all cells when that is chosen', async () => {
    await open();
    await page.click('#view');
    await page.getByRole('combobox', { name: 'Shown of each cell' }).click();
    await page.getByRole('option', { name: 'Its output, h' }).click();
    await page.waitForSelector('#text[data-quantity=h]');
    const quantities = await page.locator('.cell .quantity').allTextContents();
    assert.deepEqual([...new Set(quantities)], ['output']);
  });

  it('has nothing to switch where a cell has an output only', async () => {
    await openEmpty();
    await host(content => {
      fakeHost.load({ cellType: 'gru' });
      fakeHost.open('a.c', content);
    }, text);
    await waitForCell(page, '1.17');
    assert.equal(await page.locator('.switch').isVisible(), false);
    assert.equal((await sent('values')).at(-1).cells[0].quantity, 'h');
  });

  /** Opens a page whose model has a ranking, and whose document's own does not come by itself. */
  async function openWithKeptRanking() {
    await openEmpty();
    await host(content => {
      fakeHost.mute.add('rank');
      fakeHost.keep();
      fakeHost.load();
      fakeHost.open('a.c', content);
    }, text);
    await waitForCell(page, '1.17');
  }

  it('colours by the ranking that was kept with the model while the file is ranked', async () => {
    await openWithKeptRanking();
    assert.equal(await page.textContent('.working span'), 'Ranking this file…');
    assert.match(await page.textContent('.listStatus'), /^Measured at the end of training: /);
  });

  /** The fake ranking of quotes in which cell 1.17 has an F1 of 0.9, with another one in front. */
  const led = (index, f1) =>
    host(
      score => {
        const cells = fakeHost.ranking('quotes').cells.filter(one => one.layer === 1);
        const withF1 = (wanted, given) => ({ ...cells.find(one => one.index === wanted), f1: given });
        const others = cells.filter(one => one.index !== score.index && one.index !== 17);
        const ranked = [withF1(score.index, score.f1), withF1(17, 0.9), ...others];
        fakeHost.rank({ cells: ranked });
      },
      { index, f1 },
    );

  it('goes over to the best cell of the file itself where that is clearly better', async () => {
    await openWithKeptRanking();
    await led(60, 0.98);
    await waitForCell(page, '1.60');
  });

  it('keeps the cell of the kept ranking where the best one of the file is hardly better', async () => {
    await openWithKeptRanking();
    await led(60, 0.93);
    await page.waitForSelector('.working', { state: 'hidden' });
    assert.equal(await page.getAttribute('#text', 'data-cell'), '1.17');
  });

  /** A ranking on a text with three quotes, which cell 1.60 follows by chance. */
  async function byChance() {
    const cells = await host(() =>
      fakeHost.ranking('quotes').cells.filter(({ layer, index }) => layer === 1 && index === 60),
    );
    return { cells, stretches: 3 };
  }

  it('keeps the kept ranking where the file itself has too little to tell by', async () => {
    await openWithKeptRanking();
    await host(change => fakeHost.rank(change), await byChance());
    await page.waitForSelector('.working', { state: 'hidden' });
    assert.equal(await page.getAttribute('#text', 'data-cell'), '1.17');
    assert.match(await page.textContent('.listStatus'), /^Measured at the end of training: /);
  });

  it('keeps its cell where the model that comes next has too little to tell by, too', async () => {
    await openWithKeptRanking();
    await host(change => fakeHost.rank(change), await byChance());
    await page.waitForSelector('.working', { state: 'hidden' });
    await host(
      change => {
        fakeHost.keep(change);
        fakeHost.load();
      },
      await byChance(),
    );
    await page.locator('.verdict', { hasText: 'There is too little of it in the text to tell' }).waitFor();
    assert.equal(await page.getAttribute('#text', 'data-cell'), '1.17');
  });

  it('takes no notice of a ranking of another file', async () => {
    await openWithKeptRanking();
    const late = await waitForMessage('rank');
    await host(
      ([request, content]) => {
        fakeHost.mute.delete('rank');
        fakeHost.open('src/other.c', content);
        fakeHost.answer(request, fakeHost.ranking('quotes', { cells: [] }));
        fakeHost.send({ kind: 'palette', palette: 'orange-blue' });
      },
      [late, text],
    );
    await page.waitForFunction(() => document.body.dataset.palette === 'orange-blue');
    await page.waitForSelector('.working', { state: 'hidden' });
    assert.equal(await page.textContent('.verdict'), 'A cell follows this: F1 0.96.');
  });

  it('has no ranking in plain text, and the one of its own in the next file', async () => {
    await open();
    await host(() => fakeHost.open('notes.txt', 'Plain "text", and no more.', 'other'));
    await page.locator('.row', { hasText: 'Plain' }).waitFor();
    await page.waitForSelector(
      '.verdict:text-is("In plain text nothing is known that cells could be compared with.")',
    );
    assert.equal(await page.locator('.cell .score').first().isVisible(), false);
    assert.equal(await page.locator('.listStatus').isVisible(), false);
    assert.equal(await page.textContent('.cellBar .words'), '');
    assert.equal(await page.locator('#feature').isVisible(), false);
    await host(content => fakeHost.open('src/other.c', content), text);
    await page.waitForFunction(() =>
      document.querySelector('.verdict').textContent.startsWith('A cell follows'),
    );
  });

  it('forgets the ranking of a file that is closed', async () => {
    await open();
    await host(() => fakeHost.send({ kind: 'noDocument', message: 'Open a file.' }));
    await page.waitForSelector('.emptyState:not([hidden])');
    await host(content => {
      fakeHost.mute.add('rank');
      fakeHost.open('src/other.c', content);
    }, text);
    await page.waitForFunction(() => document.querySelector('.fileName').textContent === 'src/other.c');
    assert.equal(await page.locator('.verdict').isVisible(), false);
  });

  it('draws the line of a feature under its quotes as well', async () => {
    await open();
    // perror("word counter"), say: the line has one stretch, and it begins and ends with a quote.
    const underlined = await host(() => {
      const rows = [...document.querySelectorAll('.row')];
      const at = rows.findIndex(one => one.textContent.includes('perror('));
      const canvas = document.querySelector('.grid');
      const height = canvas.height / rows.length;
      const { data } = canvas.getContext('2d').getImageData(0, (at + 1) * height - 1, canvas.width, 1);
      const line = rows[at].querySelector('.chars').textContent.replaceAll('\t', '    ');
      const [, , , full] = data.subarray(4 * line.indexOf('"'));
      return Array.from(line, (sign, column) => (data[4 * column + 3] === full ? sign : ' '))
        .join('')
        .trim();
    });
    assert.match(underlined, /^"[^"]+"$/);
  });

  it('shows and colours the top of a large file before its end has come', async () => {
    await openEmpty();
    await host(content => {
      fakeHost.mute.add('moreText');
      fakeHost.load();
      fakeHost.open('large.c', content);
    }, longFile);
    await waitForCell(page, '1.17');
    await page.locator('.row', { hasText: 'value_0 ' }).waitFor();
    await host(() => {
      fakeHost.mute.delete('moreText');
      fakeHost.sendMoreText(1 << 16);
    });
    await host(() => (document.querySelector('#text').scrollTop = 1e9));
    await page.waitForFunction(() => {
      document.querySelector('#text').scrollTop = 1e9;
      return document.querySelector('.row[data-line="16000"]');
    });
  });

  it('asks for the colours of what can be seen before those around it', async () => {
    await open({ content: longFile });
    await page.waitForFunction(() => fakeHost.received.filter(one => one.kind === 'values').length > 1);
    const [first, second] = await sent('values');
    assert.equal(first.cells.length, 1);
    assert.ok(first.to - first.from < 4000 && second.to - second.from > first.to - first.from);
  });

  it('asks after an edit only for what stands behind it, up to the last row that can be seen', async () => {
    await open({ content: longFile });
    await host(() => fakeHost.mute.add('values'));
    const asked = (await sent('values')).length;
    const offset = longFile.indexOf('value_10 ');
    await host(at => fakeHost.edit(at, 0, 'x'), offset);
    const { from, to, cells, version } = await waitForMessage('values', asked + 1);
    assert.deepEqual([from, cells.length, version], [offset, 1, 2]);
    assert.ok(to - from < 4000);
  });

  it('finds a cell by its number, and says which there are', async () => {
    await open();
    await page.click('#findCell');
    await page.keyboard.type('3.1');
    assert.equal(await page.textContent('.listEmpty'), 'No cell 3.1. Layers 1 to 2, cells 0 to 63.');
    await page.keyboard.press('Escape');
    await page.keyboard.type('2.6');
    await page.keyboard.press('Enter');
    await waitForCell(page, '2.6');
  });

  it('shows value, surprise and the likeliest next characters of the character under the pointer', async () => {
    await open();
    const target = await place('if (used == MAX_WORDS)', 4);
    await page.mouse.move(target.x, target.y);
    await page.waitForSelector('.card:not([hidden]):not(.waiting)');
    const asked = (await waitForMessage('hover')).offset;
    assert.equal(text[asked], 'i');
    assert.equal(await page.textContent('.card .cardHead .glyph'), 'i');
    assert.match(await page.textContent('.card .value'), /^[+−]0\.\d\d$/);
    assert.equal(await page.textContent('.card .surprise'), 'Surprise 2.3 bits');
    assert.deepEqual(await page.locator('.nextRow .glyph').allTextContents(), ['␣', '↵', '→', 'e', '<']);
    assert.deepEqual(await page.locator('.nextRow .percent').allTextContents(), [
      '52 %',
      '21 %',
      '10 %',
      '8 %',
      '<1 %',
    ]);
    await page.mouse.move(5, 5);
    await page.waitForSelector('.card', { state: 'hidden' });
  });

  it('reveals a clicked character in the editor', async () => {
    await open();
    const target = await place('strncpy(words', 6);
    await page.mouse.click(target.x, target.y);
    const { offset } = await waitForMessage('reveal');
    assert.equal(text.slice(offset, offset + 5), 'rncpy');
  });

  it('reads the text by keyboard', async () => {
    await open();
    await page.focus('#text');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    // Each character's answer is the same here, so that only the character itself tells whose was read.
    await page.waitForFunction(() =>
      document
        .querySelector('.announced')
        .textContent.startsWith(
          '*; cell 1.17 memory +0.75, output +0.50; surprise 2.3 bits; next space 52 %',
        ),
    );
    await page.keyboard.press('Enter');
    assert.equal(text[(await waitForMessage('reveal')).offset], '*');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.card', { state: 'hidden' });
  });

  it('shows hostile text as text', async () => {
    const hostile = [
      '<img src=x onerror="window.broken = true">',
      '</script><script>window.broken = true</script>',
      '</div></body><style>* { display: none }</style>',
      'a\u202eevil\u2066\u0000\u0007 \ud800 \u200b',
      `e${'\u0301'.repeat(5000)}`,
      'char *s = "quoted";',
    ].join('\n');
    await open({ content: hostile, name: '<b onclick=1>.c' });
    assert.equal(
      await host(() => document.querySelectorAll('#text img, #text script, #text style').length),
      0,
    );
    assert.equal(
      await page.locator('.row .chars').first().textContent(),
      '<img src=x onerror="window.broken = true">',
    );
    assert.equal(await page.locator('.row .chars').nth(1).textContent(), hostile.split('\n')[1]);
    assert.equal(await page.locator('.row .chars').nth(3).textContent(), 'a�evil�␀␇ � �');
    assert.equal(await host(() => window.broken), undefined);
    await host(() => {
      fakeHost.fail('values', '<img src=x onerror="window.broken = true"> could not be read');
      fakeHost.edit(0, 0, ' ');
    });
    await page.waitForSelector('.errorBar:not([hidden])');
    assert.match(await page.textContent('.errorBar'), /^<img src=x/);
  });

  it('keeps few rows on the page of a megabyte, and colours the end of it', async () => {
    await open({ content: longFile });
    await host(() => (document.querySelector('#text').scrollTop = 1e9));
    await page.locator('.row', { hasText: 'value_15999' }).waitFor();
    await page.waitForFunction(() => {
      const canvas = document.querySelector('.grid');
      return canvas.getContext('2d').getImageData(4, canvas.height - 15, 1, 1).data[3] > 0;
    });
    assert.ok((await page.locator('.row').count()) < 150);
    assert.equal(await page.locator('.row', { hasText: 'value_15999' }).getAttribute('data-line'), '16000');
  });

  it('shows a line of a megabyte in rows', async () => {
    await open({ content: 'x = "ab c" + 12; '.repeat(60_000) });
    await host(() => (document.querySelector('#text').scrollTop = 1e9));
    await page.waitForFunction(() => !document.querySelector('.row[data-line]'));
    assert.ok((await page.locator('.row').count()) < 150);
    const longest = await host(() =>
      Math.max(...[...document.querySelectorAll('.row .chars')].map(one => one.textContent.length)),
    );
    assert.ok(longest < 200);
  });

  it('reaches both ends of more rows than a page can be high', async () => {
    await open({ content: '\n'.repeat(599_999) });
    await host(() => (document.querySelector('#text').scrollTop = 1e9));
    const last = page.locator('.row[data-line="600000"]');
    await last.waitFor();
    const pane = await page.locator('#text').boundingBox();
    const box = await last.boundingBox();
    assert.ok(Math.abs(box.y + box.height - (pane.y + pane.height)) < 3);
    await host(() => (document.querySelector('#text').scrollTop = 0));
    await page.locator('.row[data-line="1"]').waitFor();
  });

  it('keeps the old colours under an edit until new ones come', async () => {
    await open();
    const blue = await colorOnceAt('perror(', 20);
    assert.ok(isBlue(blue));
    await host(() => fakeHost.mute.add('values'));
    const asked = (await sent('values')).length;
    await host(() => fakeHost.edit(0, 0, '// new first line\n'));
    await page.locator('.row', { hasText: '// new first line' }).waitFor();
    assert.deepEqual(await colorAt('perror(', 20), blue);
    const request = await waitForMessage('values', asked + 1);
    assert.equal(request.version, 2);
    await host(message => {
      const values = new Float32Array(message.to - message.from).fill(-0.9);
      fakeHost.answer(message, { revision: 1, values: [values] });
    }, request);
    await page.waitForFunction(() => document.querySelector('#text').dataset.version === '2');
    assert.ok(isRed(await colorAt('#include <stdio.h>', 3)));
  });

  it('asks again for colours that could not be had', async () => {
    await openEmpty();
    await host(content => {
      fakeHost.fail('values', 'The model could not be read.');
      fakeHost.load();
      fakeHost.open('a.c', content);
    }, text);
    await page.locator('.errorBar', { hasText: 'The model could not be read.' }).waitFor();
    await host(() => fakeHost.fail('values'));
    await waitForCell(page, '1.17');
  });

  it('asks for everything again when it has missed an edit', async () => {
    await open();
    await host(() =>
      fakeHost.send({ kind: 'edits', document: 1, version: 9, edits: [{ offset: 0, length: 0, text: 'x' }] }),
    );
    await waitForMessage('sendAgain');
  });

  it('follows the cursor of the editor', async () => {
    await open({ height: 400 });
    await host(
      offset => fakeHost.cursor(offset, { from: offset - 100, to: offset + 100 }),
      text.indexOf('ferror'),
    );
    await page.waitForFunction(() => document.querySelector('#text').scrollTop > 0);
    await page.locator('.mark.cursor').waitFor();
    const cursor = await page.locator('.mark.cursor').boundingBox();
    const pane = await page.locator('#text').boundingBox();
    assert.ok(cursor.y > pane.y && cursor.y < pane.y + pane.height);
  });

  it('starts at the cursor, whether the model or the file comes first', async () => {
    await openEmpty({ height: 400 });
    await host(content => {
      fakeHost.open('src/example.c', content);
      fakeHost.cursor(content.indexOf('ferror'), { from: 0, to: 100 });
      fakeHost.load();
      fakeHost.open('src/example.c', content);
      fakeHost.cursor(content.indexOf('ferror'), { from: 0, to: 100 });
    }, text);
    await waitForCell(page, '1.17');
    await page.waitForFunction(() => document.querySelector('#text').scrollTop > 0);
  });

  it('scrolls with the editor', async () => {
    await open({ content: longFile });
    const top = longFile.indexOf('value_5000 ');
    await host(() => fakeHost.cursor(0, { from: 0, to: 100 }));
    // A page that has the focus leads, and does not follow.
    await host(() => (document.hasFocus = () => false));
    await host(from => fakeHost.cursor(0, { from, to: from + 1000 }), top);
    await page.locator('.row', { hasText: 'value_5000 ' }).waitFor();
  });

  it('copies the text itself, also what is not on the page', async () => {
    const content = Array.from({ length: 3000 }, (_, number) => `line ${number}\t"x"`).join('\n');
    await open({ content });
    await page.focus('#text');
    await page.keyboard.press('Control+a');
    await host(() => (document.querySelector('#text').scrollTop = 20_000));
    await page.locator('.row', { hasText: 'line 960' }).waitFor();
    const copied = await host(() => {
      const clipboardData = new DataTransfer();
      document
        .querySelector('#text')
        .dispatchEvent(new ClipboardEvent('copy', { clipboardData, cancelable: true }));
      return clipboardData.getData('text/plain');
    });
    assert.equal(copied, content);
  });

  it('can show values as signs and digits', async () => {
    await open();
    await page.click('#view');
    await page.getByRole('combobox', { name: 'Values' }).click();
    await page.getByRole('option', { name: 'As colour and digits' }).click();
    const row = page.locator('.row', { hasText: '#include <stdio.h>' });
    await row.locator('.digits').first().waitFor();
    assert.match(await row.locator('.signs').textContent(), /^-{15,19}$/);
    assert.match(await row.locator('.digits:not(.signs)').textContent(), /^[1-9]{19}$/);
  });

  it('offers training while there is no model, and shows how far it is', async () => {
    await openEmpty();
    await host(() => fakeHost.send({ kind: 'noModel', message: 'No model yet.', canTrain: true }));
    await page.click('#train');
    await waitForMessage('train');
    await host(() => fakeHost.send({ kind: 'noModel', message: 'Training.', canTrain: false, share: 0.3 }));
    await page.waitForSelector('#train', { state: 'hidden' });
    assert.equal(await page.getAttribute('.emptyState [role=progressbar]', 'aria-valuenow'), '30');
    await host(content => {
      fakeHost.load();
      fakeHost.open('a.c', content);
    }, text);
    await waitForCell(page, '1.17');
  });

  it('keeps the chosen cell when a newer model comes, and ranks again', async () => {
    await open();
    const chosen = await flip(1);
    await waitForCell(page, chosen);
    await host(() => fakeHost.load({ training: true, step: 2400 }));
    await waitForMessage('rank', 2);
    await page.waitForFunction(() =>
      document.querySelector('.modelSummary').textContent.includes('training'),
    );
    assert.equal(await page.getAttribute('#text', 'data-cell'), chosen);
  });

  it('shows and stops a ranking under way', async () => {
    await openEmpty();
    await host(content => {
      fakeHost.mute.add('rank');
      fakeHost.load();
      fakeHost.open('a.c', content);
    }, text);
    await page.waitForFunction(
      () => document.querySelector('.working [role=progressbar]').getAttribute('aria-valuenow') === '40',
    );
    await page.getByRole('button', { name: 'Stop' }).click();
    assert.equal((await waitForMessage('cancel')).of, 'rank');
    await page.waitForSelector('.working', { state: 'hidden' });
    await waitForCell(page, '1.0');
  });

  it('takes the best cell although an older ranking was given up', async () => {
    await openEmpty();
    await host(content => {
      fakeHost.mute.add('rank');
      fakeHost.load();
      fakeHost.open('a.c', content);
    }, text);
    await waitForMessage('rank');
    await host(() => {
      fakeHost.mute.delete('rank');
      fakeHost.load({ step: 2400 });
    });
    await waitForCell(page, '1.17');
  });

  it('comes back as it was', async () => {
    await open({ height: 300 });
    const chosen = await flip(3);
    await host(() => (document.querySelector('#text').scrollTop = 210));
    await page.waitForFunction(label => {
      const saved = JSON.parse(sessionStorage.getItem('inspectorState') ?? '{}');
      return saved.scroll?.offset > 0 && `${saved.cell?.layer}.${saved.cell?.index}` === label;
    }, chosen);
    await page.reload();
    await page.waitForSelector('.emptyState');
    await host(content => {
      fakeHost.load();
      fakeHost.open('src/example.c', content);
      fakeHost.cursor(0, { from: 0, to: 100 });
    }, text);
    await waitForCell(page, chosen);
    await page.waitForFunction(() => document.querySelector('#text').scrollTop === 210);
  });

  it('changes its colours with the palette and the theme', async () => {
    await open();
    const red = await colorAt('#include <stdio.h>', 3);
    await host(() => fakeHost.send({ kind: 'palette', palette: 'orange-blue' }));
    await page.waitForFunction(() => document.body.dataset.palette === 'orange-blue');
    const orange = await colorAt('#include <stdio.h>', 3);
    assert.notDeepEqual(orange, red);
    await host(() => {
      document.body.className = 'vscode-light';
      document.body.dataset.vscodeThemeKind = 'vscode-light';
    });
    await page.waitForFunction(([, green]) => {
      const canvas = document.querySelector('.grid');
      return canvas.getContext('2d').getImageData(0, 5, 1, 1).data[1] > green;
    }, orange);
  });

  it('puts the list above the text where there is little width', async () => {
    await open({ width: 300 });
    const list = await page.locator('.cellList').boundingBox();
    const pane = await page.locator('.textPane').boundingBox();
    assert.ok(list.y + list.height <= pane.y + 1);
    assert.equal(await host(() => document.documentElement.scrollWidth), 300);
  });
});
