// Whether the time left that a training tells is true: trains on each folder for so many seconds, and compares what was
// told from ten seconds on with what it took until all was done. A line is told every five seconds.
//
//   npm run build && npm run bench:time-left -- FOLDER... [--seconds 60] [--threads 2]
//
// Prints a row a folder, in Markdown: what was told after ten seconds and what was true, s; how far off the worst of all
// that was told since was, and when; and how long it took from the end of the training to the end of all.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/command.mjs';

/** From then on it is to be true, s, but for the last moments: what is told in whole seconds cannot be there. */
const FROM = 10;
const SHORT = 5;

const { values, positionals: folders } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, threads: { type: 'string', default: '2' } },
  allowPositionals: true,
});

console.log(
  '| folder | told after 10 s | true | worst since, off by | told then | true then | after the training |\n| --- | --- | --- | --- | --- | --- | --- |',
);
for (const folder of folders) {
  const { told, trainedAt, endedAt } = await train(folder);
  const since = told
    .filter(({ at }) => at >= FROM && endedAt - at > SHORT)
    .map(({ at, left }) => ({ left, real: endedAt - at, off: Math.abs(left / (endedAt - at) - 1) }));
  const [first] = since;
  const [worst] = since.toSorted((a, b) => b.off - a.off);
  const figures = first
    ? [
        first.left.toFixed(1),
        first.real.toFixed(1),
        `${(100 * worst.off).toFixed(0)} %`,
        worst.left.toFixed(1),
        worst.real.toFixed(1),
      ]
    : ['over by then', endedAt.toFixed(1), '', '', ''];
  const row = [path.basename(path.resolve(folder)), ...figures, `${(endedAt - trainedAt).toFixed(1)} s`];
  console.log(`| ${row.join(' | ')} |`);
}

/** Of 1:02:03 or 2:03. */
function secondsOf([, hours = '0', minutes, seconds]) {
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}

/** What was told, s since the beginning, and when the network was trained, and all was done. */
async function train(folder) {
  const out = await mkdtemp(path.join(os.tmpdir(), 'cellscope-left-'));
  const flags = ['--seconds', values.seconds, '--threads', values.threads];
  const begun = performance.now();
  const now = () => (performance.now() - begun) / 1000;
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist/cli.js'), 'train', folder, '--out', out, ...flags],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const told = [];
  let trainedAt = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const left = /(?:(\d+):)?(\d+):(\d\d) left/.exec(line);
    if (left) told.push({ at: now(), left: secondsOf(left) });
    if (line.startsWith('Trained after')) trainedAt = now();
  }
  const endedAt = now();
  await rm(out, { recursive: true, force: true });
  return { told, trainedAt, endedAt };
}
