/**
 * Characters and words as tokens, after the same time of one thread:
 * `npm run build:tests && node out/test/bench/tokens.js TRAIN TEST [--seconds 60] [--tokens char,word]`.
 * TRAIN is a folder of texts to learn from, TEST one of others. Time is the time that the processor has worked for this
 * process, so that it may be busy with something else meanwhile.
 *
 * Prints a line of JSON for each kind: symbols of the vocabulary, characters a second of that time, and on TEST bits per
 * character, perplexity per word (2 to the bits for each word or punctuation mark) and characters for each symbol.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { SourceText } from '../../src/model/text/corpus.ts';
import { encodeFile } from '../../src/model/text/corpus.ts';
import { tokenKinds } from '../../src/model/text/alphabet.ts';
import { withLineFeeds } from '../../src/model/text/vocabulary.ts';
import { countWords } from '../../src/model/text/words.ts';
import { Evaluator, wholeFile } from '../../src/model/predict/evaluation.ts';
import { networkScoring } from '../../src/model/predict/networkScoring.ts';
import { defaultSettings } from '../../src/model/training/settings.ts';
import { runTraining } from '../../src/model/training/trainingRun.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { languageOfPath } from '../../src/protocol/languages.ts';
import { createMemoryStorage } from '../unit/files/memoryStorage.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    tokens: { type: 'string', default: tokenKinds.join(',') },
  },
});

function textsIn(folder: string): SourceText[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .filter(name => statSync(path.join(folder, name)).isFile())
    .map(name => ({
      path: name,
      language: languageOfPath(name),
      text: withLineFeeds(readFileSync(path.join(folder, name), 'utf8')),
    }));
}

/** ms that the processor has worked for this process */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function compare(): Promise<void> {
  const [train, test] = positionals.map(textsIn);
  const budget = { seconds: Number(values.seconds) };
  const { create, name: kernels } = await loadNodeKernels('media/kernels');
  for (const tokens of tokenKinds.filter(kind => values.tokens.split(',').includes(kind))) {
    const { network, vocabulary, trainedCharacters, training } = await runTraining({
      sources: train,
      start: { mode: 'restart', settings: { ...defaultSettings, tokens, budget } },
      storage: createMemoryStorage(),
      version: '0.0.0',
      kernels: create,
      control: { signal: new AbortController().signal, whenRunning: () => Promise.resolve() },
      clock: processorTime,
      onEvent: () => {},
      yieldToEvents: async () => nextTurn(),
    });
    const passages = test.map(text => wholeFile(encodeFile(vocabulary, text)));
    const evaluator = new Evaluator(vocabulary, networkScoring(network));
    const { bits, characters } = await evaluator.evaluate(passages);
    const words = test.reduce((sum, { text }) => sum + countWords(text), 0);
    const symbols = passages.reduce((sum, { ids }) => sum + ids.length - 1, 0);
    console.log(
      JSON.stringify({
        tokens,
        kernels,
        symbols: vocabulary.size,
        parameters: network.parameterCount,
        charactersPerSecond: Math.round(trainedCharacters / training!.seconds),
        bitsPerChar: bits / characters,
        wordPerplexity: 2 ** (bits / words),
        charactersPerSymbol: characters / symbols,
      }),
    );
  }
}

void compare();
