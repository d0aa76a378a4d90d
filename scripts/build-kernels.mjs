// Builds the C sources of src/model/kernels/ and src/model/contexts/ into media/kernels/ (`npm run build:kernels`). With --check it builds into a
// temporary directory, and fails when what is committed in media/kernels has other bytes.
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure, root, runScript } from './command.mjs';

const networkSources = ['kernels.c', 'matrices.c', 'peak.c'].map(file =>
  path.join('src', 'model', 'kernels', file),
);
const contextSources = [path.join('src', 'model', 'contexts', 'contexts.c')];
const target = path.join('media', 'kernels');

/** One major version, since the committed bytes are those of its code generator. */
const compiler = 'clang-19';
const remedy = 'Install it with: apt-get install clang-19 lld-19';

/** Bytes of the C stack below the arena: STACK_BYTES of src/model/kernels/arena.ts. */
const stackBytes = 65536;

const compileFlags = [
  '--target=wasm32',
  '-std=c17',
  '-O3',
  '-ffreestanding',
  // Loops stay loops: there is no C library to call memcpy or memset from.
  '-fno-builtin',
  // A switch must not become a table in static data.
  '-fno-jump-tables',
  '-fvisibility=hidden',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-msimd128',
  // Shared memory asks for these two.
  '-matomics',
  '-mbulk-memory',
];

const linkFlags = [
  '-nostdlib',
  ...[
    '--no-entry',
    '--export-dynamic',
    '--import-memory',
    '--shared-memory',
    // As much as there can be: the arena decides.
    '--max-memory=4294967296',
    '--stack-first',
    // Several threads in one memory need a stack each: this sets where it is.
    '--export=__stack_pointer',
    '--strip-all',
  ].map(flag => `-Wl,${flag}`),
  `-Wl,-z,stack-size=${stackBytes}`,
];

const builds = [
  { file: 'kernels.wasm', sources: networkSources, flags: [] },
  { file: 'kernels-relaxed.wasm', sources: networkSources, flags: ['-mrelaxed-simd'] },
  // One build: what it computes must be the same to the bit everywhere.
  // What is about to change is saved as words, whatever it is.
  {
    file: 'contexts.wasm',
    sources: contextSources,
    flags: ['-ffp-contract=off', '-fno-strict-aliasing'],
  },
];

/** Relative paths and the working directory only: the bytes must not depend on where the repository lies. */
async function buildInto(directory) {
  for (const { file, sources, flags } of builds) {
    const output = path.join(directory, file);
    await compile([...compileFlags, ...flags, ...linkFlags, ...sources, '-o', output]);
    // The linker marks it as a program.
    await chmod(path.resolve(root, output), 0o644);
    checkNoStaticData(file, await readFile(path.resolve(root, output)));
  }
}

async function compile(args) {
  try {
    await promisify(execFile)(compiler, args, { cwd: root });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Failure(`${compiler} was not found. ${remedy}`);
    if (/unable to (find|execute).*(wasm-ld|lld)|wasm-ld.*(not found|No such file)/.test(error.stderr ?? ''))
      throw new Failure(`${compiler} did not find its linker wasm-ld-19. ${remedy}`);
    throw new Failure(error.stderr || error.message);
  }
}

/** Static data would lie at the same place for every instance that shares a memory, below or inside the arena. */
function checkNoStaticData(file, bytes) {
  const data = 11;
  const dataCount = 12;
  if (sectionIds(bytes).some(id => id === data || id === dataCount))
    throw new Failure(`${file} has static data: write the kernels without tables and array constants.`);
}

/** The ids of a WebAssembly binary's sections: after the header of 8 bytes each has an id, its size, its contents. */
function sectionIds(bytes) {
  const ids = [];
  for (let at = 8; at < bytes.length;) {
    ids.push(bytes[at++]);
    let size = 0;
    // LEB128: seven bits a byte, the lowest first
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return ids;
}

async function checkCommitted() {
  const directory = await mkdtemp(path.join(tmpdir(), 'cellscope-kernels-'));
  try {
    await buildInto(directory);
    for (const { file } of builds) {
      const built = await readFile(path.join(directory, file));
      const committed = await readFile(path.join(root, target, file)).catch(() => undefined);
      if (!committed?.equals(built))
        throw new Failure(
          `${path.join(target, file)} is not what the sources build to: run npm run build:kernels`,
        );
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  console.log(`${target} is what the sources build to.`);
}

async function buildCommitted() {
  await mkdir(path.join(root, target), { recursive: true });
  await buildInto(target);
  console.log(`Built ${builds.map(({ file }) => path.join(target, file)).join(', ')}`);
}

await runScript(() => (process.argv.includes('--check') ? checkCommitted() : buildCommitted()));
