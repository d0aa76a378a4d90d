import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import type { ContextTable } from '../../../../src/model/contexts/contextTable.ts';
import type { ReaderModel } from '../../../../src/model/predict/documentReader.ts';
import { MixedPredictor } from '../../../../src/model/predict/mix/mixedPredictor.ts';
import { NetworkPredictor } from '../../../../src/model/predict/networkPredictor.ts';
import { Vocabulary } from '../../../../src/model/text/vocabulary.ts';
import { testPredictor } from '../predictorContract.ts';
import { characters, learntTable, mixedModel, randomText, vocabulary } from './mixWorkbench.ts';

testPredictor('a network and the context expert', async () => {
  const { network } = await mixedModel();
  const layer = (await learntTable()).workspace;
  return () => {
    layer.beginText(2);
    return new MixedPredictor({ network: new NetworkPredictor(network), layer, characters });
  };
});

describe('MixedPredictor', () => {
  let model: ReaderModel;
  let table: ContextTable;
  before(async () => {
    model = await mixedModel();
    table = await learntTable();
  });

  function begun({ isAlone = false } = {}): MixedPredictor {
    const network = new NetworkPredictor(model.network);
    network.read([vocabulary.startOf('c')]);
    table.workspace.beginText(2);
    return new MixedPredictor({ network: isAlone ? undefined : network, layer: table.workspace, characters });
  }

  for (const isAlone of [false, true])
    it(`gives chances that add up to one at every place, ${isAlone ? 'without' : 'with'} the network`, () => {
      const predictor = begun({ isAlone });
      const chances = new Float32Array(predictor.vocabSize);
      for (const symbol of vocabulary.encode(randomText(150, new Random(3)))) {
        predictor.distribution(chances);
        assert.ok(chances.every(chance => chance >= 0));
        const sum = chances.reduce((total, chance) => total + chance, 0);
        assert.ok(Math.abs(sum - 1) < 1e-5, `sum ${sum}`);
        for (const start of ['c', 'latex'] as const) assert.equal(chances[vocabulary.startOf(start)], 0);
        predictor.read([symbol]);
      }
    });

  it('knows characters of several bytes as what they are: it never stops within one', () => {
    // The table has read these two one after the other, again and again.
    const layer = table.workspace;
    layer.beginText(9);
    layer.learn(new TextEncoder().encode('漢🎈'.repeat(60)));
    const predictor = begun();
    const chances = new Float32Array(predictor.vocabSize);
    const [first, second] = vocabulary.encode('漢🎈');
    predictor.read(vocabulary.encode('漢🎈漢🎈漢🎈漢'));
    predictor.distribution(chances);
    assert.ok(chances[second] > 0.8, `balloon ${chances[second]}`);
    predictor.read([second]);
    predictor.distribution(chances);
    assert.ok(chances[first] > 0.8, `character ${chances[first]}`);
    assert.ok(chances[Vocabulary.unknown] < 0.1);
  });

  it('gives no chances where the network has no numbers', () => {
    const broken = model.network.parameter('output.bias');
    const kept = broken[0];
    broken[0] = -Infinity;
    model.network.parametersChanged();
    const predictor = begun();
    const chances = new Float32Array(predictor.vocabSize);
    predictor.distribution(chances);
    broken[0] = kept;
    model.network.parametersChanged();
    assert.ok(chances.every(chance => Number.isNaN(chance)));
  });
});
