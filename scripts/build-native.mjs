// `npm run build:native`: the kernels as a Node-API addon, media/native/<platform>-<architecture>.node, for this machine or
// for `--target linux-x64` and the like. docs/native-kernels.md says what each target needs. With --if-possible the lack
// of a compiler is not a failure, since everything works without the addon; with --if-stale nothing is done when the
// addon is newer than its sources.
import { access, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Failure, findOnPath, root, runQuietly, runScript } from './command.mjs';

const output = 'media/native';
const sources = 'src/native';
/** What the addon is made of. */
const sourceFolders = [sources, 'src/model/kernels', 'src/model/contexts'];

const compileFlags = [
  '-std=gnu17',
  '-O3',
  '-ffreestanding',
  // There is no C library to call memcpy or memset from.
  '-fno-builtin',
  '-fvisibility=hidden',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-DNAPI_VERSION=8',
];

/** The sets of kernels of an architecture: the beginning of their names in C, and the flags of the compiler. */
const kernelSets = {
  x64: [
    { id: 'avx2', flags: ['-march=x86-64-v3'] },
    { id: 'avx512', flags: ['-march=x86-64-v4', '-mprefer-vector-width=512'] },
  ],
  arm64: [{ id: 'neon', flags: [] }],
};

/**
 * The parts of a set, an object each. The contexts have the same bits in every build, so nothing may be fused there; and
 * they read as words what they wrote as floats.
 */
const setParts = [
  { file: 'kernelSet', define: id => `-DKERNEL_SET=${id}Kernels`, flags: [] },
  {
    file: 'contextSet',
    define: id => `-DCONTEXT_SET=${id}Contexts`,
    flags: ['-ffp-contract=off', '-fno-strict-aliasing'],
  },
];

/** For each target its name for clang, and how an addon is linked there: Node.js has the functions that it lacks. */
const targets = {
  'linux-x64': { triple: 'x86_64-linux-gnu', compile: ['-fPIC'], link: linkElf },
  'linux-arm64': { triple: 'aarch64-linux-gnu', compile: ['-fPIC'], link: linkElf },
  'darwin-x64': { triple: 'x86_64-apple-macos11', compile: ['-fPIC'], link: linkMachO },
  'darwin-arm64': { triple: 'arm64-apple-macos11', compile: ['-fPIC'], link: linkMachO },
  'win32-x64': { triple: 'x86_64-pc-windows-msvc', compile: [], more: ['delayLoad'], link: linkWindows },
  'win32-arm64': { triple: 'aarch64-pc-windows-msvc', compile: [], more: ['delayLoad'], link: linkWindows },
};

/** Programs of LLVM may carry its version in their names. */
const llvmSuffixes = ['-19', '', '-20', '-21', '-18', '-17', '-16'];

await runScript(async () => {
  const here = `${process.platform}-${process.arch}`;
  const { values } = parseArgs({
    options: {
      target: { type: 'string', default: here },
      'if-possible': { type: 'boolean' },
      'if-stale': { type: 'boolean' },
    },
  });
  const target = targets[values.target];
  if (!target)
    return obstacle(values, `there is no target ${values.target}, only ${Object.keys(targets).join(', ')}`);
  const file = path.join(output, `${values.target}.node`);
  if (values['if-stale'] && (await isFresh(file))) return 0;
  const crossing = values.target !== here;
  const compiler = process.env.CC ?? findLlvm('clang') ?? (crossing ? undefined : findCompiler());
  if (!compiler)
    return obstacle(
      values,
      `no C compiler was found${crossing ? ' that builds for other platforms' : ''}; install clang`,
    );
  const headers = await headerDirectory();
  if (!headers)
    return obstacle(
      values,
      'the package node-api-headers is not installed; run npm install in the repository',
    );
  await mkdir(path.join(root, output), { recursive: true });
  await build({ name: values.target, ...target, crossing, compiler, headers }, file);
  console.log(`Built ${file}`);
  return 0;
});

/** Whether an addon is newer than all that it is made of. */
async function isFresh(file) {
  const built = await stat(path.join(root, file)).catch(() => undefined);
  if (!built) return false;
  const listed = await Promise.all(
    sourceFolders.map(async folder =>
      (await readdir(path.join(root, folder))).map(name => path.join(root, folder, name)),
    ),
  );
  const made = listed.flat().filter(name => /\.(c|h|def)$/.test(name));
  const times = await Promise.all([fileURLToPath(import.meta.url), ...made].map(name => stat(name)));
  return times.every(({ mtimeMs }) => mtimeMs < built.mtimeMs);
}

function obstacle(values, reason) {
  const message = `The native kernels cannot be built: ${reason}. Without them the WebAssembly kernels are used.`;
  if (!values['if-possible']) throw new Failure(message);
  console.log(message);
  return 0;
}

