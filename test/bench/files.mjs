// How long finding files takes, by our own walk and by asking git: `node test/bench/files.mjs [--files 50000]`.
// Makes a repository of that many files, every fourth of them ignored, and one rule file in each tenth folder. Prints a
// JSON object: seconds, each the median of --rounds (5), and how many files each way found.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  options: { files: { type: 'string', default: '50000' }, rounds: { type: 'string', default: '5' } },
});
const work = await mkdtemp(path.join(os.tmpdir(), 'cellscope-files-'));
try {
  const top = path.join(work, 'tree');
  await makeTree(top, Number(values.files));
  const { walkFolder } = await importSource('src/platform/node/files/walkFolder.ts');
  const walk = async () =>
    (await walkFolder(top, { globs: [], exclude: [] })).filter(file => file.reason === undefined).length;
  const untracked = await measure({ walk, git: () => askGit(top) });
  execFileSync('git', ['add', '.'], { cwd: top });
  const tracked = await measure({ walk, git: () => askGit(top) });
  console.log(JSON.stringify({ files: Number(values.files), untracked, tracked }, undefined, 2));
} finally {
  await rm(work, { recursive: true, force: true });
}

async function makeTree(top, files) {
  const perFolder = 25;
  for (let folder = 0; folder * perFolder < files; folder++) {
    const place = path.join(top, `part${folder % 40}`, `module${Math.floor(folder / 40)}`);
    await mkdir(place, { recursive: true });
    for (let file = 0; file < perFolder; file++) {
      const name = file % 4 === 0 ? `made${file}.gen.c` : `file${file}.c`;
      await writeFile(path.join(place, name), `int file${file};\n`);
    }
    if (folder % 10 === 0) await writeFile(path.join(place, '.gitignore'), '/local/\n!file1.c\n*.tmp\n');
  }
  await writeFile(path.join(top, '.gitignore'), '*.gen.c\n*.o\n*~\n/build/\n**/out/*.log\n[Tt]humbs.db\n');
  execFileSync('git', ['init', '--quiet', '.'], { cwd: top });
}

/** The sources are TypeScript: they are bundled for this. */
async function importSource(file) {
  const outfile = path.join(work, 'bundle.cjs');
  await build({ entryPoints: [file], outfile, bundle: true, platform: 'node', format: 'cjs' });
  return (await import(outfile)).default;
}

async function askGit(top) {
  const args = ['-c', 'core.fsmonitor=false', 'ls-files', '-co', '--exclude-standard', '-z'];
  const child = spawn('git', args, { cwd: top, stdio: ['ignore', 'pipe', 'inherit'] });
  let listed = '';
  child.stdout.setEncoding('utf8').on('data', text => (listed += text));
  await once(child, 'close');
  return listed.split('\0').filter(file => file.endsWith('.c')).length;
}

async function measure(ways) {
  const report = {};
  for (const [name, way] of Object.entries(ways)) {
    const seconds = [];
    let found = 0;
    for (let round = 0; round < Number(values.rounds); round++) {
      const start = performance.now();
      found = await way();
      seconds.push((performance.now() - start) / 1000);
    }
    report[name] = {
      seconds: Number(seconds.toSorted((a, b) => a - b)[seconds.length >> 1].toFixed(2)),
      found,
    };
  }
  return report;
}
