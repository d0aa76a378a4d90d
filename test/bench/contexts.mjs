// Builds test/bench/contexts.c with clang and runs it: `node test/bench/contexts.mjs TRAIN TEST [MEGABYTES [DOCUMENT]]`.
// TRAIN and TEST are folders; the files of TEST are predicted after those of TRAIN were learnt into a layer of so many
// megabytes (128). With DOCUMENT, in megabytes, each file of TEST is read into a layer of its own over that one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [train, test, megabytes = '128', document] = process.argv.slice(2);
const work = mkdtempSync(path.join(tmpdir(), 'cellscope-contexts-'));
try {
  const program = path.join(work, 'contexts');
  const source = path.join(import.meta.dirname, 'contexts.c');
  execFileSync('clang-19', ['-O3', '-march=native', '-ffp-contract=off', source, '-o', program, '-lm']);
  const lists = [train, test].map(listFiles);
  const sizes = document === undefined ? [] : [document];
  execFileSync(program, [megabytes, ...lists, ...sizes], { stdio: 'inherit' });
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A file that names all files of a folder, in a fixed order. */
function listFiles(folder, index) {
  const files = readdirSync(folder, { recursive: true })
    .toSorted()
    .map(name => path.resolve(folder, name))
    .filter(file => statSync(file).isFile());
  const list = path.join(work, `list-${index}`);
  writeFileSync(list, `${files.join('\n')}\n`);
  return list;
}
