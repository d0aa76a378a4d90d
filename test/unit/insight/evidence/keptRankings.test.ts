import { isMarked } from '../../../../src/model/files/ownFiles.ts';
import assert from 'node:assert/strict';
import {
  hasKeptRankings,
  keepRankings,
  type KeptRanking,
  readKeptRankings,
} from '../../../../src/model/insight/evidence/keptRankings.ts';
import type { RankedCell } from '../../../../src/model/insight/evidence/ranking.ts';
import type { Network } from '../../../../src/model/network/network.ts';
import { Random } from '../../../../src/model/base/random.ts';
import { UserError } from '../../../../src/model/base/userError.ts';
import { randomNetwork } from '../../network/networks.ts';
import { createMemoryStorage, type MemoryStorage } from '../../files/memoryStorage.ts';

const config = { cell: 'lstm', vocabSize: 5, hiddenSize: 2, numLayers: 1 } as const;

function score(f1: number) {
  return {
    f1,
    gain: f1 / 2,
    precision: f1,
    recall: f1,
    threshold: -0.123456789,
    direction: -1,
    auroc: 0.9,
    correlation: -0.4,
  } as const;
}

function cell(index: number): RankedCell {
  const second = { feature: 'if', f1: 0.5, gain: 0.25, direction: 1, baseRate: 0.3 } as const;
  return { layer: 1, index, quantity: 'c', ...score(0.75), second, other: score(0.5) };
}

const ranking: KeptRanking = {
  language: 'c',
  feature: 'quotes',
  cells: [cell(1), cell(0)],
  files: 3,
  characters: 1_234_567,
  baseRate: 0.014,
  stretches: 20,
  maskedShare: 0,
  chosenOn: 'otherFiles',
};

describe('kept rankings', () => {
  const network = randomNetwork(config, new Random(1));

  async function kept(): Promise<{ storage: MemoryStorage; name: string }> {
    const storage = createMemoryStorage();
    await keepRankings(storage, network, { rankings: [ranking], version: '0.0.0' });
    const [name] = storage.files.keys();
    return { storage, name };
  }

  it('come back as they were, to five digits', async () => {
    const { storage, name } = await kept();
    assert.ok(isMarked(name), name);
    assert.equal(await hasKeptRankings(storage, network), true);
    const cells = ranking.cells.map(each => ({
      ...each,
      threshold: -0.12346,
      other: { ...score(0.5), threshold: -0.12346 },
    }));
    assert.deepEqual(await readKeptRankings(storage, network), [
      { ...ranking, characters: 1_234_567, cells },
    ]);
  });

  it('are found by the same weights alone', async () => {
    const { storage } = await kept();
    const others: Network = randomNetwork(config, new Random(1));
    assert.ok(await readKeptRankings(storage, others));
    others.parameters[7] += 1e-6;
    assert.equal(await hasKeptRankings(storage, others), false);
    assert.equal(await readKeptRankings(storage, others), undefined);
  });

  it('are none where the file cannot be read', async () => {
    const { storage } = await kept();
    storage.read = name => Promise.reject(new UserError(`Cannot read ${name}.`));
    assert.equal(await readKeptRankings(storage, network), undefined);
  });

  it('are none where the file is damaged in any way', async () => {
    const { storage, name } = await kept();
    const text = storage.text(name);
    const damages: [what: string, text: string][] = [
      ['cut short', text.slice(0, text.length / 2)],
      ['empty', ''],
      ['null', 'null'],
      ['a list', '[]'],
      ['deep', '['.repeat(100_000)],
      ['another version', text.replace('"formatVersion":1', '"formatVersion":2')],
      ['a cell that is not there', text.replace('"index":1', '"index":2')],
      ['a layer that is not there', text.replace('"layer":1', '"layer":0')],
      [
        'a cell too few',
        JSON.stringify({ ...JSON.parse(text), rankings: [{ ...ranking, cells: [cell(0)] }] }),
      ],
      ['too good', text.replace('"f1":0.75', '"f1":1.75')],
      ['no number', text.replace('"auroc":0.9', '"auroc":null')],
      ['no direction', text.replace('"direction":-1', '"direction":0')],
      ['an unknown feature', text.replace('"feature":"if"', '"feature":"url"')],
      ['an unknown quantity', text.replace('"quantity":"c"', '"quantity":"g"')],
      ['a negative count', text.replace('"files":3', '"files":-3')],
      ['nothing of the other quantity', text.replace('"other":{', '"other":3,"x":{')],
    ];
    for (const [what, damaged] of damages) {
      assert.notEqual(damaged, text, what);
      storage.files.set(name, new TextEncoder().encode(damaged));
      assert.equal(await readKeptRankings(storage, network), undefined, what);
    }
  });
});