function findCompiler() {
  return ['gcc', 'cc'].map(findOnPath).find(Boolean);
}

function findLlvm(program) {
  return llvmSuffixes.map(suffix => findOnPath(program + suffix)).find(Boolean);
}

async function headerDirectory() {
  try {
    const { include_dir: directory, def_paths: definitions } = createRequire(import.meta.url)(
      'node-api-headers',
    );
    await access(path.join(directory, 'node_api.h'));
    return { directory, definitions };
  } catch {
    return undefined;
  }
}

async function build(target, file) {
  const folder = await mkdtemp(path.join(tmpdir(), 'cellscope-native-'));
  try {
    const flags = [
      ...(target.crossing ? [`--target=${target.triple}`] : []),
      ...compileFlags,
      ...target.compile,
      '-I',
      target.headers.directory,
    ];
    const architecture = target.name.split('-')[1];
    const objects = [];
    for (const name of ['addon', ...(target.more ?? [])]) {
      const object = path.join(folder, `${name}.o`);
      await runQuietly(target.compiler, [...flags, '-c', `${sources}/${name}.c`, '-o', object]);
      objects.push(object);
    }
    for (const set of kernelSets[architecture])
      for (const part of setParts) {
        const object = path.join(folder, `${set.id}-${part.file}.o`);
        const own = [...set.flags, ...part.flags, part.define(set.id)];
        await runQuietly(target.compiler, [
          ...flags,
          ...own,
          '-c',
          `${sources}/${part.file}.c`,
          '-o',
          object,
        ]);
        objects.push(object);
      }
    const linked = path.join(folder, path.basename(file));
    await target.link(target, objects, folder, linked);
    await replace(path.join(root, file), linked);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** At once, so that neither a half-written addon is ever loaded nor one changed that a process has loaded. */
async function replace(file, by) {
  const aside = `${file}.${process.pid}`;
  await copyFile(by, aside);
  await rename(aside, file);
}

/** Linux: what is undefined is looked up in the program that loads the addon. No C library: glibc and musl alike. */
async function linkElf(target, objects, _folder, file) {
  const cross = target.crossing ? [`--target=${target.triple}`, '-fuse-ld=lld'] : [];
  await runQuietly(target.compiler, [
    ...cross,
    '-shared',
    '-nostdlib',
    '-Wl,-s,-z,noexecstack',
    ...objects,
    '-o',
    file,
  ]);
}

async function linkMachO(target, objects, _folder, file) {
  if (!target.crossing) {
    await runQuietly(target.compiler, [
      '-bundle',
      '-nostdlib',
      '-undefined',
      'dynamic_lookup',
      ...objects,
      '-lSystem',
      '-o',
      file,
    ]);
    return;
  }
  const linker = needed('ld64.lld');
  const architecture = target.name === 'darwin-arm64' ? 'arm64' : 'x86_64';
  await runQuietly(linker, [
    '-bundle',
    '-arch',
    architecture,
    '-platform_version',
    'macos',
    '11.0',
    '11.0',
    '-undefined',
    'dynamic_lookup',
    ...objects,
    '-o',
    file,
  ]);
}

/**
 * Windows wants to know which program has each function: ntdll.dll for __chkstk, which large frames call, and for those of
 * Node-API node.exe, which is another program in an editor: delayLoad.c finds them in whichever it is.
 */
async function linkWindows(target, objects, folder, file) {
  const dlltool = needed('llvm-dlltool');
  const linker = needed('lld-link');
  const machine = target.name === 'win32-arm64' ? 'arm64' : 'i386:x86-64';
  const libraries = [];
  const { js_native_api_def: basic, node_api_def: rest } = target.headers.definitions;
  const definitions = [
    ['node.exe', basic],
    ['node.exe', rest],
    ['kernel32.dll', path.join(root, sources, 'kernel32.def')],
    ['ntdll.dll', path.join(root, sources, 'ntdll.def')],
  ];
  for (const [program, definition] of definitions) {
    const library = path.join(folder, `${path.basename(definition, '.def')}.lib`);
    await runQuietly(dlltool, ['-m', machine, '-D', program, '-d', definition, '-l', library]);
    libraries.push(library);
  }
  await runQuietly(linker, [
    '/dll',
    '/noentry',
    '/nodefaultlib',
    '/noimplib',
    '/delayload:node.exe',
    `/machine:${target.name === 'win32-arm64' ? 'arm64' : 'x64'}`,
    `/out:${file}`,
    ...objects,
    ...libraries,
  ]);
}

function needed(program) {
  const found = findLlvm(program);
  if (!found) throw new Failure(`${program} was not found; it comes with LLVM (lld).`);
  return found;
}
