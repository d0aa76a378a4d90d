/**
 * Types files as a user would, with the model's suggestions on screen, and counts what they save and how restless they
 * are: `npm run build:tests && node out/test/bench/typing.js MODEL FOLDER [CHARACTERS]`. FOLDER holds files that MODEL
 * has not read; CHARACTERS of each are typed, from its middle on (2000). --close closes brackets and quotes as an editor
 * does: what the user types next to them is typed over.
 *
 * The user takes a suggestion when all of it is what he would have typed. Prints a JSON object: how many suggestions
 * were put on screen in 100 keys, the share of them of at most three characters, the keys that were saved, how many
 * were right, and how often ghost text changed while it was typed along.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/model/base/random.ts';
import { loadModel } from '../../src/model/files/modelFiles.ts';
import { defaultSuggestion } from '../../src/model/suggest/complete.ts';
import { Suggester } from '../../src/model/suggest/suggester.ts';
import { DocumentText } from '../../src/model/text/documentText.ts';
import { withLineFeeds } from '../../src/model/text/vocabulary.ts';
import { DocumentReader, type ReaderModel } from '../../src/model/predict/documentReader.ts';
import { undisturbed } from '../../src/model/base/readControl.ts';
import { languageOfPath } from '../../src/protocol/languages.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';

interface Tally {
  keys: number;
  characters: number;
  shown: number;
  short: number;
  right: number;
  changed: number;
  milliseconds: number[];
  reasons: Record<string, number>;
}

const OPTIONS = { ...defaultSuggestion, isInvoked: true, waited: () => 0 };

const CLOSED: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"' };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { close: { type: 'boolean', default: false } },
});
const [directory, folder, characters = '2000'] = positionals;
void replay();

async function replay(): Promise<void> {
  const { create } = await loadNodeKernels('media/kernels');
  const model = await loadModel(createFolderStorage(path.resolve(directory)), create);
  const tally: Tally = {
    keys: 0,
    characters: 0,
    shown: 0,
    short: 0,
    right: 0,
    changed: 0,
    milliseconds: [],
    reasons: {},
  };
  for (const file of filesIn(folder)) await typeFile(model, file, Number(characters), tally);
  const { keys, shown, short, right, milliseconds, reasons, changed } = tally;
  const times = milliseconds.toSorted((a, b) => a - b);
  console.log(
    JSON.stringify({
      characters: tally.characters,
      shownPer100Keys: percent(shown, keys),
      shortPercent: percent(short, shown),
      rightPercent: percent(right, shown),
      savedPercent: percent(tally.characters - keys, tally.characters),
      changed,
      milliseconds: { median: times[times.length >> 1], p95: times[Math.floor(times.length * 0.95)] },
      reasons,
    }),
  );
}

function percent(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 10;
}

function filesIn(root: string): string[] {
  const names = readdirSync(root, { recursive: true }) as string[];
  const files = names.map(name => path.join(root, name)).toSorted();
  return files.filter(file => statSync(file).isFile() && languageOfPath(file) !== 'other');
}

/** Types so many characters of a file, from its middle on, with nothing but what the editor closes behind the cursor. */
async function typeFile(model: ReaderModel, file: string, count: number, tally: Tally): Promise<void> {
  const text = withLineFeeds(readFileSync(file, 'utf8'));
  let at = text.indexOf('\n', text.length >> 1) + 1;
  const document = new DocumentText(text.slice(0, at));
  const suggester = new Suggester(new DocumentReader(model, document, languageOfPath(file)));
  const end = Math.min(text.length, at + count);
  let closers = '';
  /** What has to be on screen after a key that went along the ghost text. */
  let expected: string | undefined;
  const edit = (offset: number, length: number, inserted: string) =>
    document.replace({ offset, length, text: inserted });
  while (at < end) {
    const start = performance.now();
    const outcome = await suggester.suggest({ ...OPTIONS, offset: at, random: new Random(1) }, undisturbed);
    const isAlong = 'text' in outcome && expected !== undefined && outcome.text === expected;
    if (!isAlong) tally.milliseconds.push(performance.now() - start);
    const ghost = 'text' in outcome ? outcome.text : undefined;
    if ('reason' in outcome) tally.reasons[outcome.reason] = (tally.reasons[outcome.reason] ?? 0) + 1;
    else if (!isAlong) {
      tally.shown++;
      if (outcome.text.length <= 3) tally.short++;
    }
    if (expected !== undefined && expected.trim() !== '' && ghost !== expected) tally.changed++;
    expected = undefined;
    tally.keys++;
    if (ghost !== undefined && text.startsWith(ghost, at)) {
      const replaced = 'text' in outcome ? outcome.replaces : 0;
      edit(at, replaced, ghost);
      closers = closers.slice(replaced);
      at += ghost.length;
      tally.right++;
      tally.characters += ghost.length;
      continue;
    }
    const key = text[at];
    if (ghost?.startsWith(key)) expected = ghost.slice(1);
    if (closers.startsWith(key)) {
      edit(at, 1, key);
      closers = closers.slice(1);
    } else {
      const closer = values.close && /^[\s)\]}"',;:]|^$/.test(closers.slice(0, 1)) ? (CLOSED[key] ?? '') : '';
      // Behind a line end they would be in the way of what is typed next.
      edit(at, key === '\n' ? closers.length : 0, key + closer);
      closers = key === '\n' ? '' : closer + closers;
    }
    at++;
    tally.characters++;
  }
}
