import assert from 'node:assert/strict';
import { loadModel, type Model } from '../../../src/model/files/modelFiles.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Evaluator, wholeFile } from '../../../src/model/predict/evaluation.ts';
import { networkScoring } from '../../../src/model/predict/networkScoring.ts';
import { createCorpus, encodeFile } from '../../../src/model/text/corpus.ts';
import { WordVocabulary } from '../../../src/model/text/wordVocabulary.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import type { TrainingOptions } from '../../../src/model/training/trainingOptions.ts';
import { loadContextKernels } from '../../../src/platform/node/kernels/nodeContextKernels.ts';
import { Labeller } from '../../../src/model/insight/labels/labeller.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { loadWasm } from '../network/networks.ts';
import { smallSettings, stopAfter, trainSmall } from './smallTraining.ts';
import { cSources } from './sources.ts';

const settings = { ...smallSettings, tokens: 'word' } as const;
const restart = { mode: 'restart', settings } as const;

function lossesOf(events: readonly TrainingEvent[]): number[] {
  return events.flatMap(event => (event.event === 'progress' ? [event.trainLoss] : []));
}

function weightsOf({ files }: MemoryStorage): Uint8Array {
  return [...files].find(([name]) => name.startsWith('weights-'))![1];
}

async function bitsPerCharacterOf({ vocabulary, network }: Model): Promise<number> {
  const evaluator = new Evaluator(vocabulary, networkScoring(network));
  const texts = cSources(14).slice(12);
  const passages = texts.map(source => wholeFile(encodeFile(vocabulary, source)));
  const { bits, characters } = await evaluator.evaluate(passages);
  assert.equal(
    characters,
    texts.reduce((sum, { text }) => sum + text.length, 0),
  );
  return bits / characters;
}

