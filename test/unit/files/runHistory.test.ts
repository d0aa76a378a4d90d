import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { removeModel } from '../../../src/model/files/checkpointWriter.ts';
import { historyFile, runsAmong } from '../../../src/model/files/ownFiles.ts';
import { bestValidation, MOST_POINTS, type RunHistory } from '../../../src/model/files/runHistory.ts';
import { readRunHistory, RunHistoryReader } from '../../../src/model/files/runHistoryReader.ts';
import { RunHistoryWriter } from '../../../src/model/files/runHistoryWriter.ts';
import { createMemoryStorage, type MemoryStorage } from './memoryStorage.ts';
import { header, pointAt } from './smallHistory.ts';

const FILE = 'cellscope-run-1.jsonl';

async function stepsOf(storage: MemoryStorage, run = 1): Promise<number[]> {
  return (await readRunHistory(storage, run))!.points.step;
}

/** A run of three points, a sample with odd characters, a measurement and a checkpoint. */
async function smallRun(storage: MemoryStorage): Promise<RunHistoryWriter> {
  const writer = await RunHistoryWriter.begin(storage, header);
  writer.add(pointAt(10));
  await writer.flush();
  writer.add(pointAt(20));
  writer.add({ entry: 'validation', step: 20, seconds: 5, loss: 1.25 });
  writer.add({ entry: 'sample', step: 20, seconds: 5, text: 'int <b>\n"\ud800\u2028' });
  writer.add({ entry: 'checkpoint', step: 20, seconds: 5.123456789 });
  await writer.flush();
  writer.add(pointAt(30));
  await writer.flush();
  return writer;
}

