/**
 * Whether a model recites what it was trained on: `npm run build:tests && node out/test/bench/recitation.js MODEL TEXTS`.
 * Draws samples of the model in folder MODEL and looks for their longest runs that stand in the files of TEXTS word for
 * word. Rules and indents do not count. Prints JSON, and ends with 1 where a run has 60 characters or more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/model/base/random.ts';
import { loadModel, type Model } from '../../src/model/files/modelFiles.ts';
import { MAX_STREAMS } from '../../src/model/network/pass/streams.ts';
import { NetworkPredictor } from '../../src/model/predict/networkPredictor.ts';
import { generateSeveral } from '../../src/model/predict/sampler.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { LearntText, lengthOf, type Run } from './learntText.ts';

const LEAST = 60;
/** From what is likeliest, where a model recites most, to what it holds possible. */
const TEMPERATURES = [0.2, 0.5, 0.8, 1];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    samples: { type: 'string', default: '1000' },
    length: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
});

main(positionals).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main([directory, texts]: string[]): Promise<void> {
  const { create } = await loadNodeKernels(path.resolve('media/kernels'));
  const model = await loadModel(createFolderStorage(path.resolve(directory)), create);
  const learnt = new LearntText(readTexts(texts), LEAST);
  const count = Number(values.samples);
  const found: (Run & { temperature: number; seed: number })[] = [];
  for (let first = 0; first < count; first += MAX_STREAMS) {
    const seeds = Array.from(
      { length: Math.min(MAX_STREAMS, count - first) },
      (_, i) => Number(values.seed) + first + i,
    );
    const round = first / MAX_STREAMS;
    const temperature = TEMPERATURES[round % TEMPERATURES.length];
    const language = model.languages[Math.floor(round / TEMPERATURES.length) % model.languages.length];
    for (const [i, sample] of draw(model, { language, temperature, seeds }).entries()) {
      const run = learnt.longestRun(sample);
      if (run) found.push({ ...run, temperature, seed: seeds[i] });
    }
  }
  found.sort((a, b) => lengthOf(b.text) - lengthOf(a.text));
  const longest = found.length > 0 ? lengthOf(found[0].text) : undefined;
  console.log(
    JSON.stringify(
      { samples: count, recited: found.length, longest, runs: found.slice(0, 20) },
      undefined,
      1,
    ),
  );
  process.exitCode = found.length > 0 ? 1 : 0;
}

interface Drawing {
  language: Model['languages'][number];
  temperature: number;
  seeds: readonly number[];
}

/** A sample a seed, each from the beginning of a file. */
function draw({ network, vocabulary }: Model, { language, temperature, seeds }: Drawing): string[] {
  const predictor = new NetworkPredictor(network);
  predictor.read([vocabulary.startOf(language)]);
  const samples: number[][] = seeds.map(() => []);
  const options = { length: Number(values.length), temperature, exclude: vocabulary.specialSymbols };
  const randoms = seeds.map(seed => new Random(seed));
  for (const ids of generateSeveral(predictor, { ...options, randoms }))
    for (const [i, id] of ids.entries()) samples[i].push(id);
  return samples.map(symbols => vocabulary.decode(symbols));
}

function readTexts(folder: string) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => ({ path: path.relative(folder, file), text: readFileSync(file, 'utf8') }));
}
