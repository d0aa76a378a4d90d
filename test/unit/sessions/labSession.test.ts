import assert from 'node:assert/strict';
import { UserError } from '../../../src/model/base/userError.ts';
import type { TableFigure } from '../../../src/model/lab/figures.ts';
import type { Material } from '../../../src/model/lab/lesson.ts';
import type { EditorText, LabProgress, ShownLook } from '../../../src/protocol/lab.ts';
import type { Values } from '../../../src/protocol/lab.ts';
import { LabSession } from '../../../src/sessions/labSession.ts';
import { nextTurn } from '../../../src/platform/node/threads/nextTurn.ts';
import { countingLesson, SLICES } from '../lab/countingLesson.ts';
import { loadWasm } from '../network/networks.ts';

const { signal } = new AbortController();

interface Options {
  lesson?: Parameters<typeof countingLesson>[0];
  /** That each slice takes, ms. */
  sliceTakes?: number;
}

function open({ lesson = {}, sliceTakes = 50 }: Options = {}) {
  const told: LabProgress[] = [];
  let now = 0;
  const session = new LabSession(
    {
      lessons: [
        countingLesson({
          ...lesson,
          slice: n => {
            now += sliceTakes;
            lesson.slice?.(n);
          },
        }),
      ],
      loadKernels: async () => ({ create: await loadWasm() }),
      material: ({ selection }): Material => ({
        workspace: () => Promise.resolve([]),
        selection: () => Promise.resolve(selection),
        sample: () => Promise.resolve([]),
        model: () => Promise.resolve(undefined),
      }),
      clock: () => now,
      yieldToEvents: nextTurn,
    },
    event => told.push(event),
  );
  const { handlers } = session;
  return {
    told,
    handlers,
    open: (values: Values = {}, more: { seed?: number; anew?: boolean; selection?: EditorText } = {}) =>
      handlers.open(
        {
          kind: 'open',
          state: { version: 1, lesson: 'counting', values, seed: more.seed ?? 1 },
          surroundings: { folders: [], include: [], ...(more.selection && { selection: more.selection }) },
          ...(more.anew !== undefined && { anew: more.anew }),
        },
        signal,
      ),
    work: (stop: AbortSignal = signal) => handlers.work({ kind: 'work' }, stop) as Promise<ShownLook>,
  };
}

const countOf = ({ figures }: ShownLook) => (figures[0] as TableFigure).rows[0][0];

