import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { cText } from '../training/sources.ts';
import { useTemporaryFolder, writeFiles } from '../temporaryFolder.ts';
import { tinyNetwork, writeProject } from './project.ts';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

describe('cellscope', () => {
  const folder = useTemporaryFolder();
  let shared: string;
  let project: string;
  let model: string;
  let trainOutput: string;

  before(async () => {
    shared = await mkdtemp(path.join(tmpdir(), 'cellscope-cli-'));
    project = path.join(shared, 'project');
    model = path.join(shared, 'model');
    await writeProject(project);
    trainOutput = await outputOf(
      ['train', project, '--out', model, '--epochs', '3', '--json', ...tinyNetwork],
      {
        env: { CELLSCOPE_PROGRESS_SECONDS: '0' },
      },
    );
  });
  after(() => rm(shared, { recursive: true, force: true }));

  describe('train', () => {
    it('prints progress and the end as JSON', () => {
      const lines = jsonLines(trainOutput);
      const done = lines.pop()!;
      assert.deepEqual(Object.keys(done), ['event', 'validationBitsPerChar', 'parameters', 'seconds']);
      assert.equal(done['event'], 'done');
      assert.ok(lines.length > 0);
      for (const line of lines) {
        assert.deepEqual(Object.keys(line), [
          'event',
          'step',
          'epoch',
          'trainBitsPerChar',
          'validationBitsPerChar',
          'charsPerSecond',
          'secondsLeft',
        ]);
        assert.equal(line['event'], 'progress');
        for (const [name, value] of Object.entries(line))
          if (name !== 'event') assert.equal(typeof value, 'number', name);
      }
    });

    it('leaves a model and nothing else', async () => {
      const names = (await readdir(model)).toSorted();
      assert.equal(names.length, 6);
      assert.match(
        names.join(),
        /^cells-\w{16}\.json,cellscope-contexts\.bin,cellscope-run-1\.jsonl,model\.json,training-\d+-\w{16}\.safetensors,weights-\d+-\w{16}\.safetensors$/,
      );
    });

    it('tells a person how it went', async () => {
      const out = path.join(folder.path, 'out');
      const fresh = ['--start', 'fresh', ...tinyNetwork];
      const text = await outputOf(['train', project, '--out', out, '--epochs', '1', ...fresh]);
      assert.match(text, /^12 files, [\d,]+ characters; \S+, (one thread|\d+ threads)\n/);
      assert.match(text, /Trained after .* bits per character on held-out text/);
    });

    it('writes the untrained model for --epochs 0', async () => {
      const out = path.join(folder.path, 'out');
      const lines = jsonLines(
        await outputOf(['train', project, '--out', out, '--epochs', '0', '--json', ...tinyNetwork]),
      );
      assert.deepEqual(
        lines.map(line => line['event']),
        ['done'],
      );
      await outputOf(['sample', out, '--length', '5']);
    });

    it('trains on the files of a glob', async () => {
      await writeFiles(folder.path, { 'notes/a.txt': cText(1), 'notes/b.txt': cText(2) });
      const out = path.join(folder.path, 'out');
      const notes = path.join(folder.path, 'notes');
      await outputOf(['train', notes, '--out', out, '--glob', '*.txt', '--epochs', '1', ...tinyNetwork]);
      const [result] = jsonLines(await outputOf(['eval', out, notes, '--json']));
      assert.equal(result['files'], 2);
    });

    it('fails with a remedy where there is nothing to train on', async () => {
      await writeFiles(folder.path, { 'text/readme.md': 'x', 'empty/a.c': '' });
      const out = path.join(folder.path, 'out');
      assert.match(
        await failureOf(['train', path.join(folder.path, 'text'), '--out', out], 1),
        /no C or LaTeX files.*--glob/,
      );
      assert.match(
        await failureOf(['train', path.join(folder.path, 'none'), '--out', out], 1),
        /There is no folder/,
      );
      assert.match(
        await failureOf(['train', path.join(folder.path, 'empty'), '--out', out], 1),
        /no C or LaTeX files that can be used \(a\.c: it is empty\)/,
      );
      assert.deepEqual((await readdir(folder.path)).toSorted(), ['empty', 'text']);
    });

    it('keeps a second trainer out of the folder', async () => {
      const out = path.join(folder.path, 'out');
      const holder = { id: 'x', pid: process.pid, host: hostname(), name: 'another window' };
      await writeFiles(out, { 'training.lock': JSON.stringify(holder) });
      const error = await failureOf(['train', project, '--out', out, '--epochs', '0'], 1);
      assert.match(error, /another window \(process \d+ on .*is training in .*out already/);
    });
  });

  it('can be executed, as npx does', () => accessSync('dist/cli.js', constants.X_OK));

  it('eval prints bits per character, and JSON', async () => {
    const held = path.join(folder.path, 'held.c');
    await writeFile(held, cText(50));
    const [result, ...rest] = jsonLines(await outputOf(['eval', model, folder.path, '--json']));
    assert.deepEqual(rest, []);
    const figures = ['bitsPerChar', 'rnnBitsPerChar', 'rnnAdaptiveBitsPerChar', 'contextBitsPerChar'];
    assert.deepEqual(Object.keys(result), ['files', 'chars', ...figures, 'words', 'rnnWordPerplexity']);
    assert.equal(result['files'], 1);
    assert.equal(result['chars'], cText(50).length);
    const [together, net, adapting, alone] = figures.map(name => result[name] as number);
    for (const bits of [net, adapting]) assert.ok(bits > 0.5 && bits < 4, `${bits}`);
    // The file is like those that were learnt, line by line.
    assert.ok(alone < net / 2 && together < 1.1 * alone, JSON.stringify(result));
    assert.match(
      await outputOf(['eval', model, held]),
      /^1 file, [\d,]+ characters: \d\.\d{3} bits per character\n( {2}.*: \d\.\d{3}\n){3} {2}perplexity per word .*: \d+ \(\d+ words .*\)\n$/,
    );
    const [adapted] = jsonLines(await outputOf(['eval', model, held, '--adapt', '--json']));
    assert.deepEqual(Object.keys(adapted), [
      'files',
      'chars',
      ...figures.slice(0, 3),
      'words',
      'rnnWordPerplexity',
    ]);
    assert.equal(adapted['bitsPerChar'], adapting);
  });

  it('eval measures the network alone where nothing else is kept, and says so', async () => {
    const bare = path.join(folder.path, 'bare');
    await cp(model, bare, { recursive: true });
    const held = path.join(folder.path, 'held.c');
    await writeFile(held, cText(50));
    const table = path.join(bare, 'cellscope-contexts.bin');
    await writeFile(table, 'no table at all, but sixteen bytes and more of text');
    for (const reason of [/is damaged: .*The network is used alone/, /no names and phrases/]) {
      const { stdout, stderr } = await runCli(['eval', bare, held, '--json']);
      const [result] = jsonLines(stdout);
      assert.equal(result['bitsPerChar'], result['rnnBitsPerChar']);
      assert.match(stderr, reason);
      await rm(table, { force: true });
    }
  });

  const at = (name: string) => path.join(folder.path, name);

  it('compress makes a file small and decompress gives it back, byte for byte', async () => {
    await writeFile(at('a.c'), cText(40));
    await outputOf(['compress', model, at('a.c'), '--out', at('small')]);
    const small = await readFile(at('small'));
    assert.ok(small.length < cText(40).length / 5, String(small.length));
    const [figures] = jsonLines(
      await outputOf(['decompress', model, at('small'), '--out', at('b.c'), '--json']),
    );
    assert.deepEqual(await readFile(at('b.c')), await readFile(at('a.c')));
    assert.equal(figures['compressedBytes'], small.length);
    await writeFile(at('small'), small.subarray(0, small.length >> 1));
    const failed = await failureOf(['decompress', model, at('small'), '--out', at('c.c')], 1);
    assert.match(failed, /small is damaged/);
    await assert.rejects(readFile(at('c.c')));
    assert.match(
      await failureOf(['compress', model, at('none.c'), '--out', at('x')], 1),
      /there is no such file/,
    );
    assert.match(await failureOf(['compress', model, at('a.c')], 2), /--out OUT is missing/);
  });

  it('eval counts characters that the model has never seen', async () => {
    const file = path.join(folder.path, 'other.c');
    await writeFile(file, 'ξ😀');
    const [result] = jsonLines(await outputOf(['eval', model, file, '--json']));
    assert.equal(result['chars'], 2);
    assert.ok((result['bitsPerChar'] as number) > 10);
    assert.ok((result['rnnBitsPerChar'] as number) > 20);
  });

  function sample(...args: string[]): Promise<string> {
    return outputOf(['sample', model, '--length', '40', ...args]);
  }

  it('eval has no score for files in which there is nothing to predict', async () => {
    await writeFiles(folder.path, { 'mark.c': '\ufeff' });
    for (const flags of [[], ['--json']])
      assert.match(
        await failureOf(['eval', model, path.join(folder.path, 'mark.c'), ...flags], 1),
        /has no /,
      );
  });

  it('sample at a temperature next to 0 takes the likeliest characters', async () => {
    const args = ['sample', model, '--prime', 'int ', '--length', '60', '--temperature'];
    const likeliest = await outputOf([...args, '0']);
    for (const temperature of ['1e-40', '1e-300', '5e-324'])
      assert.equal(await outputOf([...args, temperature]), likeliest);
    assert.match(
      await failureOf([...args, '1e300'], 2),
      /--temperature is "1e300"; give a number from 0 to 100/,
    );
  });

  it('sample goes on from the last seed with the first', async () => {
    const args = ['sample', model, '--length', '5', '--count', '2', '--seed', '4294967295', '--json'];
    assert.deepEqual(
      jsonLines(await outputOf(args)).map(({ seed }) => seed),
      [4294967295, 0],
    );
    assert.match(await failureOf(['sample', model, '--seed', '4294967297'], 2), /from 0 to 4294967295/);
  });

  it('train says how much memory is missing, and what would fit', async () => {
    const out = path.join(folder.path, 'out');
    const error = await failureOf(['train', project, '--out', out, '--units', '2048', '--layers', '8'], 1);
    assert.match(error, /To train 8 layers of 2048 lstm cells takes [5-9]\.\d GiB of memory/);
    assert.match(
      error,
      /there is room for 1\.0\. It would fit with \d+ cells in a layer, or with \d layers?/,
    );
  });

  it('sample repeats from its seed and begins with the prime', async () => {
    const one = await sample('--prime', 'int ');
    assert.ok(one.startsWith('int '));
    assert.equal(one.length, 4 + 40 + 1);
    assert.equal(await sample('--prime', 'int '), one);
    assert.notEqual(await sample('--prime', 'int ', '--seed', '2'), one);
    assert.equal(
      await sample('--temperature', '0', '--seed', '1'),
      await sample('--temperature', '0', '--seed', '2'),
    );
  });

  it('sample draws several texts, each as its seed alone', async () => {
    const alone = await Promise.all(['7', '8', '9'].map(seed => sample('--prime', 'int ', '--seed', seed)));
    const several = ['--prime', 'int ', '--seed', '7', '--count', '3'];
    const lines = jsonLines(await sample(...several, '--json'));
    assert.deepEqual(
      lines,
      alone.map((text, i) => ({ seed: 7 + i, prime: 'int ', text: text.slice(4, -1) })),
    );
    assert.equal(
      await sample(...several),
      alone.map((text, i) => `----- ${i + 1} of 3, seed ${7 + i}\n${text}`).join(''),
    );
  });

  it('complete prints a suggestion and how long it took', async () => {
    const file = path.join(project, 'src/file1.c');
    const offset = (await readFile(file, 'utf8')).indexOf('return') + 3;
    const args = ['complete', model, file, '--offset', String(offset)];
    const [result] = jsonLines(await outputOf([...args, '--json']));
    assert.deepEqual(Object.keys(result), ['text', 'milliseconds']);
    assert.equal(typeof result['text'], 'string');
    assert.equal(typeof result['milliseconds'], 'number');
    assert.equal(await outputOf([...args, '--manner', 'onRequest']), '');
    // The cursor stands within a word.
    const { stdout, stderr } = await runCli([...args, '--why']);
    assert.deepEqual([stdout, stderr], ['', 'cellscope: nothing is suggested: beforeText\n']);
    assert.match(
      await failureOf(['complete', model, file, '--offset', '999999'], 2),
      /--offset is 999999, but .* ends at/,
    );
  });

  it('complete counts an offset in the file as it is, with its line ends', async () => {
    const text = `${'int a;\r\n'.repeat(10)}int abc\r\nint longer_name_of_it;\r\n`;
    await writeFiles(folder.path, { 'crlf.c': text });
    const reasonAt = async (offset: number) => {
      const args = ['complete', model, path.join(folder.path, 'crlf.c'), '--offset', String(offset), '--why'];
      return (await runCli([...args, '--manner', 'quiet'])).stderr;
    };
    const end = text.indexOf('abc') + 3;
    assert.match(await reasonAt(end), /: unsure$/m);
    assert.match(await reasonAt(end - 1), /: beforeText$/m);
  });

  describe('wrong use', () => {
    const cases: [string[], RegExp][] = [
      [[], /Give a command: train, eval/],
      [['fly'], /There is no command fly/],
      [['train'], /FOLDER is missing/],
      [['train', 'x'], /--out DIR is missing/],
      [['train', 'x', 'y', '--out', 'z'], /y is one argument too many/],
      [['train', 'x', '--out', 'z', '--wings'], /Unknown option '--wings'\. See cellscope train --help/],
      [['train', 'x', '--out', 'z', '--start', 'anew'], /--start is "anew"; choose starter or fresh/],
      [
        ['train', 'x', '--out', 'z', '--start', 'fresh', '--update'],
        /--start .* not of --resume or --update/,
      ],
      [['train', 'x', '--out', 'z', '--units', 'many'], /--units is "many"/],
      [['train', 'x', '--out', 'z', '--units', '0'], /--units is "0"; give a whole number from 1 to 2048/],
      [['train', 'x', '--out', 'z', '--cell', 'cnn'], /--cell is "cnn"; choose rnn, lstm, gru/],
      [['train', 'x', '--out', 'z', '--seconds', '5', '--epochs', '5'], /exclude each other/],
      [['eval', 'x'], /FOLDER is missing/],
      [
        ['sample', 'x', '--temperature', '-1'],
        /--temperature has no value; one that begins with a dash is written --temperature=-1/,
      ],
      [['sample', 'x', '--temperature=-1'], /--temperature is "-1"/],
      [['sample', 'x', '--count', '0'], /--count is "0"; give a whole number from 1 to 32/],
      [['sample', 'x', '--language', 'cobol'], /choose c, latex, other/],
      [['complete', 'x', 'y'], /--offset N is missing/],
      [
        ['complete', 'x', 'y', '--offset', '1', '--manner', 'loud'],
        /--manner is "loud"; give quiet or eager or onRequest/,
      ],
    ];
    for (const [args, message] of cases)
      it(`is status 2: cellscope ${args.join(' ')}`, async () => {
        assert.match(await failureOf(args, 2), message);
      });
  });

  for (const name of ['train', 'eval', 'sample', 'complete', 'cells', 'activations'])
    it(`${name} --help says how it is used`, async () => {
      assert.match(await outputOf([name, '--help']), new RegExp(`^Usage: cellscope ${name} `));
    });

  it('--help lists the commands', async () => {
    assert.match(
      await outputOf(['--help']),
      /train .*\n.*eval .*\n.*sample .*\n.*complete .*\n.*replay .*\n.*cells .*\n.*activations /,
    );
    assert.match(await outputOf(['--version']), /^\d+\.\d+\.\d+\n$/);
  });

  it('says that there is no model, and shows a stack only when asked to', async () => {
    assert.match(await failureOf(['sample', folder.path], 1), /There is no model in .*Train one first/);
    const { stderr } = await runCli(['sample', folder.path], { env: { CELLSCOPE_DEBUG: '1' } });
    assert.match(stderr, /\n +at /);
  });

  it('says that a model is damaged', async () => {
    const names = await readdir(model);
    for (const name of names)
      await writeFile(path.join(folder.path, name), await readFile(path.join(model, name)));
    const weights = names.find(name => name.startsWith('weights-'))!;
    await writeFile(
      path.join(folder.path, weights),
      (await readFile(path.join(model, weights))).subarray(0, 400),
    );
    assert.match(
      await failureOf(['eval', folder.path, project], 1),
      /weights-\d+-\w{16}\.safetensors in .* is cut short/,
    );
  });

  it('ends quietly when nobody reads on', async () => {
    const { status, stderr } = await runCli(['sample', model, '--length', '200000'], {
      onStart: child => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });
});
