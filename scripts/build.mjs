// Builds what is shipped into dist/ (`npm run build`) or the test suites into out/ (`npm run build:tests`).
import { existsSync } from 'node:fs';
import { chmod, cp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { run } from './command.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

/** Settings of every bundle that runs in Node.js. */
const node = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
};

async function buildProduct() {
  await rm('dist', { recursive: true, force: true });
  await build({
    ...node,
    entryPoints: {
      extension: 'src/extension/extension.ts',
      trainingThread: 'src/platform/node/threads/trainingThread.ts',
      ...(await entriesOf('src/platform/node/workers', name => name.match(/^(.+Worker)\.ts$/)?.[1])),
    },
    outdir: 'dist',
    minify: true,
  });
  await build({
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    minify: true,
    banner: { js: '#!/usr/bin/env node' },
  });
  // What the bench runs in processes and threads of its own.
  await build({
    ...node,
    entryPoints: {
      benchContestant: 'src/cli/bench/contestant.ts',
      benchPeakWorker: 'src/cli/bench/peakWorker.ts',
    },
    outdir: 'dist',
    minify: true,
  });
  // npm makes it executable when it links the package, which is before a later build.
  await chmod('dist/cli.js', 0o755);
  await build({
    entryPoints: await pages(),
    outdir: 'dist/webview',
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  await buildNativeKernels();
}

/** Entry points by their names, which `nameOf` gives those files of a folder that are one. */
async function entriesOf(folder, nameOf) {
  const files = await readdir(folder);
  return Object.fromEntries(files.filter(nameOf).map(file => [nameOf(file), path.posix.join(folder, file)]));
}

/** A page is a folder of src/webview with a main.ts; its script has the folder's name. */
async function pages() {
  const folders = await readdir('src/webview');
  const scripts = folders.map(folder => [folder, `src/webview/${folder}/main.ts`]);
  return Object.fromEntries(scripts.filter(([, script]) => existsSync(script)));
}

/**
 * Where there is a compiler, and when they are not up to date. All works without them, so their failure is only told.
 * Not where nobody has tried them yet: docs/native-kernels.md.
 */
async function buildNativeKernels() {
  if (process.platform !== 'linux') return;
  const status = await run(process.execPath, ['scripts/build-native.mjs', '--if-possible', '--if-stale']);
  if (status !== 0) console.log('The native kernels were not built, so WebAssembly runs in their place.');
}

async function buildTests() {
  await rm('out', { recursive: true, force: true });
  for (const folder of ['test/unit', 'test/native', 'test/tensorflow', 'test/fuzz']) {
    const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.test.ts'));
    await build({
      ...node,
      entryPoints: files.map(name => `${folder}/${name}`),
      outdir: `out/${folder}`,
      outbase: folder,
      sourcemap: 'inline',
    });
  }
  await build({
    ...node,
    entryPoints: { 'files.fuzz': 'test/fuzz/files.fuzz.ts' },
    outdir: 'out/test/fuzz',
    sourcemap: 'inline',
  });
  await build({
    ...node,
    entryPoints: {
      cuts: 'test/bench/cuts.ts',
      contexts: 'test/bench/contexts.ts',
      complementary: 'test/bench/complementary.ts',
      tokens: 'test/bench/tokens.ts',
      recitation: 'test/bench/recitation.ts',
      loadingStarter: 'test/bench/loadingStarter.ts',
    },
    outdir: 'out/test/bench',
  });
  await build({
    ...node,
    entryPoints: { index: 'test/host/suite/index.ts' },
    outdir: 'out/test/host',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
  });
  await build({
    ...node,
    entryPoints: {
      trainingWorker: 'test/host/stub/trainingWorker.ts',
      installWorker: 'test/host/stub/installWorker.ts',
    },
    outdir: 'out/test/host/stub/dist',
    sourcemap: 'inline',
  });
  await build({
    ...node,
    entryPoints: { 'fuzz/victim': 'test/fuzz/victim.ts', 'bench/saving': 'test/bench/saving.ts' },
    outdir: 'out/test',
    sourcemap: 'inline',
  });
  await cp('media/kernels', 'out/test/host/stub/media/kernels', { recursive: true });
}

await (process.argv.includes('--tests') ? buildTests() : buildProduct());