describe('a session of the lab', () => {
  it('lists the lessons', async () => {
    const lessons = await open().handlers.lessons({ kind: 'lessons' }, signal);
    assert.deepEqual(
      lessons.map(({ name, deed, words }) => [name, deed, words.length]),
      [['counting', 'Count', 3]],
    );
  });

  it('opens a lesson, works at it to the end, and shows it', async () => {
    const session = open();
    const opened = await session.open({ from: 3 });
    assert.equal(countOf(opened), 3);
    assert.deepEqual(opened.values, { from: 3, at: SLICES });
    assert.deepEqual([opened.hasWork, opened.canWork, opened.isWorking], [true, true, false]);
    assert.equal(countOf(await session.work()), 3 + SLICES);
    const after = await session.open({ from: 3, at: 4 });
    assert.deepEqual([countOf(after), after.canWork, after.values.at], [3 + SLICES, false, 4]);
  });

  it('tells how far it is, with what is to be seen about five times a second', async () => {
    const session = open({ sliceTakes: 50 });
    await session.open();
    await session.work();
    assert.deepEqual(
      session.told.map(({ share, words, look }) => [share, words, look && countOf(look)]),
      [
        [0.1, '1 counted', undefined],
        [0.3, '3 counted', undefined],
        [0.5, '5 counted', 5],
        [0.7, '7 counted', undefined],
        [0.9, '9 counted', 9],
      ],
    );
    // Half of the work took 250 ms.
    assert.equal(session.told[2].secondsLeft, 0.25);
  });

  it('stops when that is asked for, and keeps what was done', async () => {
    const cancel = new AbortController();
    const session = open({ lesson: { slice: n => n === 3 && cancel.abort() } });
    await session.open();
    const look = await session.work(cancel.signal);
    assert.equal(countOf(look), 4);
    const again = await session.open();
    assert.deepEqual([countOf(again), again.canWork, again.isWorking], [4, false, false]);
  });

  it('waits while it is paused, and leaves the pause out of the time', async () => {
    const session = open({
      lesson: { slice: n => n === 2 && void session.handlers.pause({ kind: 'pause' }, signal) },
    });
    await session.open();
    const over = session.work();
    let isOver = false;
    void over.then(() => (isOver = true));
    for (let turn = 0; turn < 50; turn++) await nextTurn();
    assert.ok(!isOver);
    assert.equal(countOf(await session.handlers.look({ kind: 'look', values: {} }, signal)), 3);
    await session.handlers.continue({ kind: 'continue' }, signal);
    assert.equal(countOf(await over), SLICES);
  });

  it('can be stopped while it is paused', async () => {
    const cancel = new AbortController();
    const session = open({
      lesson: { slice: n => n === 2 && void session.handlers.pause({ kind: 'pause' }, signal) },
    });
    await session.open();
    const over = session.work(cancel.signal);
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    cancel.abort();
    assert.equal(countOf(await over), 3);
  });

  it('shows other values of the view while it works', async () => {
    const looks: unknown[] = [];
    const session = open({
      lesson: {
        slice: n => {
          if (n === 5) looks.push(session.handlers.look({ kind: 'look', values: { at: 2 } }, signal));
        },
      },
    });
    await session.open();
    await session.work();
    const [figure] = (looks[0] as ShownLook).figures as TableFigure[];
    assert.deepEqual(figure.rows[0].slice(0, 2), [5, 2]);
  });

  it('ends the work when another experiment is opened', async () => {
    const session = open();
    await session.open();
    const over = session.work();
    const other = await session.open({ from: 20 });
    assert.deepEqual([countOf(other), other.canWork, other.isWorking], [20, true, false]);
    assert.ok(Number(countOf(await over)) < SLICES);
  });

  it('keeps an experiment that is opened again, and begins it anew when asked', async () => {
    const session = open();
    await session.open();
    await session.work();
    assert.equal(countOf(await session.open()), SLICES);
    assert.equal(countOf(await session.open({}, { anew: true })), 0);
    await session.work();
    assert.equal(countOf(await session.open({}, { seed: 2 })), 0);
  });

  it('begins anew with another selection only where the experiment is made of it', async () => {
    let begun = 0;
    const uses = open({
      lesson: {
        begin: async ({ material }) => {
          begun++;
          await material.selection();
        },
      },
    });
    const first = await uses.open({}, { selection: { path: 'a.c', text: 'x' } });
    assert.ok(first.usesSelection);
    await uses.open({}, { selection: { path: 'a.c', text: 'x' } });
    assert.equal(begun, 1);
    await uses.open({}, { selection: { path: 'a.c', text: 'y' } });
    assert.equal(begun, 2);
    const uninterested = open({ lesson: { begin: () => Promise.resolve(void begun++) } });
    await uninterested.open({}, { selection: { path: 'a.c', text: 'x' } });
    const second = await uninterested.open({}, { selection: { path: 'a.c', text: 'y' } });
    assert.ok(!second.usesSelection);
    assert.equal(begun, 3);
  });

  it('opens the next lesson after one that cannot be begun', async () => {
    let fails = true;
    const session = open({
      lesson: { begin: () => (fails ? Promise.reject(new UserError('Select a text.')) : Promise.resolve()) },
    });
    await assert.rejects(session.open() as Promise<unknown>, /^UserError: Select a text\.$/);
    fails = false;
    assert.equal(countOf(await session.open()), 0);
  });

  it('hands on what goes wrong in the work', async () => {
    const session = open({
      lesson: {
        slice: n => {
          if (n === 3) throw new UserError('The gradient exploded. Clip it.');
        },
      },
    });
    await session.open();
    await assert.rejects(session.work(), /^UserError: The gradient exploded\. Clip it\.$/);
    assert.equal((await session.open()).isWorking, false);
  });
});
