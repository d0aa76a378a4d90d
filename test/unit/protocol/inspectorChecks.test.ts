import assert from 'node:assert/strict';
import { readPageRequest } from '../../../src/extension/panels/pageRequest.ts';
import type { Ranking } from '../../../src/protocol/cells.ts';
import { type Check, type Checked, checkMessage, isCount, oneOf } from '../../../src/protocol/fieldChecks.ts';
import type { FromPage, HostEvent, PageEvent, PageRequest } from '../../../src/protocol/inspector.ts';
import {
  checkHostAnswer,
  checkHostEvent,
  checkPageEvent,
  checkPageRequest,
} from '../../../src/protocol/inspectorChecks.ts';

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
const requests: { [Kind in PageRequest['kind']]: Extract<PageRequest, { kind: Kind }> } = {
  values: { kind: 'values', ...place, from: 0, to: 10, cells: [cell, { layer: 2, index: 7, quantity: 'c' }] },
  labels: { kind: 'labels', ...place, from: 0, to: 10, feature: 'quotes' },
  hover: { kind: 'hover', ...place, offset: 3 },
  influence: { kind: 'influence', ...place, offset: 3, measure: 'takenOut' },
  keptRanking: { kind: 'keptRanking', document: 1, feature: 'quotes' },
  rank: { kind: 'rank', document: 1, feature: 'quotes' },
};

const pageEvents: { [Kind in PageEvent['kind']]: Extract<PageEvent, { kind: Kind }> } = {
  ready: { kind: 'ready' },
  sendAgain: { kind: 'sendAgain' },
  choosePalette: { kind: 'choosePalette', palette: 'orange-blue' },
  reveal: { kind: 'reveal', ...place, offset: 3 },
  train: { kind: 'train' },
};

