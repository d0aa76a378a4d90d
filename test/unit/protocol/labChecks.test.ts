import assert from 'node:assert/strict';
import {
  checkLabAnswer,
  checkLabPageEvent,
  checkLabPageRequest,
  checkLabPanelEvent,
} from '../../../src/protocol/labChecks.ts';
import { isFigure } from '../../../src/protocol/labFigures.ts';
import { csvOf, tableOf } from '../../../src/protocol/labTable.ts';
import { countingLesson } from '../lab/countingLesson.ts';
import { figures } from './labFigures.ts';

const all = Object.values(figures);
const look = { figures: all, most: { at: 3 } };
const state = { version: 1, lesson: 'cell', values: {}, seed: 1 };

describe('checks of the lab', () => {
  it('let every kind of figure through, also as a page gets it', () => {
    for (const figure of all) {
      assert.ok(isFigure(figure), figure.kind);
      assert.ok(isFigure(JSON.parse(JSON.stringify(figure))), figure.kind);
    }
  });

  it('refuse a figure of which any field is something else', () => {
    for (const figure of all)
      for (const [field, value] of Object.entries(figure)) {
        const others = [{}, 7, 'x', [{}]].filter(
          other => typeof other !== typeof value || Array.isArray(value),
        );
        for (const other of others)
          if (
            JSON.stringify(other) !== JSON.stringify(value) &&
            !(Array.isArray(value) && Array.isArray(other) && value.length === 0)
          )
            assert.ok(
              !isFigure({ ...figure, [field]: other }),
              `${figure.kind}.${field} = ${JSON.stringify(other)}`,
            );
      }
  });

  it('refuse lists that are not as long as they must be', () => {
    assert.ok(!isFigure({ ...figures.matrix, values: [1, 2] }));
    assert.ok(!isFigure({ ...figures.strip, characters: ['a'] }));
    assert.ok(!isFigure({ ...figures.curves, series: [{ name: 'a', x: [1], y: [] }] }));
  });

  it('let through what the panel says, and nothing else', () => {
    const { name, title, words, deed, settings } = countingLesson();
    const outline = { name, title, words, deed, settings };
    const opened = {
      ...look,
      values: {},
      hasWork: true,
      canWork: false,
      isWorking: true,
      usesSelection: false,
    };
    for (const [kind, answer] of [
      ['lessons', [outline]],
      ['open', opened],
      ['look', look],
      ['work', undefined],
      ['openState', state],
      ['export', true],
    ] as const)
      assert.deepEqual(checkLabAnswer(kind, answer), { message: answer });
    for (const [kind, answer] of [
      ['lessons', [{ ...outline, settings: [{ kind: 'other' }] }]],
      ['open', { ...opened, values: { a: {} } }],
      ['look', { ...look, figures: [{}] }],
      ['openState', { ...state, seed: 'x' }],
      ['toString', undefined],
    ] as const)
      assert.ok('problem' in checkLabAnswer(kind, answer), kind);
    for (const event of [
      { kind: 'progress', share: 0.5, words: 'half' },
      { kind: 'ended', look },
      { kind: 'ended', message: 'It failed.' },
      { kind: 'waiting', isWaiting: true },
      { kind: 'palette', palette: 'orange-blue' },
      { kind: 'show', state },
    ])
      assert.deepEqual(checkLabPanelEvent(event), { message: event });
    assert.ok('problem' in checkLabPanelEvent({ kind: 'progress', share: 2, words: '' }));
    assert.ok('problem' in checkLabPanelEvent({ kind: 'show', state: {} }));
  });

  it('let through what the page says, and nothing else', () => {
    for (const request of [
      { kind: 'lessons' },
      { kind: 'open', state, anew: true },
      { kind: 'look', values: { at: 1 } },
      { kind: 'export', name: 'a', format: 'png', content: new Uint8Array(3) },
      { kind: 'export', name: 'a', format: 'csv', content: 'a,b' },
    ])
      assert.deepEqual(checkLabPageRequest(request), { message: request });
    for (const request of [
      { kind: 'delete' },
      { kind: 'open', state: { ...state, lesson: 'a/b' } },
      { kind: 'look', values: [] },
      { kind: 'export', name: 'a', format: 'exe', content: '' },
      { kind: 'export', name: 'a', format: 'png', content: 7 },
    ])
      assert.ok('problem' in checkLabPageRequest(request), JSON.stringify(request));
    assert.deepEqual(checkLabPageEvent({ kind: 'ready' }), { message: { kind: 'ready' } });
    assert.ok('problem' in checkLabPageEvent({ kind: 'other' }));
  });
});

describe('the table of a figure', () => {
  it('has all of its numbers', () => {
    assert.deepEqual(tableOf(figures.matrix), {
      columns: ['row', 'Wxh x[a]', 'Wxh x[b]', 'Whh h[0]'],
      rows: [
        ['h[0]', 0.5, -1, 2],
        ['h[1]', null, 0, -0.25],
      ],
    });
    assert.deepEqual(tableOf(figures.curves), {
      columns: ['step', 'training (nats)', 'validation (nats)'],
      rows: [
        [0, 4, 4],
        [1, 2, null],
        [2, 1, null],
      ],
    });
    assert.deepEqual(tableOf(figures.bars).rows[0], ['e', 0.75, 'yes']);
    assert.deepEqual(tableOf(figures.strip).rows[1], [1, 'a', 0.5]);
    assert.deepEqual(tableOf(figures.diagram).rows, [
      ['x', null, null, 'a', 1],
      ['x', null, null, 'b', 0],
      ['h', null, null, '0', 0.5],
      ['x', 'h', 'Wxh', null, null],
    ]);
    assert.deepEqual(tableOf(figures.formula).rows, [
      [1, 'Wxh[0,1]', 0.25],
      [1, '· x', null],
    ]);
    assert.deepEqual(tableOf(figures.text).rows, [[3, 4, 'face', '😀']]);
    assert.deepEqual(tableOf(figures.timeline).rows[1], ['at last', 'the']);
  });

  it('goes into a file in which nothing is a formula', () => {
    assert.equal(csvOf(tableOf(figures.table)), 'name,value\r\n"a, ""b""",1e-7\r\n\'=1+1,\r\n');
  });
});
