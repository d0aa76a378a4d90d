import assert from 'node:assert/strict';
import { parseModelOutline, unfinishedRun } from '../../../src/protocol/modelOutline.ts';

const stopped = {
  trainedCharacters: 1000,
  training: { finished: false, seconds: 30, position: { epoch: 3 }, settings: { budget: { seconds: 120 } } },
};
const outline = (json: unknown) => parseModelOutline(JSON.stringify(json));
const shareOf = (training: unknown) => outline({ training }).run?.share;

describe('the outline of a model.json', () => {
  it('says of a run that was stopped how far it came, by the clock or by its epochs', () => {
    const run = { finished: false, share: 0.25 };
    assert.deepEqual(outline(stopped), { trainedCharacters: 1000, run });
    const byEpochs = { ...stopped.training, settings: { budget: { epochs: 12 } } };
    assert.deepEqual(outline({ ...stopped, training: byEpochs }).run, run);
  });

  it('is empty for what says nothing', () => {
    for (const text of ['', '{', 'null', '[]', '"model"', '7', '{}'])
      assert.deepEqual(parseModelOutline(text), {}, text);
  });

  it('has a share of 0 to 1, whatever stands in it', () => {
    assert.equal(shareOf({ seconds: 'x', settings: { budget: { seconds: 'y' } } }), 0);
    assert.equal(shareOf({ seconds: 5, settings: { budget: { seconds: 0 } } }), 0);
    assert.equal(shareOf({ seconds: 5, settings: { budget: { seconds: 1 } } }), 1);
    assert.equal(shareOf({ seconds: -5, settings: { budget: { seconds: 1 } } }), 0);
    assert.equal(shareOf({ settings: 'none', position: [] }), 0);
  });
});

describe('the run that is not finished', () => {
  const model = outline(stopped);

  it('is the training that made the model', () => {
    assert.deepEqual(unfinishedRun(model, undefined), { kind: 'training', share: 0.25 });
    assert.equal(unfinishedRun(outline({ training: { finished: true } }), undefined), undefined);
    assert.equal(unfinishedRun(undefined, model), undefined);
  });

  it('is an update of this very model', () => {
    const update = (characters: number) =>
      outline({ training: { ...stopped.training, seconds: 60, before: { characters } } });
    assert.deepEqual(unfinishedRun(model, update(1000)), { kind: 'update', share: 0.5 });
    assert.deepEqual(unfinishedRun(model, update(999)), { kind: 'training', share: 0.25 });
    const said = outline({ training: { finished: true } });
    assert.equal(unfinishedRun(said, update(999)), undefined);
  });
});