describe('the history of a run', () => {
  let storage: MemoryStorage;
  beforeEach(() => {
    storage = createMemoryStorage();
  });

  it('is read as it was written', async () => {
    const { history } = await smallRun(storage);
    const read = await readRunHistory(storage, 1);
    assert.deepEqual(read?.header, { ...header, generation: 0 });
    assert.deepEqual(read.points.step, [10, 20, 30]);
    assert.deepEqual(read.points.charsPerSecond, [1010, 1020, 1030]);
    assert.deepEqual(read.validations, history.validations);
    assert.deepEqual(read.samples, [{ step: 20, seconds: 5, text: 'int <b>\n"\ud800\u2028' }]);
    assert.deepEqual(read.checkpoints, [{ step: 20, seconds: 5.123456789 }]);
    assert.equal(read.end, undefined);
  });

  it('is no file before there is something to tell', async () => {
    const writer = await RunHistoryWriter.begin(storage, header);
    writer.add({ entry: 'end', step: 0, seconds: 0, reason: 'cancelled' });
    await writer.flush();
    assert.deepEqual([...storage.files.keys()], []);
  });

  it('is whole up to the last whole line, wherever its process was killed', async () => {
    await smallRun(storage);
    const bytes = storage.files.get(FILE)!;
    const whole = await readRunHistory(storage, 1);
    let known = 0;
    for (let length = 0; length <= bytes.length; length++) {
      storage.files.set(FILE, bytes.slice(0, length));
      const read = await readRunHistory(storage, 1);
      const steps = read?.points.step ?? [];
      assert.deepEqual(steps, whole!.points.step.slice(0, steps.length));
      assert.ok(steps.length >= known, `${steps.length} points of ${length} bytes`);
      known = steps.length;
    }
    assert.equal(known, 3);
  });

  it('leaves out lines that are torn, damaged, of a later build, or not in order', async () => {
    await smallRun(storage);
    const lines = storage.text(FILE).trimEnd().split('\n');
    const odd = [
      '["p",40,1',
      '["p",40,"1",1,1,1,1,0]',
      '["p",41,1,1,1,1,1,7]',
      '["p",42.5,1,1,1,1,1,0.5]',
      '["p",1e400,1,1,1,1,1,0]',
      '["p",5,1,1,1,1,1,0]',
      '["v",50,1,-1]',
      '["v",1]',
      '["s",50,1,2]',
      '["q",1,2]',
      '{"p":1}',
      'null',
      '',
      '\u0000\u0000',
      `["s",50,1,"${'x'.repeat(40_000)}"]`,
      '[[[[[[[[1]]]]]]]]',
    ];
    storage.files.set(
      FILE,
      new TextEncoder().encode(`${[...lines, ...odd].join('\n')}\n["p",60,15,1,1,1,1,0.5]\n`),
    );
    const read = await readRunHistory(storage, 1);
    assert.deepEqual(read?.points.step, [10, 20, 30, 60]);
    assert.equal(read.validations.length, 1);
    assert.equal(read.samples.length, 1);
  });

  it('is refused in a sentence where the first line is another one', async () => {
    await smallRun(storage);
    const text = storage.text(FILE);
    const later = text.replace('"version":1', '"version":2');
    const foreign = '{"a":1}\n';
    const hollow = text.replace('"numLayers"', '"layers"');
    for (const [content, message] of [
      [later, /version 2, and this build reads 1: update Cellscope\.$/],
      [foreign, /cellscope-run-1\.jsonl in memory is left out: cellscope is missing/],
      [hollow, /settings\.numLayers is missing/],
    ] as const) {
      storage.files.set(FILE, new TextEncoder().encode(content));
      await assert.rejects(readRunHistory(storage, 1), (error: UserError) => {
        assert.match(error.message, message);
        return error instanceof UserError;
      });
    }
  });

  it('survives any flipped bits and cuts, as an error of one sentence or as a run in order', async () => {
    await smallRun(storage);
    const bytes = storage.files.get(FILE)!;
    const random = new Random(3);
    for (let i = 0; i < 1000; i++) {
      const damaged = bytes.slice(0, 1 + Math.floor(random.next() * bytes.length));
      for (let flips = 3; flips > 0; flips--)
        damaged[Math.floor(random.next() * damaged.length)] ^= 1 << Math.floor(random.next() * 8);
      storage.files.set(FILE, damaged);
      const read = await readRunHistory(storage, 1).catch((error: unknown) => {
        assert.ok(error instanceof UserError, String(error));
        return undefined;
      });
      if (read) assertInOrder(read);
    }
  });

  it('of a resumed run goes on from its checkpoint: what came after that is cut', async () => {
    await smallRun(storage);
    const budget = { seconds: 500 };
    const settings = { ...header.settings, budget };
    const writer = await RunHistoryWriter.resume(storage, { step: 20, seconds: 5.123456789, settings });
    assert.equal(writer?.run, 1);
    writer.add({ ...pointAt(25), charsPerSecond: 7 });
    await writer.flush();
    const read = await readRunHistory(storage, 1);
    assert.deepEqual(read?.points.step, [10, 20, 25]);
    assert.deepEqual(read.header.settings.budget, budget);
    assert.equal(read.samples.length, 1);
  });

  it('of a run that nobody has noted is not taken from another one', async () => {
    await smallRun(storage);
    const settings = header.settings;
    assert.equal(await RunHistoryWriter.resume(storage, { step: 20, seconds: 5.2, settings }), undefined);
    storage.files.set(FILE, new TextEncoder().encode('nothing of ours\n'));
    assert.equal(await RunHistoryWriter.resume(storage, { step: 20, seconds: 5.2, settings }), undefined);
  });

  it('keeps all that was added while the disk was full', async () => {
    const writer = await smallRun(storage);
    storage.writesLeft = 0;
    writer.add(pointAt(40));
    await assert.rejects(writer.flush(), /disk is full/);
    // As a real disk leaves it: a part of the line is there.
    storage.files.set(FILE, Uint8Array.from([...storage.files.get(FILE)!, 0x5b, 0x22]));
    writer.add(pointAt(50));
    await assert.rejects(writer.flush(), /disk is full/);
    storage.writesLeft = Infinity;
    writer.add(pointAt(60));
    await writer.flush();
    assert.deepEqual(await stepsOf(storage), [10, 20, 30, 40, 50, 60]);
  });

  it('stays small however long the run is, with the best measurement and the newest point in it', async () => {
    const writer = await RunHistoryWriter.begin(storage, header);
    const last = 2.5 * MOST_POINTS;
    for (let step = 1; step <= last; step++) {
      writer.add(pointAt(step));
      const loss = step === 777 ? 0.5 : 1 + (step % 100) / 1000;
      if (step % 7 === 0) writer.add({ entry: 'validation', step, seconds: step, loss });
      if (step % 50 === 0) writer.add({ entry: 'sample', step, seconds: step, text: `${step}`.padEnd(5000) });
      if (step % 997 === 0) await writer.flush();
    }
    await writer.flush();
    const read = (await readRunHistory(storage, 1))!;
    assert.deepEqual(read.header, writer.history.header);
    assert.deepEqual(read.validations, writer.history.validations);
    assert.deepEqual(read.samples, writer.history.samples);
    assert.ok(read.points.step.length <= MOST_POINTS);
    assert.equal(read.points.step.at(-1), last);
    assert.equal(bestValidation(read)?.step, 777);
    assert.ok(read.header.interval >= 0.5);
    const early = read.samples.filter(({ step }) => step < last / 2).length;
    assert.ok(early > read.samples.length / 4, `${early} of ${read.samples.length} samples`);
    assert.ok(storage.files.get(FILE)!.length < 3e6, `${storage.files.get(FILE)!.length} bytes`);
    assertInOrder(read);
  });

  it('is read on from where it was, and anew where it was written anew', async () => {
    const writer = await smallRun(storage);
    const reader = new RunHistoryReader('a file');
    const first = reader.read(storage.files.get(FILE)!);
    writer.add(pointAt(40));
    await writer.flush();
    const second = reader.read(storage.files.get(FILE)!);
    assert.equal(second, first);
    assert.deepEqual(second?.points.step, [10, 20, 30, 40]);
    const settings = header.settings;
    const resumed = await RunHistoryWriter.resume(storage, { step: 20, seconds: 5.123456789, settings });
    await resumed!.flush();
    assert.deepEqual(reader.read(storage.files.get(FILE)!)?.points.step, [10, 20]);
  });

  it('of the last ten runs is kept, and of none once the model is deleted', async () => {
    storage.files.set('cellscope-run-x.jsonl', new Uint8Array(1));
    for (let run = 1; run <= 12; run++) {
      const writer = await RunHistoryWriter.begin(storage, header);
      assert.equal(writer.run, run);
      writer.add(pointAt(1));
      await writer.flush();
    }
    assert.deepEqual(runsAmong([...storage.files.keys()]), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    await removeModel(storage);
    assert.deepEqual([...storage.files.keys()], ['cellscope-run-x.jsonl']);
    assert.equal(historyFile(3), 'cellscope-run-3.jsonl');
  });
});

function assertInOrder({ points, validations }: RunHistory): void {
  assert.deepEqual(
    points.step,
    points.step.toSorted((a, b) => a - b),
  );
  for (const list of Object.values(points)) {
    assert.equal(list.length, points.step.length);
    assert.ok(list.every(Number.isFinite));
  }
  assert.deepEqual(
    validations,
    validations.toSorted((a, b) => a.step - b.step),
  );
}
