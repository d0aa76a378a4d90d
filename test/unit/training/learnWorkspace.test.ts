import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { ContextTable } from '../../../src/model/contexts/contextTable.ts';
import type { ContextKernelFactory } from '../../../src/model/contexts/wasmContextKernels.ts';
import { createCorpus, type Corpus, type SourceText } from '../../../src/model/text/corpus.ts';
import { learnWorkspace } from '../../../src/model/training/learnWorkspace.ts';
import { loadContextKernels } from '../../../src/platform/node/kernels/nodeContextKernels.ts';
import { loadWasm, randomNetwork } from '../network/networks.ts';
import { cText } from './sources.ts';

const sources = (count: number): SourceText[] =>
  Array.from({ length: count }, (_, i) => ({ path: `f${i}.c`, language: 'c', text: cText(20 + i, i) }));

describe('learning a workspace into a table', () => {
  let create: ContextKernelFactory;
  before(async () => {
    ({ create } = await loadContextKernels('media/kernels'));
  });

  async function learn(corpus: Corpus, { stopAfter = Infinity } = {}) {
    const { vocabulary } = corpus;
    const config = { cell: 'lstm', vocabSize: vocabulary.size, hiddenSize: 4, numLayers: 1 } as const;
    const network = randomNetwork(config, new Random(1), { kernels: await loadWasm() });
    const table = ContextTable.empty(create, 16);
    const shares: number[] = [];
    const controller = new AbortController();
    const control = {
      signal: controller.signal,
      yieldToEvents: async () => {
        if (shares.length >= stopAfter) controller.abort();
      },
    };
    const onProgress = (share: number) => void shares.push(share);
    const isLearnt = await learnWorkspace(table, { ...corpus, network }, { control, onProgress });
    return { table, isLearnt, shares };
  }

  it('learns every file, those held out as well, and says how far it is', async () => {
    const corpus = await createCorpus(sources(12), { seed: 1, control: undisturbed });
    assert.ok(corpus.validation.length > 0);
    const { table, isLearnt, shares } = await learn(corpus);
    assert.ok(isLearnt);
    const files = [...corpus.training, ...corpus.validation];
    assert.deepEqual(table.learnt, new Map(files.map(({ path, hash }) => [path, hash])));
    assert.deepEqual(
      shares.toSorted((a, b) => a - b),
      shares,
    );
    assert.equal(shares.at(-1), 1);
    // What was held out comes last, and is known by its place in the text.
    const heldOut = new Set(corpus.validation.map(({ path }) => path));
    assert.ok(heldOut.has(table.fileAt(table.workspace.textEnd - 1)!));
    assert.equal(table.fileAt(1), corpus.training[0].path);
    const bytes = table.workspace.textBetween(1, table.workspace.textEnd);
    assert.equal(new TextDecoder().decode(bytes).length, corpus.characters);
  });

  it('takes a part of a single file that is held out', async () => {
    const corpus = await createCorpus(sources(1), { seed: 1, control: undisturbed });
    const { table, isLearnt } = await learn(corpus);
    assert.ok(isLearnt);
    assert.deepEqual([...table.learnt.keys()], ['f0.c']);
  });

  it('ends when it is stopped', async () => {
    const corpus = await createCorpus(sources(12), { seed: 1, control: undisturbed });
    const { isLearnt, shares } = await learn(corpus, { stopAfter: 3 });
    assert.equal(isLearnt, false);
    assert.equal(shares.length, 3);
  });
});
