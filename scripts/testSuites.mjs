// The test suites: what each needs before it can run, and how it is run.
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { findOnPath, root, run, Failure } from './command.mjs';
import { packageHere } from './packageHere.mjs';
import { unpackZip } from './readZip.mjs';
import { installChromium } from './setup/systemPackages.mjs';
import { prepareTensorflow, tensorflowObstacle } from './tensorflow/prepareTensorflow.mjs';
import { hostProblem, installVscodeHost } from './vscodeHost/install.mjs';

const hostTests = path.join(root, 'out/test/host/index.js');
const codeWrapper = path.join(root, 'scripts/vscodeHost/codeWrapper.mjs');
const mocha = [path.join(root, 'node_modules/mocha/bin/mocha.js'), '--reporter', 'test/mochaReporter.cjs'];

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} title
 * @property {() => string | undefined} obstacle why it cannot run on this machine at all
 * @property {(() => Promise<unknown>)[]} needs set-up steps; each is run once for all suites
 * @property {(env: NodeJS.ProcessEnv) => Promise<number>} run gives the exit status; writes its counts to
 *   CELLSCOPE_TEST_REPORT, or is one test that passes or fails as a whole
 * @property {boolean} [single] it is one test: its exit status says all
 * @property {string} [partOf] the suite that its tests are in, too: it is run only when it is named
 */

/** @type {Suite[]} */
export const suites = [
  {
    name: 'unit',
    title: 'unit tests (mocha)',
    obstacle: () => undefined,
    needs: [buildProduct, buildNative, buildTests],
    run: env => node([...mocha, 'out/test/unit/**/*.test.js'], env),
  },
  {
    name: 'processes',
    title: 'the unit tests that wait for processes, threads and files',
    partOf: 'unit',
    obstacle: () => undefined,
    needs: [buildProduct, buildNative, buildTests],
    run: env =>
      node([...mocha, 'out/test/unit/{cli,extension,files,platform,sessions,training}/**/*.test.js'], env),
  },
  {
    name: 'fuzz',
    title: 'damaged model folders, for a minute (CELLSCOPE_FUZZ_SECONDS, CELLSCOPE_FUZZ_SEED)',
    obstacle: () => undefined,
    needs: [buildProduct, buildNative, buildTests],
    run: env => node([...mocha, 'out/test/fuzz/*.test.js'], env),
  },
  {
    name: 'kernels',
    title: 'the committed kernels are what the C source gives',
    obstacle: () => (findOnPath('clang-19') ? undefined : 'it needs clang-19 and lld-19'),
    needs: [],
    run: env => node(['scripts/build-kernels.mjs', '--check'], env),
    single: true,
  },
  {
    name: 'fuzz-files',
    title: 'a minute of random text files and rule files',
    obstacle: () => undefined,
    needs: [buildTests],
    run: env => node(['out/test/fuzz/files.fuzz.js', '--seconds', '60'], env),
    single: true,
  },
  {
    name: 'native',
    title: 'the kernels in C for arm64 (in an emulator), and with sanitizers',
    obstacle: nativeObstacle,
    needs: [buildTests],
    run: env => node([...mocha, 'out/test/native/*.test.js'], env),
  },
  {
    name: 'package',
    title: 'the packages for linux-x64 and linux-arm64',
    obstacle: crossObstacle,
    needs: [],
    run: env => node([...mocha, 'test/package/*.test.mjs'], env),
  },
  {
    name: 'tensorflow',
    title: 'TensorFlow.js trains as the own engine does',
    obstacle: tensorflowObstacle,
    needs: [buildProduct, buildTests],
    run: runTensorflow,
  },
  {
    name: 'host',
    title: 'the package for this machine in the extension host of a real VS Code (code-server)',
    obstacle: hostProblem,
    needs: [buildTests, installChromium, installVscodeHost],
    run: env =>
      withWorkspace(async folder => {
        const extension = await unpackPackage();
        const tests = path.join(extension, 'out/test/host/index.js');
        const flags = [`--extensionDevelopmentPath=${extension}`, `--extensionTestsPath=${tests}`];
        return node([codeWrapper, ...flags, folder], { ...env, ...expectedKernels(extension) });
      }),
  },
  {
    name: 'electron',
    title: 'the same tests through @vscode/test-electron',
    obstacle: () => undefined,
    needs: [buildProduct, buildTests, prepareElectron],
    run: env => withWorkspace(folder => runInElectron(folder, env)),
  },
  {
    name: 'ui',
    title: 'the user interface, in the real editor (Playwright, Chromium)',
    obstacle: hostProblem,
    needs: [packageExtension, installChromium, installVscodeHost],
    run: env => node([...mocha, 'test/ui/*.uitest.mjs'], env),
  },
  {
    name: 'editor',
    title: 'what a user does in the real editor',
    partOf: 'ui',
    obstacle: hostProblem,
    needs: [packageExtension, installChromium, installVscodeHost],
    run: env => node([...mocha, 'test/ui/editor.uitest.mjs', 'test/ui/training.uitest.mjs'], env),
  },
];

/** Runs each set-up step that the suites need, once. @param {Suite[]} chosen */
export async function prepare(chosen) {
  for (const step of new Set(chosen.flatMap(suite => suite.needs))) await step();
}

