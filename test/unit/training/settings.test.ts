import assert from 'node:assert/strict';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { checkSettings, decided, defaultSettings } from '../../../src/model/training/settings.ts';
import type { TrainingSettings } from '../../../src/model/files/trainingSettings.ts';
import { editorDefault } from '../editorDefault.ts';

const shown = (name: string) => editorDefault(`training.${name}`);

describe('defaultSettings', () => {
  it('are those that the editor shows', () => {
    // The editor has no setting for words: its suggestions and cells are those of characters.
    const { gradClip: _, tokens, ...expected } = defaultSettings;
    assert.equal(tokens, 'char');
    assert.deepEqual(expected, {
      cell: shown('cell'),
      numLayers: shown('layers'),
      hiddenSize: shown('units'),
      seqLength: shown('sequenceLength'),
      batchSize: shown('batchSize'),
      learningRate: shown('learningRate'),
      budget: { seconds: shown('seconds') },
      seed: shown('seed'),
    });
  });
});

describe('the learning rate', () => {
  it('is what suits the cell, unless it is given', () => {
    const rates = cellTypes.map(cell => decided({ ...defaultSettings, cell }).learningRate);
    assert.ok(rates.every(rate => rate >= 1e-3 && rate <= 1e-2));
    assert.ok(rates[cellTypes.indexOf('lstm')] > rates[cellTypes.indexOf('gru')]);
    assert.equal(decided({ ...defaultSettings, learningRate: 0.02 }).learningRate, 0.02);
  });
});

describe('checkSettings', () => {
  it('takes the defaults', () => checkSettings(defaultSettings));

  const bad: [Partial<TrainingSettings>, RegExp][] = [
    [{ cell: 'transformer' as 'lstm' }, /cell is "transformer"; choose rnn, lstm, gru/],
    [{ hiddenSize: 0 }, /hiddenSize is 0; give a whole number from 1 to 2048/],
    [{ numLayers: 1.5 }, /numLayers is 1\.5/],
    [{ learningRate: Number.NaN }, /learningRate is NaN/],
    [{ learningRate: -0.1 }, /learningRate is -0.1; give a number from 0 to 1/],
    [{ budget: { seconds: 0 } }, /seconds is 0/],
    [{ budget: { epochs: -1 } }, /epochs is -1/],
  ];
  for (const [change, message] of bad)
    it(`refuses ${JSON.stringify(change)}`, () => {
      assert.throws(() => checkSettings({ ...defaultSettings, ...change }), { name: 'UserError', message });
    });

  it('calls a setting what the user calls it', () => {
    assert.throws(
      () => checkSettings({ ...defaultSettings, hiddenSize: 0 }, { hiddenSize: '--units' }),
      /^UserError: --units is 0/,
    );
  });
});
