/**
 * Compares ways to draw continuations, without any of the rules about what is shown:
 * `npm run build:tests && node out/test/bench/drawing.js MODEL FOLDER [--stride 20] [--characters 3000] [--chance 0.6]`.
 * FOLDER holds files that MODEL has not learnt. At every place of a part of each file, so many characters apart, each way
 * draws; of what it draws the beginning is taken that promises to save most keys among those that are likely enough.
 *
 * Prints for each way, in percent of the places or per place: how often there is one, how often it is right, the keys
 * that it saves, and microseconds. At last the map from the chances of greedy texts, down to 0.2, to how often they are
 * right: what reliability.ts is made of.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { predictorsOf } from '../../src/cli/predict/predictors.ts';
import { readKeptTable } from '../../src/model/files/contextFile.ts';
import { withCharacters } from '../../src/model/files/characterModel.ts';
import { loadModel } from '../../src/model/files/modelFiles.ts';
import { Random } from '../../src/model/base/random.ts';
import { undisturbed } from '../../src/model/base/readControl.ts';
import { type Claim, learnCalibration } from '../../src/model/suggest/calibration.ts';
import type { Continuation, DrawingRoom } from '../../src/model/suggest/drawing/continuation.ts';
import { drawGreedily } from '../../src/model/suggest/drawing/greedy.ts';
import { search } from '../../src/model/suggest/drawing/search.ts';
import { Place } from '../../src/model/suggest/place.ts';
import { DocumentText } from '../../src/model/text/documentText.ts';
import { withLineFeeds } from '../../src/model/text/vocabulary.ts';
import { loadContextKernels } from '../../src/platform/node/kernels/nodeContextKernels.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { languageOfPath } from '../../src/protocol/languages.ts';
import { vote } from './vote.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    stride: { type: 'string', default: '20' },
    characters: { type: 'string', default: '3000' },
    chance: { type: 'string', default: '0.6' },
  },
});
const leastChance = Number(values.chance);
const random = new Random(1);

/** Least chance of the texts that the map is learnt from. */
const CLAIMED = 0.2;

/** Keys that a wrong text costs. */
const WRONG = 0.5;

const ways: Readonly<Record<string, (room: DrawingRoom) => Continuation[]>> = {
  greedy: room => [drawGreedily(room)],
  'search of 2': room => search(room, 2),
  'search of 5': room => search(room, 5),
  '4 samples': room => [vote(room, { samples: 4, random })],
  '8 samples': room => [vote(room, { samples: 8, random })],
  '16 samples': room => [vote(room, { samples: 16, random })],
};

interface Tally {
  drawn: number;
  right: number;
  saved: number;
  milliseconds: number;
}

const tallies = Object.fromEntries(
  Object.keys(ways).map(way => [way, { drawn: 0, right: 0, saved: 0, milliseconds: 0 } satisfies Tally]),
);
const claims: Claim[] = [];
let places = 0;

main(positionals).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main([directory, folder]: string[]): Promise<void> {
  const storage = createFolderStorage(path.resolve(directory));
  const { create } = await loadNodeKernels('media/kernels');
  const contexts = await loadContextKernels('media/kernels');
  const model = withCharacters(await loadModel(storage, create), storage.place);
  const table = await readKeptTable(storage, contexts.create, undisturbed);
  const [{ follow }] = predictorsOf({ model, table }, []);
  for (const file of filesIn(folder)) {
    const text = withLineFeeds(readFileSync(file, 'utf8'));
    const from = text.indexOf('\n', Math.max(0, text.length - Number(values.characters)) >> 1) + 1;
    const document = new DocumentText(text.slice(0, from));
    const language = languageOfPath(file);
    const { predictor, dispose } = follow(document, language);
    await predictor.learn(undisturbed);
    const end = Math.min(text.length, from + Number(values.characters));
    for (let at = from; at < end; at += Number(values.stride)) {
      document.replace({ offset: document.unitLength, length: 0, text: text.slice(document.unitLength, at) });
      const nearby = await predictor.nearbyPredictorAt(document.indexAt(at), undisturbed);
      if (!nearby) throw new Error('Nobody has aborted it.');
      const before = text.slice(Math.max(0, at - 4096), at);
      const place = new Place({ before, after: '', language, startsText: at <= 4096, endsText: true });
      const room = { predictor: nearby, vocabulary: model.vocabulary, place, maxLength: 120 };
      places++;
      for (const [way, draw] of Object.entries(ways))
        compare(tallies[way], draw, { ...room, isLikely: chance => chance >= leastChance }, text.slice(at));
      claim({ ...room, isLikely: chance => chance >= CLAIMED }, text.slice(at));
    }
    dispose();
  }
  for (const [way, { drawn, right, saved, milliseconds }] of Object.entries(tallies))
    console.log(
      [
        way.padEnd(12),
        `drawn ${((100 * drawn) / places).toFixed(1)} %`,
        `right ${((100 * right) / drawn).toFixed(1)} %`,
        `keys saved ${(saved / places).toFixed(3)} a place`,
        `${((1000 * milliseconds) / places).toFixed(0)} us`,
      ].join(', '),
    );
  console.log(JSON.stringify(learnCalibration(claims)));
}

function compare(tally: Tally, draw: (room: DrawingRoom) => Continuation[], room: DrawingRoom, rest: string) {
  const start = performance.now();
  const texts = draw(room).flatMap(bestOf);
  tally.milliseconds += performance.now() - start;
  const [best] = texts.toSorted((a, b) => b.gain - a.gain);
  if (!best) return;
  tally.drawn++;
  if (!rest.startsWith(best.text)) return;
  tally.right++;
  tally.saved += best.text.length - 1;
}

function claim(room: DrawingRoom, rest: string): void {
  for (const { text, chance } of bestOf(drawGreedily(room)))
    claims.push({ chance, isRight: rest.startsWith(text) });
}

/** The beginning that promises to save most keys; none where none promises any. */
function bestOf({ characters, chances }: Continuation): { text: string; chance: number; gain: number }[] {
  let best: { text: string; chance: number; gain: number } | undefined;
  for (const [i, chance] of chances.entries()) {
    const gain = chance * i - WRONG * (1 - chance);
    if (gain > (best?.gain ?? 0)) best = { text: characters.slice(0, i + 1).join(''), chance, gain };
  }
  return best ? [best] : [];
}

function filesIn(root: string): string[] {
  const names = (readdirSync(root, { recursive: true }) as string[]).toSorted();
  const files = names.map(name => path.join(root, name));
  return files.filter(file => statSync(file).isFile() && languageOfPath(file) !== 'other');
}
