import assert from 'node:assert/strict';
import type { RunCurves, RunOutline } from '../../../src/protocol/runs.ts';
import type { ShownRun } from '../../../src/protocol/trainingView.ts';
import { hadOf, withCurves } from '../../../src/webview/training/keptCurves.ts';
import { bestPlace, linesOf, runLooks } from '../../../src/webview/training/metrics.ts';
import { rowsOf } from '../../../src/webview/training/numbersTable.ts';
import { pickedWith, readSaved, shownRuns } from '../../../src/webview/training/trainingState.ts';
import {
  describeBits,
  describeNow,
  describeRun,
  describeStanding,
  duration,
  nameOf,
  short,
} from '../../../src/webview/training/trainingWords.ts';

const outline: RunOutline = {
  run: 3,
  started: 0,
  kind: 'training',
  standing: 'finished',
  settings: { cell: 'lstm', numLayers: 1, hiddenSize: 256, seqLength: 64, batchSize: 16, learningRate: 0.01 },
  budget: { seconds: 120 },
  engine: 'one thread',
  files: 1200,
  characters: 2_345_678,
  symbols: 97,
  parameters: 412_345,
  step: 10,
  seconds: 5,
  share: 1,
  stamp: '1',
};
const runOf = (run: number, folder = 'workspace'): ShownRun => ({
  ...outline,
  run,
  folder,
  id: `${folder}/${run}`,
});

function curvesOf(steps: readonly number[], from = 0, revision = 0): RunCurves {
  const list = Float64Array.from(steps);
  return {
    revision,
    from: { points: from, validations: 0, samples: 0 },
    step: list,
    seconds: list.map(step => step / 2),
    trainLoss: list.map(step => Math.LN2 * (4 - step / 10)),
    gradientNorm: list,
    learningRate: list,
    charsPerSecond: list,
    validationStep: Float64Array.of(2, 4, 6),
    validationSeconds: Float64Array.of(1, 2, 3),
    validationLoss: Float64Array.of(3, 2, 2.5),
    samples: [],
    notes: [],
  };
}

describe('the curves that a page keeps', () => {
  it('grow by what is new, and begin anew where that says so', () => {
    const first = withCurves(undefined, curvesOf([1, 2, 3]));
    assert.deepEqual(hadOf(first), { revision: 0, points: 3, validations: 3, samples: 0 });
    const second = withCurves(first, curvesOf([4, 5], 3));
    assert.deepEqual([...second.step], [1, 2, 3, 4, 5]);
    const third = withCurves(second, curvesOf([1, 2], 0, 1));
    assert.deepEqual([...third.step], [1, 2]);
    assert.deepEqual(hadOf(third), { revision: 1, points: 2, validations: 3, samples: 0 });
    assert.deepEqual(hadOf(), { revision: 0, points: 0, validations: 0, samples: 0 });
  });

  it('are drawn in bits over steps, seconds or characters, with the best place marked', () => {
    const curves = withCurves(undefined, curvesOf([10, 20]));
    const of = (axis: 'step' | 'seconds' | 'characters') =>
      linesOf('loss', { run: outline, curves, look: runLooks[0], axis, name: 'Run 3' });
    const [training, heldOut] = of('step');
    assert.deepEqual(
      [...(training.y as Float64Array)].map(y => Number(y.toFixed(9))),
      [3, 2],
    );
    assert.deepEqual([training.label, heldOut.label], ['Run 3 training', 'Run 3 held-out']);
    assert.deepEqual(
      of('characters').map(({ x }) => x[0]),
      [10 * 64 * 16, 2 * 64 * 16],
    );
    assert.deepEqual(
      of('seconds').map(({ x }) => x[0]),
      [5, 1],
    );
    assert.deepEqual(bestPlace(curves, 'step', outline), { x: 4, y: 2 / Math.LN2 });
    assert.deepEqual(bestPlace(curves, 'seconds', outline)?.x, 2);
  });

  it('are told in numbers, from the first point to the last', () => {
    const rows = rowsOf(withCurves(undefined, curvesOf(Array.from({ length: 1000 }, (_, i) => i + 1))));
    assert.equal(rows.length, 40);
    assert.deepEqual(rows[0], ['1', '0.5 s', '3.900', '–', '1', '1', '1']);
    assert.equal(rows.at(-1)?.[0], '1,000');
    assert.equal(rows.at(-1)?.[3], (2.5 / Math.LN2).toFixed(3));
    assert.deepEqual(rowsOf(withCurves(undefined, curvesOf([]))), []);
  });
});

