import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFiles } from '../temporaryFolder.ts';
import { failureOf, jsonLines, outputOf } from './runCli.ts';

const program = 'char *s = "😀a"; // b\r\n#define T \'RIFF\'\r\n/* c */\r\n';

describe('cellscope labels', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cellscope-labels-'));
    await writeFiles(folder, {
      'a.c': program,
      'a.bib': '@misc{a, url = {http://x/%7Eu}, title = {$x$}}\n',
      'a.txt': 'text\n',
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('gives the characters inside each feature in UTF-16 units of the file', async () => {
    const lines = jsonLines(await outputOf(['labels', file('a.c'), '--json']));
    assert.deepEqual(
      lines.map(line => [
        line['feature'],
        (line['ranges'] as number[][]).map(range => program.slice(...range)),
      ]),
      [
        ['quotes', ['😀a', 'RIFF']],
        ['comment', [' b', ' c ']],
        ['if', []],
      ],
    );
    assert.deepEqual(
      (lines[2]['masked'] as number[][]).map(range => program.slice(...range)),
      ["'RIFF'"],
    );
    const [math, comment] = jsonLines(await outputOf(['labels', file('a.bib'), '--json']));
    assert.deepEqual([(math['ranges'] as []).length, comment['ranges'], math['masked']], [1, [], []]);
  });

  it('takes the names that people use', async () => {
    for (const name of ['comments', 'comment', 'Comments'])
      assert.deepEqual(
        jsonLines(await outputOf(['labels', file('a.c'), '--feature', name, '--json'])).map(
          line => line['feature'],
        ),
        ['comment'],
      );
  });

  it('marks the text for people', async () => {
    const output = await outputOf(['labels', file('a.c'), '--feature', 'quotes']);
    assert.equal(
      output,
      'Beneath each line: ^ inside, x not known and not counted.\n\n' +
        '        char *s = "😀a"; // b\nquotes             ^^\n' +
        "        #define T 'RIFF'\nquotes             ^^^^\n        /* c */\n",
    );
  });

  it('says what is wrong', async () => {
    assert.match(
      await failureOf(['labels', file('a.c'), '--feature', 'url'], 1),
      /Choose one of quotes, math, comment/,
    );
    assert.match(
      await failureOf(['labels', file('a.c'), '--feature', 'math'], 1),
      /Choose one of quotes, comment, if/,
    );
    assert.match(await failureOf(['labels', file('a.txt')], 1), /neither C nor LaTeX/);
    assert.match(await failureOf(['labels', file('none.c')], 1), /Cannot read .*none\.c/);
    assert.match(await failureOf(['labels'], 2), /FILE is missing/);
  });
});
