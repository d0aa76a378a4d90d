import assert from 'node:assert/strict';
import type { TableFigure } from '../../../src/model/lab/figures.ts';
import { LabRun } from '../../../src/model/lab/labRun.ts';
import type { Values } from '../../../src/model/lab/settings.ts';
import { loadWasm } from '../network/networks.ts';
import { countingLesson, SLICES } from './countingLesson.ts';

const nothing = {
  workspace: () => Promise.resolve([]),
  selection: () => Promise.resolve(undefined),
  sample: () => Promise.resolve([]),
  model: () => Promise.resolve(undefined),
};

async function begin(values: Values = {}, seed = 1): Promise<LabRun> {
  const kernels = await loadWasm();
  return LabRun.begin({ lesson: countingLesson(), values, seed, material: nothing, kernels, clock: () => 0 });
}

const rowOf = (run: LabRun, values?: Values) => (run.look(values).figures[0] as TableFigure).rows[0];

describe('a run of the lab', () => {
  it('is looked at as far as the experiment has come', async () => {
    const run = await begin({ from: 5 });
    assert.deepEqual(rowOf(run).slice(0, 2), [5, 0]);
    for (const { share } of run.work()) if (share === 0.3) break;
    assert.deepEqual(rowOf(run).slice(0, 2), [8, 3]);
    assert.deepEqual(rowOf(run, { at: 2 }).slice(0, 2), [8, 2]);
    assert.equal(run.values.at, 2);
  });

  it('works once', async () => {
    const run = await begin();
    assert.ok(run.canWork);
    assert.equal([...run.work()].length, SLICES);
    assert.ok(!run.canWork && run.hasWork);
    assert.deepEqual([...run.work()], []);
  });

  it('knows which values are of the same experiment', async () => {
    const run = await begin({ from: 5 });
    assert.ok(run.isSameExperiment({ from: 5, at: 3 }));
    assert.ok(!run.isSameExperiment({ from: 6 }));
    assert.ok(!run.isSameExperiment({}));
  });

  it('takes all that is random from its seed', async () => {
    const [one, same, other] = await Promise.all([begin({}, 7), begin({}, 7), begin({}, 8)]);
    assert.equal(rowOf(one)[2], rowOf(same)[2]);
    assert.notEqual(rowOf(one)[2], rowOf(other)[2]);
  });

  it('refuses values that cannot be', async () => {
    await assert.rejects(begin({ from: 101 }), /^UserError: from is 101; give it a number from 0 to 100\.$/);
    await assert.rejects(
      begin({ other: 1 }),
      /^UserError: There is no setting other here; there are: from, at\.$/,
    );
    const run = await begin();
    assert.throws(() => run.look({ at: 'x' }), /^UserError: at is "x"/);
  });
});
