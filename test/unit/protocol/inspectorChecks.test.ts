import assert from 'node:assert/strict';
import { readPageMessage } from '../../../src/extension/panels/pageMessage.ts';
import { type Check, type Checked, checkMessage, isCount, oneOf } from '../../../src/protocol/fieldChecks.ts';
import type { HostToWebview, WebviewToHost } from '../../../src/protocol/inspector.ts';
import { checkHostToWebview, checkWebviewToHost } from '../../../src/protocol/inspectorChecks.ts';

const place = { document: 1, version: 0 };
const cell = { layer: 1, index: 0, quantity: 'h' } as const;

const score = {
  f1: 0.8,
  gain: 0.7,
  precision: 0.9,
  recall: 0.7,
  threshold: -0.2,
  direction: -1,
  auroc: 0.9,
  correlation: -0.5,
  second: { feature: 'comment', f1: 0.5, gain: 0.4, direction: 1, baseRate: 0.1 },
} as const;

/** One message of each kind. */
const fromPage: { [Kind in WebviewToHost['kind']]: Extract<WebviewToHost, { kind: Kind }> } = {
  ready: { kind: 'ready' },
  chooseCell: { kind: 'chooseCell', cell },
  chooseFeature: { kind: 'chooseFeature', feature: 'quotes' },
  choosePalette: { kind: 'choosePalette', palette: 'orange-blue' },
  needValues: {
    kind: 'needValues',
    ...place,
    from: 0,
    to: 10,
    cells: [cell, { layer: 2, index: 7, quantity: 'c' }],
  },
  needLabels: { kind: 'needLabels', ...place, from: 0, to: 10, feature: 'quotes' },
  hover: { kind: 'hover', ...place, offset: 3 },
  hoverEnd: { kind: 'hoverEnd' },
  reveal: { kind: 'reveal', ...place, offset: 3 },
  stopRanking: { kind: 'stopRanking' },
  train: { kind: 'train' },
};

const fromHost: { [Kind in HostToWebview['kind']]: Extract<HostToWebview, { kind: Kind }> } = {
  palette: { kind: 'palette', palette: 'red-blue' },
  model: {
    kind: 'model',
    revision: 1,
    cellType: 'lstm',
    layers: 2,
    units: 8,
    step: 9,
    quantities: ['h', 'c'],
    training: false,
  },
  noModel: { kind: 'noModel', message: 'None.', canTrain: true },
  document: {
    kind: 'document',
    ...place,
    name: 'src/main.c',
    language: 'c',
    features: [{ name: 'quotes', title: 'Inside quotes', description: 'Strings' }],
    text: 'int x;\n',
    length: 7,
  },
  moreText: { kind: 'moreText', document: 1, text: 'int y;\n' },
  noDocument: { kind: 'noDocument', message: 'None.' },
  edits: { kind: 'edits', ...place, edits: [{ offset: 0, length: 0, text: 'a' }] },
  values: { kind: 'values', ...place, revision: 1, cell, from: 0, values: Float32Array.of(0.5) },
  reading: { kind: 'reading', ...place, share: 0.5 },
  labels: { kind: 'labels', ...place, feature: 'quotes', from: 0, labels: Uint8Array.of(0, 1, 2) },
  rankingProgress: { kind: 'rankingProgress', document: 1, feature: 'quotes', share: 0.5 },
  ranking: {
    kind: 'ranking',
    document: 1,
    revision: 1,
    feature: 'quotes',
    cells: [{ ...cell, ...score, other: score }],
    files: 1,
    characters: 100,
    baseRate: 0.1,
    stretches: 4,
    maskedShare: 0,
    chosenOn: 'otherFiles',
    origin: 'model',
  },
  rankingEnded: { kind: 'rankingEnded', document: 1, feature: 'quotes' },
  hover: {
    kind: 'hover',
    ...place,
    offset: 0,
    character: '😀',
    surpriseBits: 2,
    next: [{ character: '\n', probability: 0.5 }],
  },
  cursor: { kind: 'cursor', ...place, offset: 0, visible: { from: 0, to: 7 } },
  error: { kind: 'error', message: 'It failed.' },
};

/** Nothing that any field may be. */
const wrong = [null, Number.NaN, -1, Infinity, 1e300, {}, [null], 'x'.repeat(2 ** 24 + 1), () => 1];

function accepts(check: (value: unknown) => Checked<unknown>, value: unknown): boolean {
  return 'message' in check(value);
}

