import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tinyNetwork } from './project.ts';
import { failureOf, jsonLines, outputOf } from './runCli.ts';
import { writeFiles } from '../temporaryFolder.ts';

const program = 'int f(int a) {\r\n\tif (a) return g("😀", \'b\'); // c\r\n\treturn 0;\r\n}\r\n';

describe('cellscope cells and activations', () => {
  let folder: string;
  let model: string;
  const file = (name: string) => path.join(folder, name);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cellscope-insight-'));
    model = file('model');
    await writeFiles(folder, {
      'code/a.c': program,
      'code/b.c': `${program}int b;\n`,
      'code/c.c': `${program}int c;\n`,
      'more/a.c': 'int a; // b\n',
      'latin1.c': Uint8Array.of(0x61, 0xe9, 0x0a),
    });
    await outputOf(['train', file('code'), '--out', model, '--epochs', '0', ...tinyNetwork]);
    const gru = ['--out', file('gru'), '--cell', 'gru'];
    await outputOf(['train', file('code'), ...gru, '--epochs', '0', ...tinyNetwork]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('ranks cells for each feature that the files can have, best first', async () => {
    const lines = jsonLines(await outputOf(['cells', model, file('code'), '--top', '4', '--json']));
    assert.deepEqual(
      lines.map(line => line['feature']),
      ['quotes', 'comment', 'if'].flatMap(name => Array<string>(4).fill(name)),
    );
    for (const [i, line] of lines.entries()) {
      assert.deepEqual(Object.keys(line).slice(0, 6), [
        'feature',
        'cell',
        'quantity',
        'f1',
        'auroc',
        'correlation',
      ]);
      assert.match(String(line['cell']), /^1\.\d+$/);
      const auroc = Number(line['auroc']);
      assert.ok(auroc >= 0.5 && auroc <= 1);
      if (i % 4 > 0) assert.ok(Number(line['f1']) <= Number(lines[i - 1]['f1']));
    }
  });

  it('says for people what was measured', async () => {
    const output = await outputOf(['cells', model, file('more'), '--feature', 'comment', '--top', '1']);
    assert.match(
      output,
      /^comment: 33\.3 % of 12 characters of 1 file, in 1 place; thresholds chosen on the same text, of which there is too little\n {2}Too little of it to tell; the nearest is 1\.\d+: .*\n +1\.\d+ [hc] [+-] +F1 \d\.\d{3} +AUROC \d\.\d{3} +correlation +-?\d\.\d{3}\n$/,
    );
  });

  it('lists the features', async () => {
    const lines = jsonLines(await outputOf(['cells', '--features', '--json']));
    assert.deepEqual(
      lines.map(line => line['feature']),
      ['quotes', 'math', 'comment', 'if', 'environment'],
    );
    assert.match(await outputOf(['cells', '--features']), /^environment +Inside environments \(latex\)\./m);
  });

  it('prints one value a character, with the same cell in every form', async () => {
    const args = ['activations', model, file('code/a.c'), '--cell', '1.3'];
    const [json] = jsonLines(await outputOf([...args, '--format', 'json']));
    const characters = json['characters'] as string[];
    assert.equal(json['cell'], '1.3');
    assert.equal(characters.join(''), program.replaceAll('\r\n', '\n'));
    assert.equal((json['values'] as number[]).length, characters.length);
    assert.ok((await outputOf(args)).includes('\u001b[48;2;'));
    const plain = await outputOf(args, { env: { NO_COLOR: '1' } });
    assert.match(plain, /^Beneath each character.*\n\nint f\(int a\) \{\n/);
    assert.ok(!plain.includes('\u001b'));
    assert.match(await outputOf([...args, '--format', 'html']), /^<!doctype html>[^]*<\/html>\n$/);
  });

  it("shows a cell's memory on request, as tanh(c)", async () => {
    const args = ['activations', model, file('code/a.c'), '--cell', '1.3', '--format', 'json'];
    const [h] = jsonLines(await outputOf(args));
    const [c] = jsonLines(await outputOf([...args, '--quantity', 'c']));
    assert.deepEqual([h['quantity'], c['quantity']], ['h', 'c']);
    const outputs = h['values'] as number[];
    // h is tanh(c) times what the output gate lets through.
    for (const [i, value] of (c['values'] as number[]).entries())
      assert.ok(Math.abs(outputs[i]) <= Math.abs(value) && outputs[i] * value >= 0, `${i}: ${value}`);
  });

  it('says how well, and what else a cell follows, whichever feature is asked for', async () => {
    const args = ['cells', model, file('code'), '--feature', 'comment', '--top', '1', '--json'];
    const [line] = jsonLines(await outputOf(args));
    assert.equal(line['feature'], 'comment');
    assert.equal(line['verdict'], 'unclear');
    assert.deepEqual(Object.keys(line['other'] as object), ['f1', 'auroc']);
    for (const name of ['f1', 'gain', 'precision', 'recall', 'baseRate']) {
      const value = Number(line[name]);
      assert.ok(value >= 0 && value <= 1, `${name} ${value}`);
    }
  });

  const wrong: readonly [what: string, status: 1 | 2, message: RegExp, args: () => string[]][] = [
    ['an unknown feature', 1, /no feature "url"/, () => ['cells', model, folder, '--feature', 'url']],
    [
      'a feature of other files',
      1,
      /no LaTeX files/,
      () => ['cells', model, file('code'), '--feature', 'math'],
    ],
    ['no folder', 2, /FOLDER is missing/, () => ['cells', model]],
    ['no cell', 2, /--cell LAYER\.INDEX is missing/, () => ['activations', model, file('code/a.c')]],
    [
      'a cell too far',
      1,
      /from 1\.0 to 1\.11/,
      () => ['activations', model, file('code/a.c'), '--cell', '1.12'],
    ],
    [
      'no such file',
      1,
      /Cannot read .*none\.c/,
      () => ['activations', model, file('none.c'), '--cell', '1.1'],
    ],
    ['another encoding', 1, /not UTF-8/, () => ['activations', model, file('latin1.c'), '--cell', '1.1']],
    [
      'an unknown quantity',
      2,
      /--quantity is "x"; give h or c/,
      () => ['activations', model, file('code/a.c'), '--cell', '1.1', '--quantity', 'x'],
    ],
    [
      'a memory that there is not',
      1,
      /Cells of type gru have no memory c; leave --quantity out/,
      () => ['activations', file('gru'), file('code/a.c'), '--cell', '1.1', '--quantity', 'c'],
    ],
    [
      'an unknown form',
      2,
      /--format is "png"/,
      () => ['activations', model, file('code/a.c'), '--cell', '1.1', '--format', 'png'],
    ],
  ];
  for (const [what, status, message, args] of wrong)
    it(`answers ${what} with one line`, async () => {
      assert.match(await failureOf(args(), status), message);
    });
});
