import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { useTemporaryFolder, writeFiles } from '../temporaryFolder.ts';
import { tinyNetwork } from './project.ts';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** The lines about files that were left out. */
function told(stderr: string): string[] {
  return stderr.split('\n').filter(line => line.includes('left out'));
}

describe('what the commands read', () => {
  const folder = useTemporaryFolder();
  const at = (...parts: string[]) => path.join(folder.path, ...parts);

  beforeEach(() =>
    writeFiles(at('p'), {
      'a.c': 'int a; // \u{1f600}\r\n',
      'doc/b.tex': utf16('\ufeff\\alpha'),
      'latin.c': Buffer.from('int \xe9;', 'latin1'),
      'wide.c': utf16('int a;'),
      'notes.txt': 'note',
      'out/c.c': 'int c;',
      '.gitignore': 'out/\n',
    }),
  );

  it('is listed by files, with the reasons of what is left out', async () => {
    const lines = jsonLines(await outputOf(['files', at('p'), '--glob', '*.txt', '--json']));
    const read = lines.filter(line => !('reason' in line));
    assert.deepEqual(read, [
      { file: 'a.c', language: 'c', characters: 12 },
      { file: 'doc/b.tex', language: 'latex', characters: 6 },
      { file: 'notes.txt', language: 'other', characters: 4 },
    ]);
    const leftOut = lines.filter(line => 'reason' in line);
    assert.deepEqual(
      leftOut.map(line => [line['file'], line['language'], line['characters']]),
      [
        ['latin.c', 'c', 0],
        ['out/', 'other', 0],
        ['wide.c', 'c', 0],
      ],
    );
    assert.equal(leftOut[1]['reason'], 'it is ignored by .gitignore, line 1: out/');
  });

  it('is listed for people, how much it is at the end', async () => {
    const output = await outputOf(['files', at('p')]);
    assert.match(
      output,
      /^ +12 {2}c {6}a\.c\n +6 {2}latex {2}doc\/b\.tex\n\nLeft out:\n {2}latin\.c: it is not UTF-8/,
    );
    assert.match(output, /\n\n2 files with 18 characters read, 3 left out\n$/);
    assert.equal(
      await outputOf(['files', at('p/out/c.c')]),
      '          6  c      c.c\n\n1 file with 6 characters read, 0 left out\n',
    );
    assert.match(await failureOf(['files', at('none')], 1), /There is no folder .*none/);
  });

  it('is the same for train, eval and cells, and they say alike what they leave out', async () => {
    const model = at('model');
    const train = ['train', at('p'), '--out', model, '--epochs', '0', ...tinyNetwork];
    const expected = [
      /^cellscope: left out latin\.c: it is not UTF-8.*save it/,
      /^cellscope: left out wide\.c: .*UTF-16/,
    ];
    for (const args of [
      train,
      [...train, '--json'],
      ['eval', model, at('p'), '--json'],
      ['cells', model, at('p'), '--json'],
    ]) {
      const { status, stderr } = await runCli(args);
      assert.equal(status, 0, stderr);
      const lines = told(stderr);
      assert.equal(lines.length, 2, stderr);
      for (const [i, line] of lines.entries()) assert.match(line, expected[i]);
    }
    await writeFiles(at("it's"), {
      ...Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`${i}.c`, ''])),
      'a.c': 'int a;',
    });
    const { stderr } = await runCli(['eval', model, at("it's")]);
    assert.equal(told(stderr).length, 6);
    assert.ok(
      stderr.endsWith(
        `left out 2 more files; each with its reason: npx cellscope files '${folder.path}/it'\\''s'\n`,
      ),
      stderr,
    );
  });

  it('is said where nothing is left', async () => {
    await writeFiles(at('q'), { '.gitignore': 'Core\n', 'Core/a.c': 'int a;', 'b.c': '' });
    const where = at('q');
    assert.match(
      await failureOf(['train', where, '--out', at('model')], 1),
      /q has no C or LaTeX files that can be used \(b\.c: it is empty; 1 more, see npx cellscope files .*q\)\. Add a --glob/,
    );
    await writeFiles(at('q'), { 'b.c': 'int b;' });
    assert.match(
      await failureOf(['train', at('q/Core/none'), '--out', at('model')], 1),
      /There is no folder/,
    );
  });

  it('is one text for complete and activations: decoded alike, without the byte order mark', async () => {
    const model = at('model');
    await outputOf(['train', at('p'), '--out', model, '--epochs', '0', ...tinyNetwork]);
    const text = 'int a;\n';
    await writeFiles(folder.path, {
      'plain.c': text,
      'mark.c': `\ufeff${text}`,
      'wide.c': utf16(`\ufeff${text}`),
      'unmarked.c': utf16(text),
      'latin.c': Buffer.from('int \xe9;', 'latin1'),
    });
    const completed = async (file: string) => {
      const end = ['--offset', String(text.length), '--json'];
      return jsonLines(await outputOf(['complete', model, at(file), ...end]))[0]['text'];
    };
    const shown = async (file: string) => {
      const args = ['activations', model, at(file), '--cell', '1.1', '--format', 'json'];
      const { file: _, ...rest } = jsonLines(await outputOf(args))[0];
      return rest;
    };
    for (const file of ['mark.c', 'wide.c']) {
      assert.equal(await completed(file), await completed('plain.c'));
      assert.deepEqual(await shown(file), await shown('plain.c'));
      const past = ['complete', model, at(file), '--offset', String(text.length + 1)];
      assert.match(await failureOf(past, 2), /ends at 7/);
    }
    for (const [file, reason] of [
      ['unmarked.c', /Cannot read .*unmarked\.c: it is probably UTF-16 without/],
      ['latin.c', /Cannot read .*latin\.c: it is not UTF-8/],
      ['none.c', /Cannot read .*none\.c: there is no such file/],
      ['p', /Cannot read .*p: it is a folder/],
    ] as const)
      for (const args of [
        ['complete', model, at(file), '--offset', '0'],
        ['activations', model, at(file), '--cell', '1.1'],
      ])
        assert.match(await failureOf(args, 1), reason);
    // Nothing was written into what was read.
    assert.equal(await readFile(at('mark.c'), 'utf8'), `\ufeff${text}`);
  });
});