/**
 * @typedef {{ title: string, message: string }} Failed a test, and why
 * @param {Suite} suite
 * @returns {Promise<{ passed: number, failed: number, failures?: Failed[], problem?: string }>}
 */
export async function runSuite(suite) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-test-'));
  const report = path.join(folder, 'report.json');
  try {
    const status = await suite.run({ ...process.env, CELLSCOPE_TEST_REPORT: report });
    if (suite.single) return judgeSingle(suite, status);
    return judge(await readReport(report), status);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function judgeSingle({ title }, status) {
  if (status === 0) return { passed: 1, failed: 0 };
  const failures = [{ title, message: `It ended with exit status ${status}, and said above why.` }];
  return { passed: 0, failed: 1, failures };
}

function judge(counts, status) {
  if (!counts) return { passed: 0, failed: 0, problem: `did not run to its end (exit status ${status})` };
  const { skipped, ...result } = counts;
  const { passed, failed } = result;
  if (passed + failed === 0) return { ...result, problem: 'ran no test' };
  if (skipped > 0) return { ...result, problem: `${skipped} tests were skipped` };
  if (status !== 0 && failed === 0) return { ...result, problem: `ended with exit status ${status}` };
  return result;
}

async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function node(args, env) {
  return run(process.execPath, args, { env });
}

async function runNpm(script) {
  console.log(`npm run ${script} ...`);
  const status = await run('npm', ['run', '--silent', script]);
  if (status !== 0) throw new Failure(`npm run ${script} failed.`);
}

function buildProduct() {
  return runNpm('build');
}

/** Where there is a C compiler: the unit tests try the sets of kernels that this processor has. */
async function buildNative() {
  const status = await run(process.execPath, ['scripts/build-native.mjs', '--if-possible', '--if-stale']);
  if (status !== 0) throw new Failure('npm run build:native failed.');
}

function nativeObstacle() {
  if (process.platform !== 'linux') return 'it needs Linux';
  return missingPrograms('clang-19', 'ld.lld-19', 'qemu-aarch64');
}

function crossObstacle() {
  return missingPrograms('clang-19', 'ld.lld-19');
}

function missingPrograms(...programs) {
  const missing = programs.filter(program => !findOnPath(program));
  return missing.length > 0 ? `it needs ${missing.join(', ')}` : undefined;
}

/** A download that fails is this suite's failure, not that of all. */
async function runTensorflow(env) {
  try {
    const CELLSCOPE_TENSORFLOW = await prepareTensorflow();
    return await node([...mocha, 'out/test/tensorflow/*.test.js'], { ...env, CELLSCOPE_TENSORFLOW });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    return 1;
  }
}

function buildTests() {
  return runNpm('build:tests');
}

function packageExtension() {
  return runNpm('package');
}

/** For the tests: an extension that has native kernels must run on them. */
function expectedKernels(extension) {
  const addon = path.join(extension, `media/native/${process.platform}-${process.arch}.node`);
  return { CELLSCOPE_TEST_KERNELS: existsSync(addon) ? 'native' : 'wasm' };
}

/**
 * What users install, unpacked: a file that was not packed is missed. The tests lie in it, since VS Code gives each
 * extension an API of its own, and theirs must be the extension's. In this repository they find npm's packages.
 */
async function unpackPackage() {
  const folder = path.join(root, 'out/package');
  await rm(folder, { recursive: true, force: true });
  await unpackZip({ file: await packageHere(), prefix: 'extension/', folder });
  await cp(path.join(root, 'out/test/host'), path.join(folder, 'out/test/host'), { recursive: true });
  await cp(path.join(root, 'test/mochaReporter.cjs'), path.join(folder, 'test/mochaReporter.cjs'));
  return folder;
}

/** The tests write into the folder that they open: they get a copy. */
async function withWorkspace(use) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-workspace-'));
  try {
    await cp(path.join(root, 'test/fixtures/workspace'), folder, { recursive: true });
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** VS Code itself where it can be downloaded and has a display; else code-server's behind the same interface. */
async function electronCanRun() {
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display) return false;
  const releases = 'https://update.code.visualstudio.com/api/releases/stable';
  return await fetch(releases, { signal: AbortSignal.timeout(10_000) }).then(
    answer => answer.ok,
    () => false,
  );
}

async function prepareElectron() {
  if (await electronCanRun()) return;
  await installChromium();
  await installVscodeHost();
}

async function runInElectron(folder, env) {
  const downloaded = await electronCanRun();
  console.log(
    downloaded ? 'VS Code, downloaded' : 'No display or no download of VS Code: code-server in its place',
  );
  const profile = await mkdtemp(path.join(os.tmpdir(), 'cellscope-code-'));
  try {
    return await runTests({
      ...(downloaded
        ? { cachePath: path.join(root, '.cache/vscode-test') }
        : { vscodeExecutablePath: codeWrapper }),
      extensionDevelopmentPath: root,
      extensionTestsPath: hostTests,
      extensionTestsEnv: {
        CELLSCOPE_TEST_REPORT: env.CELLSCOPE_TEST_REPORT,
        ...expectedKernels(root),
      },
      launchArgs: [folder, `--user-data-dir=${profile}/data`, `--extensions-dir=${profile}/extensions`],
    });
  } catch (error) {
    console.error(error.message);
    return 1;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
