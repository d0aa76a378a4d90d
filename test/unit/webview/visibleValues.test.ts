import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FromPage, PageRequest } from '../../../src/protocol/inspector.ts';
import { defaultOptions, type InspectorState } from '../../../src/webview/inspector/inspectorState.ts';
import { type VisibleParts, VisibleValues } from '../../../src/webview/inspector/visibleValues.ts';

const cell = { layer: 1, index: 3, quantity: 'h' } as const;
const range = { from: 0, to: 40 };

/** What is visible of a page whose session answers by hand. */
function open({ underline = false } = {}) {
  let state = {
    document: { id: 1, version: 1, name: 'a.c', language: 'c', features: [] },
    model: { revision: 1 },
    cell,
    feature: 'quotes',
    options: { ...defaultOptions, underline },
    valuesVersion: 0,
  } as unknown as InspectorState;
  const store = {
    get state() {
      return state;
    },
    update: (change: Partial<InspectorState>) => {
      state = { ...state, ...change };
    },
  };
  type Answer = FromPage['answers'][PageRequest['kind']];
  const asked: {
    request: PageRequest;
    signal: AbortSignal | undefined;
    answer: (given: Answer) => Promise<void>;
    fail: (message: string) => Promise<void>;
  }[] = [];
  const ask = (request: PageRequest, signal?: AbortSignal) =>
    new Promise<Answer>((resolve, reject) => {
      asked.push({
        request,
        signal,
        answer: async given => {
          resolve(given);
          await nextTurn();
        },
        fail: async message => {
          reject(new Error(message));
          await nextTurn();
        },
      });
    });
  const channel = { ask } as unknown as VisibleParts['channel'];
  const waiting: (() => void)[] = [];
  const later = (work: () => void) => {
    waiting.push(work);
  };
  const text = { length: 40, visibleRange: range, renderedRange: range };
  return { visible: new VisibleValues({ channel, store, text, later }), store, asked, waiting };
}

const ofLabels = ({ request }: { request: PageRequest }) => request.kind === 'labels';
const values = (revision = 1) => ({ revision, values: [new Float32Array(40).fill(0.5)] });

describe('the values of the visible text', () => {
  it('are asked for once', async () => {
    const { visible, store, asked } = open();
    visible.ask();
    visible.ask();
    assert.deepEqual(
      asked.map(({ request }) => request),
      [{ kind: 'values', document: 1, version: 1, ...range, cells: [cell] }],
    );
    await asked[0].answer(values());
    assert.equal(visible.values.window(cell)?.at(3), 0.5);
    assert.equal(store.state.valuesVersion, 1);
    visible.ask();
    assert.equal(asked.length, 1);
  });

  it('are asked for again after an error, which is told', async () => {
    const { visible, store, asked, waiting } = open();
    visible.ask();
    await asked[0].fail('The worker ended.');
    assert.equal(store.state.error, 'The worker ended.');
    visible.ask();
    assert.equal(asked.length, 1, 'asked again at once');
    waiting[0]();
    assert.equal(asked.length, 2, 'not asked again');
    await asked[1].answer(values());
    assert.equal(visible.values.window(cell)?.at(3), 0.5);
  });

  it('are asked for again when the answer was that there are none any more', async () => {
    const { visible, asked } = open();
    visible.ask();
    await asked[0].answer(undefined);
    visible.ask();
    assert.equal(asked.length, 2);
  });

  it('are of no use from another model, nor for another text', async () => {
    const { visible, store, asked } = open();
    visible.ask();
    await asked[0].answer(values(7));
    visible.ask();
    store.update({ document: { ...store.state.document!, version: 2 } });
    await asked[1].answer(values());
    assert.equal(visible.values.window(cell), undefined);
  });

  it('give way to those of a newer text', () => {
    const { visible, store, asked } = open();
    visible.ask();
    store.update({ document: { ...store.state.document!, version: 2 } });
    visible.ask();
    assert.deepEqual(
      asked.map(({ signal }) => signal?.aborted),
      [true, false],
    );
  });
});

describe('the labels of the visible text', () => {
  const labels = { labels: new Uint8Array(40).fill(1), isUnlabelled: false };

  it('are asked for again after an error', async () => {
    const { visible, asked, waiting } = open({ underline: true });
    visible.ask();
    await asked.find(ofLabels)!.fail('No.');
    waiting[0]();
    await asked.findLast(ofLabels)!.answer(labels);
    assert.equal(asked.filter(ofLabels).length, 2);
    assert.equal(visible.labels?.at(3), 1);
  });

  it('are told to be missing once a document', async () => {
    const { visible, store, asked } = open({ underline: true });
    visible.ask();
    await asked.find(ofLabels)!.answer({ ...labels, isUnlabelled: true });
    assert.match(store.state.error ?? '', /takes too long/);
    store.update({ error: undefined });
    visible.forgetLabels();
    visible.ask();
    await asked.findLast(ofLabels)!.answer({ ...labels, isUnlabelled: true });
    assert.equal(asked.filter(ofLabels).length, 2);
    assert.equal(store.state.error, undefined);
  });
});
