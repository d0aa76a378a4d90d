// `npm run package`: builds, packs the VSIX and checks what is in it. It runs everywhere, on WebAssembly. With
// `-- --target linux-x64` and the like it is for that platform alone, and has the native kernels for it, too.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, root, runQuietly, runScript } from './command.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { readZip } from './readZip.mjs';
import { vsixFile } from './vsixFile.mjs';

const maxBytes = 3_000_000;

/** Targets of vsce, and which native kernels are for them: those for Linux need no C library, be it glibc or musl. */
const nativeTargets = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'alpine-x64': 'linux-x64',
  'alpine-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
};

/** All that may be in every package; `extension/` is the VSIX's folder for the extension's own files. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package\.json$/,
  /^extension\/(readme|changelog|THIRD_PARTY_NOTICES)\.md$/,
  /^extension\/LICENSE\.txt$/,
  /^extension\/dist\/(extension|trainingWorker|trainingThread|modelWorker|installWorker|filesWorker|languageWorker|labWorker|runsWorker)\.js$/,
  /^extension\/dist\/webview\/\w+\.js$/,
  /^extension\/media\/kernels\/[\w-]+\.wasm$/,
  /^extension\/media\/lab\/((plays|c|latex)\/[\w-]+\.(txt|c|h|tex)|SOURCES\.md|language\.safetensors)$/,
  /^extension\/media\/[\w-]+\.(css|png|svg)$/,
  /^extension\/media\/walkthrough\/[a-z]+-(dark|light)\.png$/,
  /^extension\/media\/starter\/(cells-[0-9a-f]+\.json|model\.json|starter\.safetensors)$/,
];

/** Without these the extension does not work. */
const required = [
  'extension/package.json',
  'extension/THIRD_PARTY_NOTICES.md',
  'extension/LICENSE.txt',
  'extension/dist/extension.js',
  'extension/dist/trainingWorker.js',
  'extension/dist/trainingThread.js',
  'extension/dist/modelWorker.js',
  'extension/dist/installWorker.js',
  'extension/dist/filesWorker.js',
  'extension/dist/languageWorker.js',
  'extension/dist/labWorker.js',
  'extension/dist/runsWorker.js',
  'extension/dist/webview/explanation.js',
  'extension/dist/webview/inspector.js',
  'extension/dist/webview/statistics.js',
  'extension/dist/webview/lab.js',
  'extension/dist/webview/training.js',
  'extension/media/page.css',
  'extension/media/lab/language.safetensors',
  'extension/media/lab/SOURCES.md',
  'extension/media/lab/plays/romeo-and-juliet-1.txt',
  'extension/media/lab/c/kernels.c',
  'extension/media/lab/latex/recurrent-networks.tex',
  'extension/media/walkthrough/cell-dark.png',
  'extension/media/starter/model.json',
  'extension/media/starter/starter.safetensors',
  'extension/media/kernels/kernels.wasm',
  'extension/media/kernels/kernels-relaxed.wasm',
  'extension/media/kernels/contexts.wasm',
];

await runScript(async () => {
  const target = readTarget();
  await installDependencies();
  const vsix = await vsixFile(target);
  await runQuietly('npm', ['run', 'build']);
  const addon = target && (await buildAddon(nativeTargets[target]));
  await pack(vsix, { target, addon });
  await check(vsix, addon);
  console.log(`Packaged ${path.basename(vsix)} (${((await stat(vsix)).size / 1e6).toFixed(2)} MB)`);
});

function readTarget() {
  const { target } = parseArgs({ options: { target: { type: 'string' } } }).values;
  if (target !== undefined && !(target in nativeTargets))
    throw new Failure(
      `There are no native kernels for ${target}, only for ${Object.keys(nativeTargets).join(', ')}. Without --target one package is made for all platforms.`,
      2,
    );
  return target;
}

/** Gives the addon's path in the repository, as .vscodeignore writes it. */
async function buildAddon(name) {
  await runQuietly(process.execPath, ['scripts/build-native.mjs', '--target', name]);
  if (!name.startsWith('linux'))
    console.log(`The native kernels for ${name} have never been run; see docs/native-kernels.md.`);
  return `media/native/${name}.node`;
}

/** Everything is bundled, so no dependency is packed. */
async function pack(vsix, { target, addon }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-package-'));
  try {
    const ignoreFile = path.join(folder, 'vscodeignore');
    const common = await readFile(path.join(root, '.vscodeignore'), 'utf8');
    await writeFile(ignoreFile, addon ? `${common}!${addon}\n` : common);
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
    const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
    const forTarget = target ? ['--target', target] : [];
    const files = ['--ignoreFile', ignoreFile, '--out', vsix];
    await runQuietly(process.execPath, [vsce, 'package', ...flags, ...forTarget, ...files]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function check(vsix, addon) {
  const { size } = await stat(vsix);
  if (size >= maxBytes) throw new Failure(`${vsix} is ${size} bytes; it must be under ${maxBytes}.`);
  const own = addon ? [`extension/${addon}`] : [];
  const names = [...(await readZip(vsix)).keys()];
  const strangers = names.filter(name => !own.includes(name) && !allowed.some(pattern => pattern.test(name)));
  if (strangers.length > 0)
    throw new Failure(
      `Not meant to be in ${vsix} (see .vscodeignore and scripts/package.mjs): ${strangers.join(', ')}`,
    );
  const missing = [...required, ...own].filter(name => !names.includes(name));
  if (missing.length > 0) throw new Failure(`Missing in ${vsix}: ${missing.join(', ')}`);
}