describe('the runs that are shown', () => {
  const runs = [runOf(5), runOf(4), runOf(3), runOf(9, 'other')];
  const ids = (picked: readonly string[] | undefined) => shownRuns({ runs, picked }).map(({ id }) => id);

  it('are the last two of the workspace, or those that were chosen', () => {
    assert.deepEqual(ids(undefined), ['workspace/5', 'workspace/4']);
    assert.deepEqual(ids(['other/9', 'workspace/3']), ['workspace/3', 'other/9']);
    assert.deepEqual(ids(['gone/1']), ['workspace/5', 'workspace/4']);
    assert.deepEqual(shownRuns({ runs: undefined, picked: undefined }), []);
  });

  it('have a run that begins among them', () => {
    const begun: ShownRun = { ...runOf(6), standing: 'training' };
    assert.deepEqual(pickedWith({ runs, picked: ['workspace/3'] }, [begun, ...runs]), [
      'workspace/6',
      'workspace/3',
    ]);
    assert.equal(pickedWith({ runs, picked: undefined }, [begun, ...runs]), undefined);
  });

  it('are as they were kept, and nothing else is taken from there', () => {
    assert.deepEqual(readSaved({ axis: 'seconds', arrangement: 'over', picked: ['a'], more: 1 }), {
      axis: 'seconds',
      arrangement: 'over',
      picked: ['a'],
    });
    for (const odd of [undefined, null, 7, { axis: '__proto__', arrangement: 1, picked: [1] }])
      assert.deepEqual(readSaved(odd), {});
  });
});

describe('the words of a training', () => {
  it('say what a run is and how it stands', () => {
    assert.equal(
      describeRun(outline),
      'LSTM, 1 layer of 256 cells, 412k parameters · 1,200 files, 2.35M characters · one thread',
    );
    assert.equal(describeStanding({ standing: 'stopped', share: 0.999 }), 'stopped at 99 %');
    assert.equal(describeBits({ bestBits: 2, lastBits: 2.1 }), 'best 2.00 bits per character, 2.10 at last');
    assert.equal(describeBits({ bestBits: 2, lastBits: 2 }), '2.00 bits per character');
    assert.equal(describeBits({}), 'not measured yet');
    const folders = [{ key: 'a', name: 'old', problems: [] }];
    assert.equal(nameOf({ run: 1, folder: 'a' }, folders), 'Run 1 of old');
    assert.equal(nameOf({ run: 1, folder: 'workspace' }, folders), 'Run 1');
  });

  it('say what goes on now, and how long yet', () => {
    const now = { canResume: false, trainedElsewhere: false };
    assert.equal(
      describeNow({ ...now, phase: 'running', share: 0.5, secondsLeft: 95 }),
      'Training: 50 % done, 1 min 35 s left.',
    );
    assert.equal(describeNow({ ...now, phase: 'running' }), 'Training: it begins.');
    assert.equal(describeNow({ ...now, phase: 'reading' }), 'Reading the files.');
    assert.equal(describeNow({ ...now, phase: 'reading', share: 0.2 }), 'Reading the files: 20 % done.');
    assert.equal(
      describeNow({ ...now, phase: 'finishing', share: 0.1, secondsLeft: 9 }),
      'Trained. What goes with the model is made: 10 % done, 9 s left.',
    );
    assert.equal(
      describeNow({ ...now, phase: 'idle', trainedElsewhere: true }),
      'Another window or a terminal trains.',
    );
  });

  it('are short', () => {
    assert.deepEqual([0.00123, 12, 1234, 999_999, 2.5e6].map(short), [
      '0.00123',
      '12',
      '1.23k',
      '1M',
      '2.5M',
    ]);
    assert.deepEqual([2.54, 60, 3661, 7200].map(duration), ['2.5 s', '1 min', '1 h 1 min', '2 h']);
  });
});
