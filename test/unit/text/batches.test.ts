import assert from 'node:assert/strict';
import { Batches, type BatchOptions } from '../../../src/model/text/batches.ts';
import { createCorpus, type EncodedFile } from '../../../src/model/text/corpus.ts';
import type { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { cSources } from '../training/sources.ts';

const copyWindow = ({ inputs, targets }: Batches) => ({ inputs: [...inputs], targets: [...targets] });

describe('Batches', () => {
  let training: EncodedFile[];
  let vocabulary: Vocabulary;
  let options: BatchOptions;
  before(async () => {
    ({ training, vocabulary } = await createCorpus(cSources(10), { seed: 1 }));
    options = { batchSize: 3, seqLength: 7, seed: 5, vocabulary };
  });

  it('reads every symbol in every epoch', () => {
    const batches = new Batches(training, options);
    const seen = new Map<number, number>();
    for (let window = 0; window < batches.windowsPerEpoch; window++) {
      batches.next();
      for (const id of batches.inputs) seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    for (const { ids } of training) for (const id of ids) seen.set(id, (seen.get(id) ?? 0) - 1);
    const surplus = [...seen.values()];
    assert.ok(
      surplus.every(count => count >= 0),
      'a symbol was left out',
    );
    assert.ok(surplus.reduce((sum, count) => sum + count) < options.batchSize * options.seqLength * 2);
    assert.deepEqual(batches.position, { epoch: 1, window: 0 });
  });

  it('goes on in each stream where the window before ended', () => {
    const batches = new Batches(training, options);
    batches.next();
    const first = copyWindow(batches);
    const { startsEpoch } = batches.next();
    assert.equal(startsEpoch, false);
    const { batchSize, seqLength } = options;
    for (let b = 0; b < batchSize; b++) {
      const target = first.targets[(seqLength - 1) * batchSize + b];
      if (target >= 0) assert.equal(batches.inputs[b], target);
      for (let t = 0; t + 1 < seqLength; t++)
        if (first.targets[t * batchSize + b] >= 0)
          assert.equal(first.inputs[(t + 1) * batchSize + b], first.targets[t * batchSize + b]);
    }
  });

  it('does not ask to predict that another file starts', () => {
    const batches = new Batches(training, options);
    let uncounted = 0;
    for (let window = 0; window < batches.windowsPerEpoch; window++) {
      batches.next();
      assert.ok(batches.targets.every(target => !vocabulary.isStart(target)));
      uncounted += batches.targets.filter(target => target < 0).length;
    }
    assert.ok(uncounted >= training.length);
  });

  it('orders the files anew in each epoch, the same way each time', () => {
    const [one, other] = [new Batches(training, options), new Batches(training, options)];
    one.next();
    const first = copyWindow(one);
    for (let window = 1; window <= one.windowsPerEpoch; window++) one.next();
    assert.notDeepEqual(copyWindow(one), first);
    other.seek({ epoch: 1, window: 0 });
    other.next();
    assert.deepEqual(copyWindow(other), copyWindow(one));
  });

  it('goes on from any position just as if it had read up to there', () => {
    const one = new Batches(training, options);
    for (let step = 0; step < one.windowsPerEpoch + 9; step++) one.next();
    const other = new Batches(training, options);
    other.seek(one.position);
    for (let step = 0; step < one.windowsPerEpoch; step++) {
      one.next();
      other.next();
      assert.deepEqual(copyWindow(other), copyWindow(one));
    }
  });

  it('repeats a text that is shorter than one window', async () => {
    const { training: tiny, vocabulary: letters } = await createCorpus(
      [{ path: 'a.c', language: 'c', text: 'hello' }],
      {
        seed: 1,
      },
    );
    const batches = new Batches(tiny, { ...options, vocabulary: letters });
    assert.equal(batches.windowsPerEpoch, 1);
    assert.equal(batches.next().startsEpoch, true);
    assert.equal(batches.next().startsEpoch, true);
    assert.ok(
      letters.decode(batches.inputs.filter((_, i) => i % options.batchSize === 0)).startsWith('hell'),
    );
  });
});