describe('a model of words', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = await loadWasm();
  });
  const train = (storage: MemoryStorage, changes: Partial<TrainingOptions> = {}) =>
    trainSmall(storage, kernels, { start: restart, ...changes });

  it('is learnt, and predicts unseen text about as well as one of characters, by the same measure', async () => {
    const [words, characters] = [createMemoryStorage(), createMemoryStorage()];
    await train(words, { start: { mode: 'restart', settings: { ...settings, budget: { epochs: 30 } } } });
    await trainSmall(characters, kernels, {
      start: { mode: 'restart', settings: { ...smallSettings, budget: { epochs: 30 } } },
    });
    const [ofWords, ofCharacters] = await Promise.all(
      [words, characters].map(async storage => bitsPerCharacterOf(await loadModel(storage, kernels))),
    );
    assert.ok(ofWords < 1 && ofWords < 1.2 * ofCharacters, `${ofWords} and ${ofCharacters}`);
  });

  it('tells its figures in characters', async () => {
    const events = await train(createMemoryStorage());
    const corpus = await createCorpus(cSources(12), { seed: settings.seed, tokens: 'word' });
    assert.ok(corpus.charactersPerSymbol > 1.5 && corpus.charactersPerSymbol < 4);
    const [told] = events.filter(event => event.event === 'corpus');
    assert.equal(
      told.characters,
      cSources(12).reduce((sum, { text }) => sum + text.length, 0),
    );
    const ignorance = Math.log2(corpus.vocabulary.size) / corpus.charactersPerSymbol;
    const [first] = events.filter(event => event.event === 'progress');
    assert.ok(Math.abs(first.trainBitsPerChar - ignorance) < 0.2, `${first.trainBitsPerChar} ${ignorance}`);
  });

  it('goes on exactly after a stop', async () => {
    const [whole, stopped] = [createMemoryStorage(), createMemoryStorage()];
    const expected = lossesOf(await train(whole));
    const first = lossesOf(await train(stopped, stopAfter(20)));
    assert.ok(first.length < expected.length - 5);
    const rest = lossesOf(await train(stopped, { start: { mode: 'resume' } }));
    assert.deepEqual(rest.slice(-10), expected.slice(-10));
    assert.deepEqual(weightsOf(stopped), weightsOf(whole));
  });

  it('is not resumed or updated as one of characters', async () => {
    const storage = createMemoryStorage();
    await train(storage, stopAfter(10));
    const changes = { tokens: 'char' } as const;
    await assert.rejects(train(storage, { start: { mode: 'resume', changes } }), {
      name: 'UserError',
      message: /has tokens word; it cannot be resumed with char/,
    });
    const update = { mode: 'update', changes, budget: { epochs: 1 }, names: { tokens: '--tokens' } } as const;
    await assert.rejects(train(storage, { start: update }), {
      name: 'UserError',
      message: /--tokens is char, but the model in .* has word/,
    });
  });

  it('keeps its words in an update, and spells new ones until it is trained anew', async () => {
    const storage = createMemoryStorage();
    await train(storage);
    const before = await loadModel(storage, kernels);
    const sources = cSources(12).map(source => ({ ...source, text: `${source.text}novelty @ novelty\n` }));
    const start = { mode: 'update', changes: {}, budget: { epochs: 2 } } as const;
    const events = await train(storage, { sources, start });
    const after = await loadModel(storage, kernels);
    assert.ok(before.vocabulary instanceof WordVocabulary && after.vocabulary instanceof WordVocabulary);
    assert.deepEqual(after.vocabulary.words, before.vocabulary.words);
    assert.ok(after.vocabulary.toJSON().characters.includes('@'));
    assert.equal(after.vocabulary.encode('novelty').length, 'novelty'.length);
    const last = events.at(-1)!;
    assert.ok(last.event === 'done' && last.kept === 'updated' && last.bitsPerCharBefore! > 0);
  });

  it('goes on exactly after a stop of an update', async () => {
    const base = createMemoryStorage();
    await train(base);
    const sources = cSources(13);
    const start = { mode: 'update', changes: {}, budget: { epochs: 4 } } as const;
    const copies = [createMemoryStorage(), createMemoryStorage()];
    for (const { files } of copies) for (const [name, bytes] of base.files) files.set(name, bytes);
    const [whole, stopped] = copies;
    const expected = lossesOf(await train(whole, { sources, start }));
    await train(stopped, { sources, start, ...stopAfter(20) });
    const rest = lossesOf(await train(stopped, { sources, start: { mode: 'resume' } }));
    assert.deepEqual(rest.slice(-5), expected.slice(-5));
    assert.deepEqual(weightsOf(stopped), weightsOf(whole));
  });

  it('has no ranking of cells and no names and phrases, which need characters', async () => {
    const storage = createMemoryStorage();
    const { create } = await loadContextKernels('media/kernels');
    const budget = { milliseconds: Infinity, clock: () => 0 };
    const events = await train(storage, {
      labeller: new Labeller(budget),
      contexts: { create, megabytes: 16 },
    });
    assert.deepEqual(
      events.filter(({ event }) => event === 'ranking' || event === 'learningContexts'),
      [],
    );
    assert.equal(storage.files.size, 3);
  });

  it('can be learnt of a text of one symbol', async () => {
    for (const text of ['a', 'aaaa', '\n\n\n', '😀']) {
      const storage = createMemoryStorage();
      const source = { path: 'a.c', language: 'c', text } as const;
      const events = await train(storage, { sources: [source, { ...source, path: 'b.c' }] });
      const last = events.at(-1)!;
      assert.ok(last.event === 'done' && last.reason === 'finished', text);
      assert.ok(Number.isFinite(last.validationBitsPerChar), text);
    }
  });

  it('takes its words from the training part alone', async () => {
    const { vocabulary, validation } = await createCorpus(cSources(12), {
      seed: 1,
      tokens: 'word',
      control: undisturbed,
    });
    assert.ok(vocabulary instanceof WordVocabulary);
    assert.ok(vocabulary.words.includes('return') && !vocabulary.words.includes('a'));
    const [{ ids, path }] = validation;
    const text = cSources(12).find(source => source.path === path)!.text;
    assert.equal(vocabulary.decode(ids.subarray(1)), text);
  });
});