const hostEvents: { [Kind in HostEvent['kind']]: Extract<HostEvent, { kind: Kind }> } = {
  palette: { kind: 'palette', palette: 'red-blue' },
  model: {
    kind: 'model',
    revision: 1,
    isStarter: false,
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
  valuesAhead: { kind: 'valuesAhead', ...place, revision: 1, cell, from: 0, values: Float32Array.of(0.5) },
  reading: { kind: 'reading', ...place, share: 0.5 },
  rankingProgress: { kind: 'rankingProgress', document: 1, share: 0.5 },
  cursor: { kind: 'cursor', ...place, offset: 0, visible: { from: 0, to: 7 } },
};

const ranking: Ranking = {
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
};

const answers: { [Kind in keyof FromPage['answers']]: NonNullable<FromPage['answers'][Kind]> } = {
  values: { revision: 1, values: [Float32Array.of(0.5)] },
  labels: { labels: Uint8Array.of(0, 1, 2), isUnlabelled: false },
  hover: { offset: 0, character: '😀', surpriseBits: 2, next: [{ character: '\n', probability: 0.5 }] },
  influence: { offset: 2, character: 'x', surpriseBits: 2, from: 0, bits: Float32Array.of(1, -0.5) },
  keptRanking: ranking,
  rank: ranking,
};

/** Nothing that any field may be. */
const wrong = [null, Number.NaN, -1, Infinity, 1e300, {}, [null], 'x'.repeat(2 ** 24 + 1), () => 1];

function accepts(check: (value: unknown) => Checked<unknown>, value: unknown): boolean {
  return 'message' in check(value);
}

for (const { name, check, messages } of [
  { name: 'checkPageRequest', check: checkPageRequest, messages: requests },
  { name: 'checkPageEvent', check: checkPageEvent, messages: pageEvents },
  { name: 'checkHostEvent', check: checkHostEvent, messages: hostEvents },
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

describe('checkHostAnswer', () => {
  for (const [kind, answer] of Object.entries<object>(answers)) {
    it(`takes the answer to ${kind}, or that there is none`, () => {
      assert.deepEqual(checkHostAnswer(kind, answer), { message: answer });
      assert.ok(accepts(value => checkHostAnswer(kind, value), structuredClone(answer)));
      assert.deepEqual(checkHostAnswer(kind, undefined), { message: undefined });
    });

    it(`refuses an answer to ${kind} of which something is else`, () => {
      for (const value of wrong) {
        assert.ok('problem' in checkHostAnswer(kind, value), JSON.stringify(value));
        for (const field of Object.keys(answer))
          assert.ok('problem' in checkHostAnswer(kind, { ...answer, [field]: value }), field);
      }
      for (const field of Object.keys(answer))
        assert.ok('problem' in checkHostAnswer(kind, { ...answer, [field]: undefined }), field);
    });
  }
});

describe('what is wrong further inside', () => {
  const asked: unknown[] = [
    { ...requests.hover, cell: { ...cell, layer: 0 } },
    { ...requests.hover, cell: { ...cell, index: 0.5 } },
    { ...requests.influence, measure: 'guess' },
    { ...requests.values, cells: [cell, { ...cell, layer: '1' }] },
    { ...requests.values, cells: Array.from({ length: 33 }, () => cell) },
  ];
  const told: unknown[] = [
    { ...hostEvents.edits, edits: [{ offset: 0, length: -1, text: '' }] },
    { ...hostEvents.document, features: [{ name: 'quotes', title: 'Inside quotes' }] },
    { ...hostEvents.valuesAhead, values: [0.5] },
    { ...hostEvents.valuesAhead, values: Uint8Array.of(1) },
    { ...hostEvents.cursor, visible: { from: 0 } },
  ];
  const answered: [kind: string, answer: unknown][] = [
    ['values', { ...answers.values, values: [[0.5]] }],
    ['labels', { ...answers.labels, labels: Float32Array.of(1) }],
    ['rank', { ...ranking, cells: [{ ...cell, ...score, auroc: 2 }] }],
    ['influence', { ...answers.influence, bits: [1, -0.5] }],
    ['hover', { ...answers.hover, next: [{ character: 'abc', probability: 0.5 }] }],
  ];

  it('is refused', () => {
    for (const message of asked) assert.ok(!accepts(checkPageRequest, message), JSON.stringify(message));
    for (const message of told) assert.ok(!accepts(checkHostEvent, message), JSON.stringify(message));
    for (const [kind, answer] of answered) assert.ok('problem' in checkHostAnswer(kind, answer), kind);
    assert.ok(!accepts(checkPageEvent, { ...pageEvents.choosePalette, palette: 'red' }));
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

describe('readPageRequest', () => {
  const feature = { name: 'quotes', title: 'Inside quotes', description: 'Strings' };
  const model = {
    layers: 2,
    units: 8,
    quantities: ['h', 'c'] as const,
    features: { c: [feature], latex: [], other: [] },
  };

  it('takes what the model has', () => {
    for (const message of Object.values(requests))
      assert.deepEqual(readPageRequest(message, model), { message }, message.kind);
  });

  it('refuses cells, features and ranges that are not there', () => {
    for (const [message, problem] of [
      [{ ...requests.hover, cell: { ...cell, layer: 3 } }, /no such cell/],
      [{ ...requests.hover, cell: { ...cell, index: 8 } }, /no such cell/],
      [{ ...requests.values, cells: [cell, { ...cell, index: 9 }] }, /no such cell/],
      [{ ...requests.rank, feature: 'constructor' }, /no such feature/],
      [{ ...requests.labels, feature: '' }, /no such feature/],
      [{ ...requests.labels, from: 11 }, /ends before it begins/],
    ] as const) {
      const read = readPageRequest(message, model);
      assert.match('problem' in read ? read.problem : 'taken', problem);
    }
  });

  it('asks nothing of a model that is not there', () => {
    assert.ok('message' in readPageRequest(requests.rank, undefined));
  });
});
