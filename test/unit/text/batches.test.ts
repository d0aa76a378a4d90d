import assert from 'node:assert/strict';
import { Batches, type BatchOptions } from '../../../src/model/text/batches.ts';
import { createCorpus, type EncodedFile } from '../../../src/model/text/corpus.ts';
import type { Alphabet } from '../../../src/model/text/alphabet.ts';
import { cSources } from '../training/sources.ts';

const copyWindow = ({ inputs, targets }: Batches) => ({ inputs: [...inputs], targets: [...targets] });

/** Files of numbers, none of which is a start symbol or occurs twice: a number is a place in the text. */
function numberedFiles(lengths: readonly number[]): EncodedFile[] {
  let next = 1000;
  return lengths.map((length, i) => ({
    path: `${i}.c`,
    language: 'c',
    ids: Uint16Array.from({ length }, () => next++),
  }));
}

describe('Batches', () => {
  let training: EncodedFile[];
  let vocabulary: Alphabet;
  let options: BatchOptions;
  before(async () => {
    ({ training, vocabulary } = await createCorpus(cSources(10), { seed: 1 }));
    options = { batchSize: 3, seqLength: 7, groups: 4, seed: 5, vocabulary };
  });

  for (const groups of [1, 2, 5])
    for (const batchSize of [1, 3])
      it(`reads every symbol in every epoch (groups: ${groups}, batch: ${batchSize})`, () => {
        for (const lengths of [[1], [2, 1], [40, 3], [100, 1, 57, 30, 8], [211], [7 * 30, 1], [7 * 30]]) {
          const files = numberedFiles(lengths);
          const batches = new Batches(files, { ...options, groups, batchSize });
          const total = lengths.reduce((sum, length) => sum + length);
          assert.equal(batches.symbolsPerEpoch, total);
          for (const epoch of [0, 1]) {
            const seen = new Set<number>();
            for (let window = 0; window < batches.windowsPerEpoch; window++) {
              assert.deepEqual(batches.position, { epoch, window });
              assert.equal(batches.next().startsEpoch, window === 0);
              for (const id of batches.inputs) seen.add(id);
            }
            assert.equal(seen.size, total);
          }
          const read = batches.windowsPerEpoch * batchSize * options.seqLength;
          // Each stream is rounded up to whole windows.
          assert.ok(read < total + groups * batchSize * (options.seqLength + 1), `${read} for ${total}`);
        }
      });

  it('goes on in each stream of a group where its window before ended', () => {
    const files = numberedFiles([400, 300]);
    const { batchSize, seqLength, groups } = options;
    const batches = new Batches(files, options);
    const ends = new Map<number, number[]>();
    for (let window = 0; window < batches.windowsPerEpoch; window++) {
      batches.next();
      assert.equal(batches.group, window % groups);
      const { inputs, targets } = copyWindow(batches);
      const firsts = inputs.slice(0, batchSize);
      if (window >= groups) assert.deepEqual(firsts, ends.get(batches.group));
      ends.set(batches.group, targets.slice(-batchSize));
      assert.deepEqual(inputs.slice(batchSize), targets.slice(0, (seqLength - 1) * batchSize));
    }
  });

  it('spreads the streams of each group over the whole text', () => {
    const batches = new Batches(numberedFiles([1200]), options);
    for (let group = 0; group < options.groups; group++) {
      batches.next();
      // Of twelve streams of 100 symbols.
      const starts = [0, 1, 2].map(b => 1000 + (b * options.groups + group) * 100);
      assert.deepEqual([...batches.inputs.subarray(0, 3)], starts);
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
    // In the middle of a round of groups.
    for (let step = 0; step < one.windowsPerEpoch + 9; step++) one.next();
    const other = new Batches(training, options);
    other.seek(one.position);
    for (let step = 0; step < one.windowsPerEpoch; step++) {
      one.next();
      other.next();
      assert.deepEqual(copyWindow(other), copyWindow(one));
      assert.equal(other.group, one.group);
    }
  });

  it('repeats a text that is shorter than one window', async () => {
    const { training: tiny, vocabulary: letters } = await createCorpus(
      [{ path: 'a.c', language: 'c', text: 'hello' }],
      {
        seed: 1,
      },
    );
    const batches = new Batches(tiny, { ...options, groups: 1, vocabulary: letters });
    assert.equal(batches.windowsPerEpoch, 1);
    assert.equal(batches.next().startsEpoch, true);
    assert.equal(batches.next().startsEpoch, true);
    assert.ok(
      letters.decode(batches.inputs.filter((_, i) => i % options.batchSize === 0)).startsWith('hell'),
    );
  });
});
