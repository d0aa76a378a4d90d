// Gets a @tensorflow/tfjs-node that works, for tests and measurements. Its own install step downloads libtensorflow from
// storage.googleapis.com; where that cannot be reached, the library is taken out of TensorFlow's Python wheel.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, findOnPath, root, runQuietly } from '../command.mjs';

const version = '4.22.0';
const wheel = { name: 'tensorflow-cpu', version: '2.21.0' };
const cache = path.join(root, '.cache/tensorflow');
const trial = path.join(root, 'scripts/tensorflow/tryTfjsNode.mjs');

/** Any Python with pip: it fetches and unpacks a wheel, but does not run it. */
const wheelTags = [
  '--python-version',
  '3.11',
  '--implementation',
  'cp',
  '--platform',
  'manylinux_2_27_x86_64',
];

/** Takes the libraries and the C headers out of the wheel; the rest is 500 MB. */
const unpackWheel = `
import sys, zipfile
wheel, target = sys.argv[1:]
prefixes = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] + ['include/' + name for name in (
    'tensorflow/c/', 'xla/tsl/c/', 'tensorflow/core/platform/ctstring', 'tsl/platform/ctstring')]
with zipfile.ZipFile(wheel) as archive:
    wanted = tuple('tensorflow/' + prefix for prefix in prefixes)
    archive.extractall(target, [name for name in archive.namelist() if name.startswith(wanted)])
`;

/** Why there can be no tfjs-node on this machine, if so. */
export function tensorflowObstacle() {
  if (candidates().some(folder => existsSync(path.join(folder, 'node_modules/@tensorflow/tfjs-node'))))
    return;
  if (process.platform !== 'linux' || process.arch !== 'x64') return; // npm's own way
  const missing = [...(hasPip() ? [] : ['python3 with pip']), ...(compiler() ? [] : ['g++ or clang++'])];
  return missing.length > 0 ? `it needs ${missing.join(' and ')} to build tfjs-node` : undefined;
}

/** @returns {Promise<string>} a folder whose node_modules has a tfjs-node that works; made when there is none */
export async function prepareTensorflow() {
  for (const folder of candidates()) if (await works(folder)) return folder;
  await mkdir(path.dirname(cache), { recursive: true });
  const aside = await mkdtemp(`${cache}.building-`);
  try {
    console.log(`Building tfjs-node ${version} in ${path.relative(root, cache)} ...`);
    await writeFile(path.join(aside, 'package.json'), '{"private":true}\n');
    if (process.platform === 'linux' && process.arch === 'x64') await buildFromWheel(aside);
    else await installPackage(aside, []);
    if (!(await works(aside))) throw new Failure(`The tfjs-node ${version} that was built does not run.`);
    await rm(cache, { recursive: true, force: true });
    await rename(aside, cache);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return cache;
}

function candidates() {
  const named = process.env.CELLSCOPE_TENSORFLOW;
  return [...(named ? [named] : []), cache, root];
}

async function works(folder) {
  if (!existsSync(path.join(folder, 'node_modules/@tensorflow/tfjs-node'))) return false;
  return await runQuietly(process.execPath, [trial, folder]).then(
    () => true,
    () => false,
  );
}

async function installPackage(folder, flags) {
  const line = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', ...flags];
  await runQuietly('npm', [...line, `@tensorflow/tfjs-node@${version}`], { cwd: folder });
}

async function buildFromWheel(folder) {
  await installPackage(folder, ['--ignore-scripts']);
  const tfjs = path.join(folder, 'node_modules/@tensorflow/tfjs-node');
  await unpackLibrary(path.join(tfjs, 'deps'), path.join(folder, 'wheel'));
  await compile(tfjs);
}

async function unpackLibrary(deps, download) {
  const what = `${wheel.name}==${wheel.version}`;
  const flags = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet', ...wheelTags];
  console.log(`Downloading ${what} (270 MB) ...`);
  await runQuietly(python(), ['-m', 'pip', 'download', ...flags, '--dest', download, what]);
  const [file] = await readdir(download);
  const unpacked = path.join(download, 'unpacked');
  await runQuietly(python(), ['-c', unpackWheel, path.join(download, file), unpacked]);
  const lib = path.join(deps, 'lib');
  await mkdir(lib, { recursive: true });
  const from = path.join(unpacked, 'tensorflow');
  await rename(path.join(from, 'include'), path.join(deps, 'include'));
  const [library, framework] = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  for (const name of [library, framework]) await rename(path.join(from, name), path.join(lib, name));
  // The names by which tfjs-node asks for them.
  for (const name of ['libtensorflow.so', 'libtensorflow.so.2.9.1'])
    await symlink(library, path.join(lib, name));
  await symlink(framework, path.join(lib, 'libtensorflow_framework.so'));
  await rm(download, { recursive: true });
}

/**
 * What node-gyp would do with the package's binding.gyp, without the headers that it downloads: the addon is written
 * against Node-API alone.
 */
async function compile(tfjs) {
  const target = path.join(tfjs, 'lib/napi-v8');
  await mkdir(target, { recursive: true });
  const flags = '-O2 -std=c++17 -shared -fPIC -DNAPI_VERSION=8'.split(' ');
  const includes = [
    path.join(root, 'node_modules/node-api-headers/include'),
    path.join(tfjs, 'deps/include'),
  ];
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map(name => path.join(tfjs, 'binding', name));
  const libraries = ['-L', path.join(tfjs, 'deps/lib'), '-ltensorflow', '-ltensorflow_framework'];
  // As seen from where the addon lies.
  const search = '-Wl,-rpath,$ORIGIN/../../deps/lib';
  const output = path.join(target, 'tfjs_binding.node');
  await runQuietly(compiler(), [
    ...flags,
    ...includes.flatMap(folder => ['-I', folder]),
    ...sources,
    ...libraries,
    search,
    '-o',
    output,
  ]);
}

function compiler() {
  return ['g++', 'clang++', 'clang++-19'].map(findOnPath).find(file => file !== undefined);
}

function hasPip() {
  const program = python();
  return program !== undefined && spawnSync(program, ['-m', 'pip', '--version']).status === 0;
}

function python() {
  return findOnPath('python3');
}
