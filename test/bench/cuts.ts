/**
 * Cuts files at random places and holds what would be suggested there against what must hold, as the unit tests do with
 * the files of the repository: `npm run build:tests && node out/test/bench/cuts.js FOLDER [COUNT [SEED]]`, COUNT cuts of
 * each file (100). Prints what does not hold, and a count.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { languageOfPath } from '../../src/protocol/languages.ts';
import { tryCuts } from '../unit/suggest/cuts.ts';

const [folder, count = '100', seed = '1'] = process.argv.slice(2);
const names = readdirSync(folder, { recursive: true }) as string[];
const total = { cuts: 0, shownWhole: 0, shownPart: 0, nothing: 0, failures: 0 };
for (const file of names.map(name => path.join(folder, name))) {
  if (!statSync(file).isFile() || languageOfPath(file) === 'other') continue;
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  const tally = tryCuts(text, languageOfPath(file), { seed: Number(seed), count: Number(count) });
  total.cuts += tally.cuts;
  total.shownWhole += tally.shownWhole;
  total.shownPart += tally.shownPart;
  total.nothing += tally.nothing;
  total.failures += tally.failures.length;
  for (const { what, cut, fitted } of tally.failures) {
    const [before, after] = [cut.before.slice(-80), cut.after.slice(0, 80)];
    console.log(`${file}: ${what}`, { before, removed: cut.removed, after }, fitted);
  }
}
console.log(total);