for (const { name, check, messages } of [
  { name: 'checkWebviewToHost', check: checkWebviewToHost, messages: fromPage },
  { name: 'checkHostToWebview', check: checkHostToWebview, messages: fromHost },
])
  describe(name, () => {
    for (const [kind, message] of Object.entries(messages)) {
      it(`takes ${kind}, also after it was copied as messages are`, () => {
        assert.deepEqual(check(message), { message });
        assert.ok(accepts(check, structuredClone(message)));
      });

      for (const field of Object.keys(message).filter(each => each !== 'kind'))
        it(`refuses ${kind} whose ${field} is something else`, () => {
          for (const value of wrong)
            assert.deepEqual(check({ ...message, [field]: value }), {
              problem: `${field} of ${kind} is not what it must be`,
            });
          assert.ok(!accepts(check, { ...message, [field]: undefined }), 'left out');
        });
    }

    it('refuses what is no message', () => {
      for (const value of [undefined, null, 1, 'ready', [], {}, { kind: 1 }, { kind: 'fly' }])
        assert.ok(!accepts(check, value));
      for (const kind of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
        assert.deepEqual(check({ kind }), { problem: 'its kind is not known' });
    });

    it('takes no more of a message than is checked', () => {
      for (const message of Object.values(messages))
        assert.deepEqual(check({ ...message, surplus: 1 }), { message });
    });
  });

describe('what is wrong further inside', () => {
  const page: unknown[] = [
    { ...fromPage.chooseCell, cell: { ...cell, layer: 0 } },
    { ...fromPage.chooseCell, cell: { ...cell, index: 0.5 } },
    { ...fromPage.needValues, cells: [cell, { ...cell, layer: '1' }] },
    { ...fromPage.needValues, cells: Array.from({ length: 33 }, () => cell) },
    { ...fromPage.choosePalette, palette: 'red' },
  ];
  const host: unknown[] = [
    { ...fromHost.edits, edits: [{ offset: 0, length: -1, text: '' }] },
    { ...fromHost.document, features: [{ name: 'quotes', title: 'Inside quotes' }] },
    { ...fromHost.values, values: [0.5] },
    { ...fromHost.values, values: Uint8Array.of(1) },
    { ...fromHost.labels, labels: Float32Array.of(1) },
    { ...fromHost.ranking, cells: [{ ...cell, ...score, auroc: 2 }] },
    { ...fromHost.cursor, visible: { from: 0 } },
    { ...fromHost.hover, next: [{ character: 'abc', probability: 0.5 }] },
  ];

  it('is refused', () => {
    for (const message of page) assert.ok(!accepts(checkWebviewToHost, message), JSON.stringify(message));
    for (const message of host) assert.ok(!accepts(checkHostToWebview, message), JSON.stringify(message));
  });
});

describe('checkMessage', () => {
  const isWord: Check<string> = oneOf('word');
  type Message = { kind: 'one'; count: number; more?: number } | { kind: 'two' };

  it('does not compile without a check for each kind and each field', () => {
    // @ts-expect-error -- the kind 'two' has no checks
    checkMessage<Message>({}, { one: { count: isCount, more: isCount } });
    // @ts-expect-error -- nor has the field `more`
    checkMessage<Message>({}, { one: { count: isCount }, two: {} });
    // @ts-expect-error -- and a check must be of the field's type
    checkMessage<Message>({}, { one: { count: isWord, more: isCount }, two: {} });
  });
});

describe('readPageMessage', () => {
  const feature = { name: 'quotes', title: 'Inside quotes', description: 'Strings' };
  const model = {
    layers: 2,
    units: 8,
    quantities: ['h', 'c'] as const,
    features: { c: [feature], latex: [], other: [] },
  };

  it('takes what the model has', () => {
    for (const message of Object.values(fromPage))
      assert.deepEqual(readPageMessage(message, model), { message }, message.kind);
  });

  it('refuses cells, features and ranges that are not there', () => {
    for (const [message, problem] of [
      [{ ...fromPage.chooseCell, cell: { ...cell, layer: 3 } }, /no such cell/],
      [{ ...fromPage.chooseCell, cell: { ...cell, index: 8 } }, /no such cell/],
      [{ ...fromPage.needValues, cells: [cell, { ...cell, index: 9 }] }, /no such cell/],
      [{ ...fromPage.chooseFeature, feature: 'constructor' }, /no such feature/],
      [{ ...fromPage.needLabels, feature: '' }, /no such feature/],
      [{ ...fromPage.needLabels, from: 11 }, /ends before it begins/],
    ] as const) {
      const read = readPageMessage(message, model);
      assert.match('problem' in read ? read.problem : 'taken', problem);
    }
  });

  it('asks nothing of a model that is not there', () => {
    assert.ok('message' in readPageMessage(fromPage.chooseFeature, undefined));
  });
});
