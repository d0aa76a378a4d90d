// `npm run package`: builds, packs the VSIX and checks what is in it.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure, root, runQuietly, runScript } from './command.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { listZip } from './listZip.mjs';
import { vsixFile } from './vsixFile.mjs';

const maxBytes = 3_000_000;

/** All that may be in the package; `extension/` is the VSIX's folder for the extension's own files. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package|package\.nls)\.json$/,
  /^extension\/(readme|changelog|THIRD_PARTY_NOTICES)\.md$/,
  /^extension\/LICENSE\.txt$/,
  /^extension\/dist\/(extension|trainingWorker|trainingThread|modelWorker)\.js$/,
  /^extension\/dist\/webview\/\w+\.(js|css)$/,
  /^extension\/dist\/grammars\/[\w-]+\.wasm$/,
  /^extension\/media\/kernels\/[\w-]+\.wasm$/,
  /^extension\/media\/(walkthrough\/)?[\w-]+\.(css|png|svg|md)$/,
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
  'extension/dist/webview/inspector.js',
  'extension/dist/grammars/web-tree-sitter.wasm',
  'extension/dist/grammars/tree-sitter-c.wasm',
  'extension/dist/grammars/tree-sitter-latex.wasm',
  'extension/media/kernels/kernels.wasm',
  'extension/media/kernels/kernels-relaxed.wasm',
];

await runScript(async () => {
  await installDependencies();
  const vsix = await vsixFile();
  await runQuietly('npm', ['run', 'build']);
  await pack(vsix);
  await check(vsix);
  console.log(`Packaged ${path.basename(vsix)} (${((await stat(vsix)).size / 1e6).toFixed(2)} MB)`);
});

/** Everything is bundled, so no dependency is packed. */
async function pack(vsix) {
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await runQuietly(process.execPath, [vsce, 'package', ...flags, '--out', vsix]);
}

async function check(vsix) {
  const { size } = await stat(vsix);
  if (size >= maxBytes) throw new Failure(`${vsix} is ${size} bytes; it must be under ${maxBytes}.`);
  const names = await listZip(vsix);
  const strangers = names.filter(name => !allowed.some(pattern => pattern.test(name)));
  if (strangers.length > 0)
    throw new Failure(
      `Not meant to be in ${vsix} (see .vscodeignore and scripts/package.mjs): ${strangers.join(', ')}`,
    );
  const missing = required.filter(name => !names.includes(name));
  if (missing.length > 0) throw new Failure(`Missing in ${vsix}: ${missing.join(', ')}`);
}
