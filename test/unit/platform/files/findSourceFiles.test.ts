import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readSources } from '../../../../src/platform/node/files/findSourceFiles.ts';
import { sortItems } from '../../files/sortItems.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';

describe('readSources', () => {
  const folder = useTemporaryFolder();
  interface Options {
    globs?: string[];
    exclude?: string[];
    signal?: AbortSignal;
    file?: string;
    maxTotalBytes?: number;
    onRead?: (share: number) => void;
  }
  function read({ globs = [], exclude = [], file = '', ...options }: Options = {}) {
    const folders = [{ path: path.join(folder.path, file), exclude }];
    return sortItems(readSources(folders, { globs, ...options }));
  }
  const found = async (options?: Options) => (await read(options)).sources.map(source => source.path);
  const reasonFor = async (file: string) => {
    const { sources, skipped } = await read();
    assert.ok(!sources.some(source => source.path === file), `${file} was read`);
    return skipped.find(skip => skip.path === file)?.reason;
  };

  it('finds C and LaTeX files in all folders, sorted, and others by globs', async () => {
    await writeFiles(folder.path, {
      'z.c': '1',
      'include/a.h': '2',
      'doc/paper.tex': '3',
      'doc/refs.bib': '4',
      'notes.txt': '5',
      'doc/deep/more.txt': '6',
      'tool.py': '7',
    });
    assert.deepEqual(await found(), ['doc/paper.tex', 'doc/refs.bib', 'include/a.h', 'z.c']);
    assert.deepEqual(
      (await read()).sources.map(source => source.language),
      ['latex', 'latex', 'c', 'c'],
    );
    assert.ok((await found({ globs: ['*.txt'] })).includes('doc/deep/more.txt'));
    assert.deepEqual(
      (await found({ globs: ['doc/**/*.txt', './tool.py'] })).filter(file => /txt|py/.test(file)),
      ['doc/deep/more.txt', 'tool.py'],
    );
    await assert.rejects(read({ globs: [' '] }), { name: 'UserError' });
  });

  it('leaves out what is excluded, and folders of tools', async () => {
    await writeFiles(folder.path, {
      'a.c': '1',
      'build/b.c': '2',
      'src/gen/c.c': '3',
      'node_modules/m/d.c': '4',
      '.git/e.c': '5',
    });
    assert.deepEqual(await found({ exclude: ['build', '**/gen/**'] }), ['a.c']);
  });

  it('honours .gitignore, nested ones and exceptions', async () => {
    await writeFiles(folder.path, {
      '.gitignore': 'out/\n*.gen.c\n/top.c\n!keep.gen.c\n',
      'a.c': '1',
      'top.c': '2',
      'x.gen.c': '3',
      'keep.gen.c': '4',
      'out/o.c': '5',
      'sub/top.c': '6',
      'sub/y.gen.c': '7',
      'sub/.gitignore': 'local.c\n!y.gen.c\n',
      'sub/local.c': '8',
      'sub/deep/local.c': '9',
    });
    assert.deepEqual(await found(), ['a.c', 'keep.gen.c', 'sub/top.c', 'sub/y.gen.c']);
  });

  it('skips what is no text to learn from, and says why', async () => {
    await writeFiles(folder.path, {
      'good.c': 'int x;\n',
      'copy.c': 'int x;\n',
      'empty.c': '',
      'binary.c': Uint8Array.of(65, 0, 66),
      'latin.c': Uint8Array.of(0x2f, 0x2f, 0xfc),
      'line.c': `int x[] = {${'1,'.repeat(2_500_000)}};`,
      'large.c': 'int x;\n'.repeat(3_000_000),
    });
    await symlink(path.join(folder.path, 'good.c'), path.join(folder.path, 'link.c'));
    await symlink(folder.path, path.join(folder.path, 'loop'));
    assert.deepEqual(await found(), ['copy.c']);
    assert.match((await reasonFor('good.c')) ?? '', /exact copy of copy\.c/);
    assert.match((await reasonFor('empty.c')) ?? '', /empty/);
    assert.match((await reasonFor('binary.c')) ?? '', /NUL bytes/);
    assert.match((await reasonFor('latin.c')) ?? '', /not UTF-8/);
    assert.match((await reasonFor('line.c')) ?? '', /a line of 5000013 characters/);
    assert.match((await reasonFor('large.c')) ?? '', /21\.0 MB is more than 20\.0 MB/);
    assert.match((await reasonFor('link.c')) ?? '', /symbolic link/);
  });

  it('reads texts with a byte order mark, without it, and knows copies of them', async () => {
    await writeFiles(folder.path, {
      'a.c': '\uFEFFint x;',
      'b.c': Buffer.from('\uFEFFint x;', 'utf16le'),
      'c.c': Buffer.from('\uFEFFint y;', 'utf16le').swap16(),
      'mark.c': '\uFEFF',
    });
    const { sources, skipped } = await read();
    assert.deepEqual(
      sources.map(({ path: file, text }) => [file, text]),
      [
        ['a.c', 'int x;'],
        ['c.c', 'int y;'],
      ],
    );
    assert.deepEqual(skipped, [
      { path: 'b.c', reason: 'it is an exact copy of a.c' },
      { path: 'mark.c', reason: 'it is empty' },
    ]);
  });

  it('knows a long line by all kinds of line ends', async () => {
    const line = 'int a;';
    await writeFiles(folder.path, {
      'cr.c': `${line}\r`.repeat(10_000),
      'crlf.c': `${line}\r\n`.repeat(10_000),
      'mixed.c': `${line.repeat(5000)}\r${line.repeat(5001)}\n${line.repeat(5002)}`,
      'long.c': `${line}\r${line.repeat(9000)}\r\n`,
    });
    assert.deepEqual(await found(), ['cr.c', 'crlf.c', 'mixed.c']);
    assert.match((await reasonFor('long.c')) ?? '', /a line of 54000 characters/);
  });

  it('says of names that are not UTF-8 that they are not', async function () {
    if (process.platform !== 'linux') return;
    const start = Buffer.from(`${folder.path}/`);
    const name = (bytes: string) => Buffer.concat([start, Buffer.from(bytes, 'latin1')]);
    await writeFile(name('b\xe4d.c'), '1');
    await mkdir(name('\xff'));
    await writeFile(name('\xff/a.c'), '2');
    await writeFile(name('g\xc3\xbct.c'), '3');
    const { sources, skipped } = await read();
    assert.deepEqual(
      sources.map(source => source.path),
      ['g\u00fct.c'],
    );
    const reason = 'its name is not UTF-8; rename it to have it read';
    assert.deepEqual(skipped, [
      { path: '\\xFF/', reason },
      { path: 'b\\xE4d.c', reason },
    ]);
  });

  it('does not wait for pipes, found or asked for', async () => {
    execFileSync('mkfifo', [path.join(folder.path, 'pipe.c')]);
    assert.match((await reasonFor('pipe.c')) ?? '', /a pipe/);
    assert.deepEqual(await read({ file: 'pipe.c' }), {
      sources: [],
      skipped: [{ path: 'pipe.c', reason: 'it is a pipe' }],
      notices: [],
    });
  });

  it('says which rule leaves out what, as something that the user knows', async () => {
    await writeFiles(folder.path, {
      'a.c': '1',
      'gen/b.c': '2',
      'node_modules/m/d.c': '4',
      '.gitignore': 'x.c',
      'x.c': '',
    });
    const { skipped } = await read({ exclude: ['gen'] });
    assert.deepEqual(skipped, [
      { path: 'gen/', reason: 'files.exclude leaves it out: gen', isExpected: true },
      { path: 'node_modules/', reason: 'packages of others are not read', isExpected: true },
      { path: 'x.c', reason: 'it is ignored by .gitignore, line 1: x.c', isExpected: true },
    ]);
  });

  it('says how far it is, by the bytes that are read', async () => {
    await writeFiles(folder.path, { 'a.c': '1'.repeat(75), 'b.c': '2'.repeat(25), 'c.txt': '3' });
    const told: number[] = [];
    await read({ onRead: share => told.push(share) });
    assert.deepEqual(told, [0.75, 1]);
  });

  it('says that a rule file cannot be read, and of globs what is wrong', async () => {
    await writeFiles(folder.path, { 'a.c': '1', 'sub/.gitignore': ' '.repeat(8_000_001) });
    assert.match((await reasonFor('sub/.gitignore')) ?? '', /8\.0 MB is more than .* its rules do not count/);
    await assert.rejects(read({ exclude: ['*'.repeat(65_536)] }), { name: 'UserError' });
  });

  it('says it once of a rule file that is asked for as a text, too', async () => {
    await writeFiles(folder.path, { 'a.c': '1', 'sub/.gitignore': ' '.repeat(8_000_001) });
    await symlink('a.c', path.join(folder.path, '.gitignore'));
    const { skipped } = await read({ globs: ['.gitignore'] });
    assert.deepEqual(
      skipped.map(file => file.path),
      ['.gitignore', 'sub/.gitignore'],
    );
    for (const { reason } of skipped) assert.match(reason, /so its rules do not count$/);
  });

  it('gives up on rules that take forever', async () => {
    const name = 'a'.repeat(200);
    const rule = `${'*a'.repeat(120)}*b*`;
    await writeFiles(folder.path, { '.gitignore': `${rule}\n`.repeat(20_000), [`${name}.c`]: '1' });
    await assert.rejects(read(), { name: 'UserError', message: /take too long .* Simplify/ });
  });

  it('reads a single file', async () => {
    await writeFiles(folder.path, { 'a.c': '1', 'b.txt': '2' });
    const { sources } = await read({ file: 'b.txt' });
    assert.deepEqual(sources, [{ path: 'b.txt', language: 'other', syntax: 'other', text: '2' }]);
  });

  it('names a folder that is not there, and the remedy', async () => {
    await rm(folder.path, { recursive: true });
    await assert.rejects(read(), { name: 'UserError', message: /^There is no folder .*Give the path/ });
  });

  it('takes files from all over when there are too many, and says of how many', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `${Math.floor(i / 10)}/${i}.c`);
    await writeFiles(folder.path, Object.fromEntries(names.map(name => [name, name.padEnd(1000, '.')])));
    const { sources, skipped, notices } = await read({ maxTotalBytes: 30_500 });
    assert.equal(sources.length, 30);
    assert.ok(new Set(sources.map(source => source.path[0])).size > 7);
    assert.equal(skipped.length, 70);
    assert.ok(skipped.every(file => file.isExpected && /more text than is read/.test(file.reason)));
    const counts = { files: 100, taken: 30, bytes: 100_000, mostBytes: 30_500 };
    assert.deepEqual(notices, [{ kind: 'sampled', ...counts }]);
    assert.deepEqual((await read({ maxTotalBytes: 100_000 })).notices, []);
  });

  it('gives the files in their order, however long each takes to read', async () => {
    const sizes = [9_000_000, 10, 4_000_000, 4_000_001, 20, 30, 12_000_000, 40, 50, 60, 70, 80, 90, 100];
    const texts = sizes.map((size, i) => `${i}\n`.repeat(size / 2));
    await writeFiles(
      folder.path,
      Object.fromEntries(texts.map((text, i) => [`${String.fromCharCode(97 + i)}.c`, text])),
    );
    const { sources } = await read();
    assert.deepEqual(
      sources.map(source => source.text.length),
      texts.map(text => text.length),
    );
  });

  it('stops when it is told to', async () => {
    await assert.rejects(read({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
