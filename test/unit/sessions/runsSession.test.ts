import assert from 'node:assert/strict';
import { UserError } from '../../../src/model/base/userError.ts';
import { RunHistoryWriter } from '../../../src/model/files/runHistoryWriter.ts';
import type { CurvesHad } from '../../../src/protocol/runs.ts';
import { checkCurves, checkTrainingViewEvent } from '../../../src/protocol/trainingView.ts';
import { createRunsSession } from '../../../src/sessions/runsSession.ts';
import { createMemoryStorage } from '../files/memoryStorage.ts';
import { header, pointAt } from '../files/smallHistory.ts';

const { signal } = new AbortController();
const nothing: CurvesHad = { revision: 0, points: 0, validations: 0, samples: 0 };

function open() {
  const storage = createMemoryStorage();
  const held = { isTraining: false, reads: 0 };
  const session = createRunsSession({
    openStorage: () => ({
      ...storage,
      read: (...of) => {
        held.reads++;
        return storage.read(...of);
      },
    }),
    stampOf: (_, name) => Promise.resolve(storage.files.get(name)?.length.toString()),
    isBeingTrained: () => Promise.resolve(held.isTraining),
  });
  const look = async () => (await session.look({ kind: 'look', directories: ['/model'] }, signal))[0];
  const curves = async (had: CurvesHad, run = 1) =>
    session.curves({ kind: 'curves', directory: '/model', run, had }, signal);
  return { storage, held, look, curves, session };
}

describe('a session that reads runs', () => {
  it('lists them, the newest first, with how they stand', async () => {
    const { storage, held, look } = open();
    for (const reason of ['finished', 'cancelled', undefined] as const) {
      const writer = await RunHistoryWriter.begin(storage, header);
      writer.add(pointAt(8));
      writer.add({ entry: 'validation', step: 8, seconds: 2, loss: Math.LN2 });
      writer.add({ entry: 'validation', step: 9, seconds: 2, loss: 2 * Math.LN2 });
      if (reason) writer.add({ entry: 'end', step: 8, seconds: 2, reason });
      await writer.flush();
    }
    const standings = async () => (await look()).runs.map(({ run, standing }) => [run, standing]);
    assert.deepEqual(await standings(), [
      [3, 'interrupted'],
      [2, 'stopped'],
      [1, 'finished'],
    ]);
    held.isTraining = true;
    assert.deepEqual((await standings())[0], [3, 'training']);
    const { runs, problems } = await look();
    assert.deepEqual(problems, []);
    const [{ step, bestBits, lastBits, share }] = runs;
    assert.deepEqual(
      [step, Number(bestBits?.toFixed(4)), Number(lastBits?.toFixed(4)), share],
      [8, 1, 2, 0.000008],
    );
    const shown = runs.map(run => ({ ...run, id: `w/${run.run}`, folder: 'w' }));
    assert.ok('message' in checkTrainingViewEvent({ kind: 'runs', folders: [], runs: shown }));
  });

  it('brings what is new of the curves, and all where what was there is no more', async () => {
    const { storage, held, look, curves } = open();
    const writer = await RunHistoryWriter.begin(storage, header);
    for (const step of [1, 2, 3]) writer.add(pointAt(step));
    await writer.flush();
    const first = await curves(nothing);
    assert.deepEqual([...first.step], [1, 2, 3]);
    assert.ok('message' in checkCurves(first));
    writer.add(pointAt(4));
    await writer.flush();
    const second = await curves({ ...nothing, revision: first.revision, points: 3 });
    assert.deepEqual([second.from.points, ...second.step], [3, 4]);
    const { reads } = held;
    await look();
    assert.equal(held.reads, reads);
    writer.add({ entry: 'cut', step: 2 });
    writer.add(pointAt(3));
    await writer.flush();
    const third = await curves({ ...nothing, revision: second.revision, points: 4 });
    assert.notEqual(third.revision, second.revision);
    assert.deepEqual([third.from.points, ...third.step], [0, 1, 2, 3]);
  });

  it('says which file it leaves out and why, and which run is gone', async () => {
    const { storage, look, curves } = open();
    storage.files.set('cellscope-run-7.jsonl', new TextEncoder().encode('{"cellscope":"else"}\n'));
    const { runs, problems } = await look();
    assert.deepEqual(runs, []);
    assert.match(problems[0], /cellscope-run-7\.jsonl in \/model is left out: cellscope is "else"/);
    await assert.rejects(curves(nothing, 8), (error: UserError) =>
      /Run 8 is no longer in/.test(error.message),
    );
  });

  it('gives all points as CSV, in order, with names that no spreadsheet computes', async () => {
    const { storage, session } = open();
    const writer = await RunHistoryWriter.begin(storage, header);
    writer.add(pointAt(4));
    writer.add(pointAt(8));
    writer.add({ entry: 'validation', step: 4, seconds: 1, loss: Math.LN2 });
    await writer.flush();
    const csv = await session.csv(
      { kind: 'csv', runs: [{ directory: '/model', run: 1, name: '=1,"a"' }] },
      signal,
    );
    const lines = csv.trimEnd().split('\n');
    assert.match(lines[0], /^run,step,seconds,train_loss_nats,train_bits_per_char,held_out_loss_nats/);
    assert.deepEqual(lines.slice(1), [
      `"'=1,""a""",4,1,2,2.88539,,,0.25,0.01,1004`,
      `"'=1,""a""",4,1,,,0.693147,1,,,`,
      `"'=1,""a""",8,2,1.41421,2.04027,,,0.125,0.01,1008`,
    ]);
  });
});
