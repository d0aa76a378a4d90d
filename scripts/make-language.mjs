// `node scripts/make-language.mjs`: makes media/lab/language.safetensors again, and with KIND=FOLDER, such as c=some/folder,
// measures what it says of the files there. `--only-measure` leaves the file as it is.
import { mkdir } from 'node:fs/promises';
import { build } from 'esbuild';
import { root, run } from './command.mjs';

const folders = process.argv.slice(2).map(argument => argument.replace(/=(?!\/)/, `=${process.cwd()}/`));
process.chdir(root);
await mkdir('media/lab', { recursive: true });
const outfile = 'out/language/makeLanguageModel.mjs';
await build({
  entryPoints: ['test/language/makeLanguageModel.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outfile,
  logLevel: 'warning',
});
process.exitCode = await run(process.execPath, [outfile, ...folders]);
