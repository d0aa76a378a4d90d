// Memory of a training, and how fast its files are read: `npm run build && node test/bench/memory.mjs FOLDER`.
// FOLDER holds C or LaTeX files; copies of them, each with a line of its own, make a corpus of --megabytes (200).
// Prints a JSON object: peak resident memory in MB of a process that does nothing, of a training beside a corpus of
// 1 MB and of one beside the large corpus; and the seconds from the start until the large corpus is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    megabytes: { type: 'string', default: '200' },
    units: { type: 'string', default: '256' },
    seconds: { type: 'string', default: '20' },
    // A character that is put into every file: one beyond Latin-1 makes texts wide while they are read.
    mark: { type: 'string', default: '' },
    threads: { type: 'string', default: '1' },
  },
});
const [source] = positionals;
if (source === undefined) throw new Error('Give a folder of C or LaTeX files to make the corpus of.');

const work = await mkdtemp(path.join(os.tmpdir(), 'cellscope-memory-'));
try {
  await makeCorpus('small', 1e6);
  const bytes = await makeCorpus('large', Number(values.megabytes) * 1e6);
  const idle = await measure(['--version']);
  const small = await train('small', ['--seconds', values.seconds, '--units', values.units]);
  const untrained = await train('large', ['--epochs', '0', '--units', '1']);
  const large = await train('large', ['--seconds', values.seconds, '--units', values.units]);
  const report = {
    corpusMB: megabytes(bytes),
    units: Number(values.units),
    threads: Number(values.threads),
    idleMB: megabytes(idle.peakBytes),
    besideSmallCorpusMB: megabytes(small.peakBytes),
    trainingAloneMB: megabytes(small.peakBytes - idle.peakBytes),
    besideLargeCorpusMB: megabytes(large.peakBytes),
    secondsToReadLargeCorpus: Number((untrained.seconds - idle.seconds).toFixed(1)),
  };
  console.log(JSON.stringify(report));
} finally {
  await rm(work, { recursive: true, force: true });
}

/** Copies the files until there are so many bytes of them. */
async function makeCorpus(name, wanted) {
  const files = (await readdir(source, { recursive: true }))
    .filter(file => /\.(c|h|tex)$/.test(file))
    .toSorted();
  if (files.length === 0) throw new Error(`${source} has no C or LaTeX files.`);
  let bytes = 0;
  for (let copy = 0; bytes < wanted; copy++)
    for (const file of files) {
      // Exact copies would be left out.
      const text = `${file.endsWith('.tex') ? '%' : '//'} ${copy} ${values.mark}\n`;
      const data = Buffer.concat([Buffer.from(text), await readFile(path.join(source, file))]);
      const target = path.join(work, name, String(copy), file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, data);
      bytes += data.length;
      if (bytes >= wanted) break;
    }
  return bytes;
}

function train(name, options) {
  const where = [path.join(work, name), '--out', path.join(work, 'model')];
  return measure(['train', ...where, '--threads', values.threads, ...options]);
}

/** Runs `cellscope ARGS`; the process tells its own peak at its end. */
async function measure(args) {
  const preload = path.join(work, 'peak.cjs');
  const result = path.join(work, 'peak.txt');
  await writeFile(
    preload,
    `if (require('node:worker_threads').isMainThread)
      process.on('exit', () =>
        require('node:fs').writeFileSync(${JSON.stringify(result)}, String(process.resourceUsage().maxRSS)));`,
  );
  const start = performance.now();
  const stdio = ['ignore', 'ignore', 'inherit'];
  const child = spawn(process.execPath, ['--require', preload, 'dist/cli.js', ...args], { stdio });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`cellscope ${args.join(' ')} failed.`);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, peakBytes: Number(await readFile(result, 'utf8')) * 1024 };
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}
