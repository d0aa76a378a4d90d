import assert from 'node:assert/strict';
import type { CurvesHad, RunCurves } from '../../../src/protocol/runs.ts';
import {
  checkCurves,
  checkCurvesRequest,
  checkTrainingPageEvent,
  checkTrainingViewEvent,
} from '../../../src/protocol/trainingView.ts';

const had: CurvesHad = { revision: 1, points: 2, validations: 0, samples: 0 };
const columns = (length: number) => new Float64Array(length);
const curves: RunCurves = {
  revision: 1,
  from: { points: 0, validations: 0, samples: 0 },
  step: columns(2),
  seconds: columns(2),
  trainLoss: columns(2),
  gradientNorm: columns(2),
  learningRate: columns(2),
  charsPerSecond: columns(2),
  validationStep: columns(1),
  validationSeconds: columns(1),
  validationLoss: columns(1),
  samples: [{ step: 3, seconds: 1, text: 'int x;' }],
  notes: [{ step: 3, note: 'blewUp' }],
};

function isRefused(checked: object): boolean {
  return 'problem' in checked;
}

describe('checks of the page that shows trainings', () => {
  it('let through what the page says', () => {
    for (const event of [
      { kind: 'ready' },
      { kind: 'train' },
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'stop' },
      { kind: 'addFolder' },
      { kind: 'removeFolder', folder: 'w' },
      { kind: 'saveCsv', runs: ['w/1'] },
      { kind: 'savePng', bytes: new Uint8Array(8) },
    ])
      assert.deepEqual(checkTrainingPageEvent(event), { message: event });
    const request = { kind: 'curves', id: 'w/1', had };
    assert.deepEqual(checkCurvesRequest(request), { message: request });
  });

  for (const [what, event] of [
    ['nothing', undefined],
    ['a text', 'stop'],
    ['no kind', {}],
    ['a kind that there is not', { kind: 'delete' }],
    ['a kind that every object has', { kind: 'constructor' }],
    ['no folder', { kind: 'removeFolder' }],
    ['a number as folder', { kind: 'removeFolder', folder: 7 }],
    ['a long text as folder', { kind: 'removeFolder', folder: 'x'.repeat(1000) }],
    ['a text as runs', { kind: 'saveCsv', runs: 'w/1' }],
    ['thousands of runs', { kind: 'saveCsv', runs: Array.from({ length: 5000 }, () => 'w/1') }],
    ['a text as picture', { kind: 'savePng', bytes: 'PNG' }],
    ['a picture of many megabytes', { kind: 'savePng', bytes: new Uint8Array((64 << 20) + 1) }],
  ] as const)
    it(`refuse of the page: ${what}`, () => {
      assert.ok(isRefused(checkTrainingPageEvent(event)));
    });

  for (const request of [
    { kind: 'curves', id: 'w/1' },
    { kind: 'curves', id: '../../etc', had: { ...had, points: -1 } },
    { kind: 'curves', id: 'w/1', had: { ...had, samples: 0.5 } },
    { kind: 'curves', id: ['w/1'], had },
    { kind: 'csv', id: 'w/1', had },
  ])
    it(`refuse as a question for curves: ${JSON.stringify(request)}`, () => {
      assert.ok(isRefused(checkCurvesRequest(request)));
    });

  for (const event of [
    { kind: 'training', phase: 'asleep', canResume: false, trainedElsewhere: false },
    { kind: 'training', phase: 'running', share: 2, canResume: false, trainedElsewhere: false },
    { kind: 'training', phase: 'running', canResume: 'no', trainedElsewhere: false },
    { kind: 'runs', folders: [{ key: 'w', name: '', problems: [] }], runs: [{ id: 'w/1' }] },
    { kind: 'runs', folders: {}, runs: [] },
  ])
    it(`refuse of the panel: ${JSON.stringify(event)}`, () => {
      assert.ok(isRefused(checkTrainingViewEvent(event)));
    });

  it('let curves through whose columns have one length each, and no others', () => {
    assert.deepEqual(checkCurves(curves), { message: curves });
    assert.ok(isRefused(checkCurves({ ...curves, trainLoss: columns(3) })));
    assert.ok(isRefused(checkCurves({ ...curves, validationLoss: columns(0) })));
    assert.ok(isRefused(checkCurves({ ...curves, step: [1, 2] })));
    assert.ok(isRefused(checkCurves({ ...curves, notes: [{ step: 1, note: '<b>' }] })));
    assert.ok(
      isRefused(checkCurves({ ...curves, samples: [{ step: 1, seconds: 1, text: 'x'.repeat(5000) }] })),
    );
  });
});
