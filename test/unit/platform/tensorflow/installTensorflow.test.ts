import assert from 'node:assert/strict';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../../src/model/base/userError.ts';
import { installTensorflow } from '../../../../src/platform/node/tensorflow/installTensorflow.ts';
import { useTemporaryFolder, writeFiles } from '../../temporaryFolder.ts';

const packageFolder = 'node_modules/@tensorflow/tfjs-node';

/** A program in npm's place that writes a package of one file, whose product of [1 2] and [3 4] is this. */
const npmGiving = (product: number) => `
const { mkdirSync, writeFileSync } = require('node:fs');
const folder = process.argv[process.argv.indexOf('--prefix') + 1] + '/${packageFolder}';
mkdirSync(folder, { recursive: true });
writeFileSync(folder + '/index.js', \`
  const tensor = { matMul: () => ({ dataSync: () => [${product}] }) };
  exports.tensor2d = () => tensor;
  exports.backend = () => ({ binding: {} });\`);
console.log('added ' + process.argv.at(-1));`;

describe('installTensorflow', () => {
  const temporary = useTemporaryFolder();
  const target = () => path.join(temporary.path, 'storage/tensorflow');
  const storedFiles = () => readdir(path.join(temporary.path, 'storage'));

  async function install(
    npmScript: string,
    signal = new AbortController().signal,
    onLine: (text: string) => void = () => {},
  ) {
    const npm = path.join(temporary.path, 'npm');
    await writeFile(npm, `#!/usr/bin/env node\n${npmScript}`);
    await chmod(npm, 0o755);
    await installTensorflow({ folder: target(), signal, onLine, npm });
  }

  it('puts what runs in place of what was there, and tells what npm prints', async () => {
    await writeFiles(target(), { 'old.txt': 'old' });
    const lines: string[] = [];
    await install(npmGiving(11), undefined, line => lines.push(line));
    assert.deepEqual(lines, ['added @tensorflow/tfjs-node@4.22.0']);
    assert.deepEqual(await storedFiles(), ['tensorflow']);
    assert.deepEqual((await readdir(target())).toSorted(), ['node_modules', 'package.json']);
    assert.match(await readFile(path.join(target(), packageFolder, 'index.js'), 'utf8'), /tensor2d/);
  });

  it('leaves the folder as it was when what npm gave does not run', async () => {
    await writeFiles(target(), { 'old.txt': 'old' });
    const error = await rejection(install(npmGiving(12)));
    assert.ok(error instanceof UserError);
    assert.match(error.message, /does not run here: its native library does not multiply/);
    assert.deepEqual(await storedFiles(), ['tensorflow']);
    assert.deepEqual(await readdir(target()), ['old.txt']);
  });

  it('names the host that cannot be reached', async () => {
    const npm = `console.error('npm error Error: getaddrinfo ENOTFOUND storage.googleapis.com'); process.exit(1);`;
    const error = await rejection(install(npm));
    assert.ok(error instanceof UserError);
    assert.match(error.message, /cannot be downloaded: storage\.googleapis\.com cannot be reached/);
    assert.deepEqual(await storedFiles(), []);
  });

  it("gives npm's own reason for another failure", async () => {
    const npm = `console.error('npm error code ENOSPC\\nnpm error nospc no space left'); process.exit(1);`;
    const error = await rejection(install(npm));
    assert.match(error.message, /^TensorFlow\.js was not installed: nospc no space left\./);
  });

  it('says where npm comes from when it is not there', async () => {
    const npm = path.join(temporary.path, 'nowhere/npm');
    const signal = new AbortController().signal;
    const error = await rejection(installTensorflow({ folder: target(), signal, onLine: () => {}, npm }));
    assert.ok(error instanceof UserError);
    assert.match(error.message, /npm, which is not on the PATH\. Install Node\.js/);
    assert.deepEqual(await storedFiles(), []);
  });

  it('ends npm and what npm started when it is aborted', async () => {
    const npm = `
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
console.log(child.pid);
setInterval(() => {}, 1000);`;
    const abort = new AbortController();
    let pid = 0;
    const reason = new Error('no more');
    const work = install(npm, abort.signal, line => {
      pid = Number(line);
      abort.abort(reason);
    });
    assert.equal(await rejection(work), reason);
    assert.deepEqual(await storedFiles(), []);
    await ended(pid);
  });

  it('removes what an installation left that was killed', async () => {
    // No process has this number: it is above the greatest of Linux, macOS and Windows alike.
    await writeFiles(`${target()}.installing-99999999`, { 'half.txt': '' });
    await writeFiles(`${target()}.installing-${process.ppid}`, { 'other.txt': '' });
    await install(npmGiving(11));
    assert.deepEqual(await storedFiles(), ['tensorflow', `tensorflow.installing-${process.ppid}`]);
  });
});

/** Resolves when there is no process of this number any more. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise(resolve => setImmediate(resolve));
  }
}

async function rejection(work: Promise<void>): Promise<Error> {
  return await work.then(
    () => assert.fail('it did not fail'),
    (error: Error) => error,
  );
}
