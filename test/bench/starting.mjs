// What a training is to begin with: bits per character of files that were not learnt, after so many seconds of training on
// so much of a project, begun with the starter and begun fresh.
//
//   npm run build && npm run bench:starting -- TRAIN TEST [--kilobytes 5,20,250,6000] [--seconds 20,60,120,300]
//     [--starts starter,fresh] [--characters 150000] [--cells] [-- OPTIONS OF cellscope train]
//
// Of the files of folder TRAIN it takes as many as fit into each size, the same ones each time, and measures on so many
// characters of TEST, of whole files: the network alone, and together with the context expert; with --cells also F1 of
// the best cells for quotes, comments and if. Prints a row a training, in Markdown. A machine at rest, and one run a row: the same row again differs by some hundredths.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { root } from '../../scripts/command.mjs';

const program = path.join(root, 'dist/cli.js');
const lists = values => values.split(',');

const { values, positionals } = parseArgs({
  options: {
    kilobytes: { type: 'string', default: '5,20,250,6000' },
    seconds: { type: 'string', default: '20,60,120,300' },
    starts: { type: 'string', default: 'starter,fresh' },
    characters: { type: 'string', default: '150000' },
    cells: { type: 'boolean' },
  },
  allowPositionals: true,
});
const [train, test, ...options] = positionals;
const features = values.cells ? ['quotes', 'comment', 'if'] : [];

const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-starting-'));
try {
  const heldOut = path.join(folder, 'test');
  await copySome(test, heldOut, Number(values.characters));
  const columns = ['kB', 's', 'begun', 'network alone', 'with contexts', ...features];
  printRow(columns);
  printRow(columns.map(() => '---'));
  for (const kilobytes of lists(values.kilobytes)) {
    const project = path.join(folder, kilobytes);
    await copySome(train, project, 1000 * Number(kilobytes));
    for (const seconds of lists(values.seconds))
      for (const start of lists(values.starts)) {
        const { network, mixed, cells } = await measure(project, { start, seconds, heldOut });
        const figures = [network.toFixed(3), mixed.toFixed(3), ...cells.map(f1 => f1.toFixed(2))];
        printRow([kilobytes, seconds, start, ...figures]);
      }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(project, { start, seconds, heldOut }) {
  const model = path.join(folder, 'model');
  await rm(model, { recursive: true, force: true });
  const flags = ['--start', start, '--seconds', seconds, '--json', ...options];
  await cellscope('train', project, '--out', model, ...flags);
  const { rnnBitsPerChar, bitsPerChar } = JSON.parse(await cellscope('eval', model, heldOut, '--json'));
  return { network: rnnBitsPerChar, mixed: bitsPerChar, cells: await bestCells(model, heldOut) };
}

/** F1 of the best cell for each feature that is asked for. */
async function bestCells(model, heldOut) {
  if (features.length === 0) return [];
  const lines = (await cellscope('cells', model, heldOut, '--top', '1', '--json')).trim().split('\n');
  const found = lines.map(line => JSON.parse(line));
  return features.map(feature => found.find(each => each.feature === feature)?.f1 ?? 0);
}

function printRow(cells) {
  console.log(`| ${cells.join(' | ')} |`);
}

async function cellscope(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { maxBuffer: 1 << 28 });
  return stdout;
}

/** Files as if by lot, as long as they fit; a little more than `most` bytes is as good. */
async function copySome(from, to, most) {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries.filter(each => each.isFile()).map(each => path.join(each.parentPath, each.name));
  const lot = file => createHash('sha1').update(path.relative(from, file)).digest('hex');
  let left = most;
  for (const file of files.toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1))) {
    const { size } = await stat(file);
    if (size > left * 1.1) continue;
    const target = path.join(to, path.relative(from, file));
    await mkdir(path.dirname(target), { recursive: true });
    await cp(file, target);
    left -= size;
  }
}
