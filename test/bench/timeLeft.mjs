// Whether the time left that a training tells is true: trains on each folder for so many seconds, and compares what was
// told after ten seconds, and at each quarter of the rest, with what it took until the training was over.
//
//   npm run build && npm run bench:time-left -- FOLDER... [--seconds 60] [--threads 2]
//
// Prints a row a folder, in Markdown: what was told and what was true, s, and how long learning names and phrases and
// ranking the cells took after that.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/command.mjs';

/** From then on it is to be true, s. */
const FROM = 10;

const { values, positionals: folders } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, threads: { type: 'string', default: '2' } },
  allowPositionals: true,
});

console.log(
  '| folder | told after 10 s | true | worst since, off by | then |\n| --- | --- | --- | --- | --- |',
);
for (const folder of folders) {
  const { told, trainedAt, endedAt } = await train(folder);
  const since = told.filter(({ at }) => at >= FROM && trainedAt - at > 2);
  const [first] = since;
  const off = ({ at, left }) => Math.abs(left - (trainedAt - at)) / (trainedAt - at);
  const worst = since.length > 0 ? Math.max(...since.map(off)) : NaN;
  const row = [
    path.basename(path.resolve(folder)),
    first?.left.toFixed(1) ?? 'over by then',
    first ? (trainedAt - first.at).toFixed(1) : trainedAt.toFixed(1),
    `${(100 * worst).toFixed(0)} %`,
    `${(endedAt - trainedAt).toFixed(1)} s`,
  ];
  console.log(`| ${row.join(' | ')} |`);
}

/** What was told, s since the beginning, and when the network was trained, and all was done. */
async function train(folder) {
  const out = await mkdtemp(path.join(os.tmpdir(), 'cellscope-left-'));
  const flags = ['--seconds', values.seconds, '--threads', values.threads, '--json'];
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
    const event = JSON.parse(line);
    if (event.event !== 'progress') continue;
    told.push({ at: now(), left: event.secondsLeft });
    trainedAt = now();
  }
  const endedAt = now();
  await rm(out, { recursive: true, force: true });
  return { told, trainedAt, endedAt };
}
