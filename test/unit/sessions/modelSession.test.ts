import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/model/training/settings.ts';
import { runTraining } from '../../../src/model/training/trainingRun.ts';
import type { Language } from '../../../src/model/text/language.ts';
import type {
  CompleteRequest,
  LoadedModel,
  ModelAnswers,
  ModelWorkerEvent,
  RankRequest,
} from '../../../src/protocol/modelMessages.ts';
import { type ModelPlatform, ModelSession } from '../../../src/sessions/modelSession.ts';
import { loadNodeKernels, type NodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { nextTurn } from '../../../src/platform/node/threads/nextTurn.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { newLabeller } from '../insight/newLabeller.ts';
import { cSources, cText } from '../training/sources.ts';

const signal = new AbortController().signal;
const document = 1;
const version = 1;

function completion(offset: number): CompleteRequest {
  const options = { maxLength: 40, minimumProbability: 0.05, temperature: 0, isInvoked: false, waited: 0 };
  return { kind: 'complete', document, version, offset, ...options };
}

function textOf(outcome: ModelAnswers['complete']): string {
  return 'text' in outcome ? outcome.text : '';
}

/** Why nothing is suggested; the text where something is. */
function reasonOf(outcome: ModelAnswers['complete']): string {
  return 'reason' in outcome ? outcome.reason : outcome.text;
}

function rank(feature: string): RankRequest {
  return { kind: 'rank', document, feature, folders: ['/project'] };
}

describe('a model session', () => {
  let kernels: NodeKernels;
  let trained: MemoryStorage;

  before(async () => {
    kernels = await loadNodeKernels('media/kernels');
    trained = createMemoryStorage();
    await train(trained, 12);
  });

  async function train(
    storage: MemoryStorage,
    epochs: number,
    { cell = 'lstm', isRanked = false }: { cell?: 'lstm' | 'gru'; isRanked?: boolean } = {},
  ): Promise<void> {
    await runTraining({
      version: '0.0.0',
      sources: cSources(12),
      start: {
        mode: 'restart',
        settings: {
          ...defaultSettings,
          cell,
          hiddenSize: 32,
          batchSize: 4,
          seqLength: 32,
          budget: { epochs },
        },
      },
      storage,
      kernels: kernels.create,
      control: { signal, whenRunning: () => Promise.resolve() },
      clock: () => performance.now(),
      onEvent: () => {},
      yieldToEvents: nextTurn,
      ...(isRanked && { labeller: newLabeller() }),
    });
  }

  /** A session over a storage, and what it tells; every file on disk holds the same text. */
  function open(storage = trained, platform: Partial<ModelPlatform> = {}) {
    const events: ModelWorkerEvent[] = [];
    const session = new ModelSession(
      {
        storage,
        loadKernels: () => Promise.resolve(kernels),
        readSource: () => Promise.resolve(cText(99)),
        clock: () => performance.now(),
        nextTurn,
        ...platform,
      },
      event => events.push(event),
    );
    return { ...session.handlers, events };
  }

  /** A session with its model loaded and a C document open. */
  async function openWith(
    text: string,
    platform: Partial<ModelPlatform> = {},
    { storage = trained, language = 'c' }: { storage?: MemoryStorage; language?: Language } = {},
  ) {
    const session = open(storage, platform);
    await session.load({ kind: 'load' }, signal);
    await session.openDocument({ kind: 'openDocument', document, version, language, text }, signal);
    return session;
  }

  describe('loading', () => {
    it('says that there is no model', async () => {
      const answer = await open(createMemoryStorage()).load({ kind: 'load' }, signal);
      assert.deepEqual(answer, { state: 'missing' });
    });

    it('tells what the model is, and what its cells can be compared with', async () => {
      const answer = (await open().load({ kind: 'load' }, signal)) as LoadedModel;
      const { cellType, layers, units, languages, unfinished, revision } = answer;
      assert.deepEqual([cellType, layers, units, languages], ['lstm', 1, 32, ['c']]);
      assert.deepEqual([unfinished, revision], [false, 1]);
      assert.ok(answer.step > 0 && answer.validationBitsPerChar !== undefined);
      assert.deepEqual(
        answer.features.c.map(feature => feature.name),
        ['quotes', 'comment', 'if'],
      );
    });

    it('tells what can be looked at of its cells', async () => {
      const gru = createMemoryStorage();
      await train(gru, 1, { cell: 'gru' });
      const quantities = async (storage: MemoryStorage) =>
        ((await open(storage).load({ kind: 'load' }, signal)) as LoadedModel).quantities;
      assert.deepEqual([await quantities(trained), await quantities(gru)], [['h', 'c'], ['h']]);
      const session = await openWith('int a;\n', {}, { storage: gru });
      const cells = [{ layer: 1, index: 3, quantity: 'c' as const }];
      const request = { kind: 'values' as const, document, version, cells, from: 0, to: 3 };
      assert.equal(await session.values(request, signal), undefined);
    });

    it('tells once which kernels it runs on, and why not on the native ones', async () => {
      const loadKernels = () => Promise.resolve({ ...kernels, nativeProblem: 'no such file' });
      const session = open(trained, { loadKernels });
      await session.load({ kind: 'load' }, signal);
      await session.load({ kind: 'load' }, signal);
      const told = { kind: 'kernels', name: kernels.name, nativeProblem: 'no such file' };
      assert.deepEqual(session.events, [told]);
    });

    it('loads again only what was replaced, and forgets what was deleted', async () => {
      const storage = createMemoryStorage();
      await train(storage, 1);
      const session = open(storage);
      const revision = async () => {
        const answer = await session.load({ kind: 'load' }, signal);
        return answer.state === 'loaded' ? answer.revision : 'missing';
      };
      assert.equal(await revision(), 1);
      assert.equal(await revision(), 1);
      await train(storage, 2);
      assert.equal(await revision(), 2);
      storage.files.clear();
      assert.equal(await revision(), 'missing');
    });

    it('hands on why a model cannot be used', async () => {
      const storage = createMemoryStorage();
      storage.files.set('model.json', new TextEncoder().encode('{"formatVersion": 99}'));
      await assert.rejects(async () => open(storage).load({ kind: 'load' }, signal), /version 99/);
    });

    it('is deleted, and what is not of it stays', async () => {
      const storage = createMemoryStorage();
      await train(storage, 1);
      storage.files.set('notes.txt', new Uint8Array(1));
      const session = open(storage);
      await session.deleteModel({ kind: 'deleteModel' }, signal);
      assert.deepEqual([...storage.files.keys()], ['notes.txt']);
      assert.deepEqual(await session.load({ kind: 'load' }, signal), { state: 'missing' });
    });
  });

  describe('suggesting', () => {
    const text = `${cText(50, 3)}int get_count(int count)\n{\n\tif (count > 1)\n\t\tret`;

    it('goes on from the text before the cursor', async () => {
      const session = await openWith(text);
      const answer = await session.complete(completion(text.length), signal);
      assert.match(textOf(answer), /^urn/);
      assert.ok('text' in answer && answer.probability > 0.05 && answer.milliseconds >= 0);
    });

    it('says why it suggests nothing', async () => {
      const session = await openWith(text);
      const answer = await session.complete(completion(3), signal);
      assert.equal(reasonOf(answer), 'beforeText');
      assert.ok(answer.milliseconds >= 0);
    });

    it('answers the same after edits as for the whole text', async () => {
      const session = await openWith(cText(51, 2));
      await session.complete(completion(10), signal);
      const edits = [
        { offset: 4, length: cText(51, 2).length - 4, text: text.slice(4) },
        { offset: 0, length: 4, text: text.slice(0, 4) },
      ];
      await session.editDocument({ kind: 'editDocument', document, version: 2, edits }, signal);
      const edited = await session.complete({ ...completion(text.length), version: 2 }, signal);
      const whole = await (await openWith(text)).complete(completion(text.length), signal);
      assert.equal(textOf(edited), textOf(whole));
      assert.notEqual(textOf(edited), '');
    });

    it('drops the older of two requests', async () => {
      const session = await openWith(text);
      const older = session.complete(completion(text.length), signal);
      const newer = session.complete(completion(text.length), signal);
      assert.equal(reasonOf(await older), 'aborted');
      assert.match(textOf(await newer), /^urn/);
    });

    it('has no answer for a text that is no longer the one, or a document it does not know', async () => {
      const session = await openWith(text);
      const reason = async (request: Partial<CompleteRequest> = {}) =>
        reasonOf(await session.complete({ ...completion(3), ...request }, signal));
      assert.equal(await reason({ version: 7 }), 'outdated');
      assert.equal(await reason({ document: 9 }), 'outdated');
      await session.closeDocument({ kind: 'closeDocument', document }, signal);
      assert.equal(await reason(), 'outdated');
    });

    it('says that an answer comes late, unless the user asked for it', async () => {
      const session = await openWith(text);
      const ask = async (request: Partial<CompleteRequest>) =>
        reasonOf(await session.complete({ ...completion(text.length), waited: 600, ...request }, signal));
      assert.equal(await ask({}), 'late');
      assert.match(await ask({ isInvoked: true }), /^urn/);
    });

    it('lets a suggestion stand while it is typed along, and does not make one that was refused', async () => {
      const session = await openWith(text);
      const shown = textOf(await session.complete(completion(text.length), signal));
      const edit = (to: number, offset: number, length: number, typed: string) =>
        session.editDocument(
          { kind: 'editDocument', document, version: to, edits: [{ offset, length, text: typed }] },
          signal,
        );
      const ask = async (to: number, offset: number) =>
        reasonOf(await session.complete({ ...completion(offset), version: to }, signal));
      await edit(2, text.length, 0, 'u');
      assert.equal(await ask(2, text.length + 1), shown.slice(1));
      await edit(3, text.length + 1, 0, '~');
      await edit(4, text.length + 1, 1, '');
      assert.equal(await ask(4, text.length + 1), 'refused');
    });
  });

  describe('inspecting', () => {
    const text = 'char *s = "a😀b"; /* c */\nif (x) {\n\ty = 1;\n}\n';
    const cells = [
      { layer: 1, index: 3, quantity: 'h' },
      { layer: 1, index: 7, quantity: 'h' },
    ] as const;

    it("gives the cells' values, one a UTF-16 unit", async () => {
      const session = await openWith(text);
      const request = { kind: 'values' as const, document, version, cells: [...cells], from: 5, to: 20 };
      const answer = await session.values(request, signal);
      assert.equal(answer?.revision, 1);
      assert.deepEqual(
        answer.values.map(values => values.length),
        [15, 15],
      );
      const emoji = text.indexOf('😀') - 5;
      assert.equal(answer.values[0][emoji], answer.values[0][emoji + 1]);
      assert.ok(answer.values.every(values => values.every(value => Math.abs(value) <= 1)));
    });

    it('tells how far it has read only of what takes long', async () => {
      const long = cText(5).repeat(20);
      const readings = async (millisecondsATurn: number) => {
        let now = 0;
        const clock = () => (now += millisecondsATurn);
        const session = await openWith(long, { clock });
        const range = { from: long.length - 10, to: long.length };
        await session.values({ kind: 'values', document, version, cells: [...cells], ...range }, signal);
        return session.events.filter(({ kind }) => kind === 'reading');
      };
      assert.deepEqual(await readings(0.1), []);
      const told = await readings(200);
      assert.ok(told.length > 1);
      assert.deepEqual(told.at(-1), { kind: 'reading', document, version, share: 1 });
    });

    it('colours before it parses, however the two were asked for', async () => {
      const session = await openWith(cText(5).repeat(20));
      const range = { from: 0, to: 500 };
      const done: string[] = [];
      // The grammars are there: else they are what it waits for.
      await session.labels({ kind: 'labels', document, version, feature: 'quotes', from: 0, to: 1 }, signal);
      await session.editDocument(
        { kind: 'editDocument', document, version: 2, edits: [{ offset: 0, length: 0, text: 'int a;\n' }] },
        signal,
      );
      const place = { document, version: 2, ...range };
      await Promise.all([
        (async () => {
          await session.labels({ kind: 'labels', ...place, feature: 'quotes' }, signal);
          done.push('labels');
        })(),
        (async () => {
          await session.values({ kind: 'values', ...place, cells: [...cells] }, signal);
          done.push('values');
        })(),
      ]);
      assert.deepEqual(done, ['values', 'labels']);
    });

    it('has no values of cells that the model does not have', async () => {
      const session = await openWith(text);
      const request = { kind: 'values', document, version, from: 0, to: 5 } as const;
      for (const cell of [
        { layer: 2, index: 0, quantity: 'h' },
        { layer: 1, index: 32, quantity: 'h' },
      ] as const)
        assert.equal(await session.values({ ...request, cells: [cell] }, signal), undefined);
    });

    it('says where a feature is, one label a UTF-16 unit', async () => {
      const session = await openWith(text);
      const request = {
        kind: 'labels',
        document,
        version,
        feature: 'quotes',
        from: 0,
        to: text.length,
      } as const;
      const answer = await session.labels(request, signal);
      assert.equal(answer?.isUnlabelled, false);
      const inside = [...answer.labels].map(label => (label === 1 ? '^' : ' ')).join('');
      const from = text.indexOf('"');
      assert.equal(inside.trimEnd(), ' '.repeat(from) + '^'.repeat('"a😀b'.length));
    });

    it('tells what a character was to the model', async () => {
      const session = await openWith(text);
      const answer = await session.hover(
        { kind: 'hover', document, version, offset: 11, cell: cells[0] },
        signal,
      );
      assert.deepEqual([answer?.offset, answer?.character], [11, 'a']);
      assert.ok(answer && answer.surpriseBits > 0 && answer.next.length === 5);
      const { h, c } = answer.values!;
      // The output gate lets through a part of tanh(c).
      assert.ok(c !== undefined && Math.abs(h) < Math.abs(c) && h * c > 0, `h ${h}, c ${c}`);
    });
  });

  describe('ranking', () => {
    it('orders all cells by how well they follow a feature', async () => {
      const session = await openWith(cText(60));
      const answer = await session.rank(rank('comment'), signal);
      assert.equal(answer?.cells.length, 32);
      const scores = answer.cells.map(cell => cell.f1);
      assert.deepEqual(
        scores,
        scores.toSorted((a, b) => b - a),
      );
      assert.ok(answer.files >= 2 && answer.characters > cText(60).length);
      assert.ok(answer.baseRate > 0 && answer.baseRate < 0.5);
      const shares = session.events
        .filter(event => event.kind === 'rankingProgress')
        .map(({ share }) => share);
      assert.equal(shares.at(-1), 1);
    });

    it('has none of a document without features, or for a feature of another language', async () => {
      const plain = await openWith(cText(60), {}, { language: 'other' });
      assert.equal(await plain.rank(rank('comment'), signal), undefined);
      const c = await openWith(cText(60));
      assert.equal(await c.rank(rank('math'), signal), undefined);
      assert.deepEqual(
        [...plain.events, ...c.events].filter(event => event.kind !== 'kernels'),
        [],
      );
    });

    it('answers at once with the ranking that was kept with the model', async () => {
      const storage = createMemoryStorage();
      await train(storage, 4, { isRanked: true });
      const text = cText(60);
      // No other file is read for it.
      const read: string[] = [];
      const readSource = (_folders: readonly string[], path: string) => {
        read.push(path);
        return Promise.resolve(text);
      };
      const session = await openWith(text, { readSource }, { storage });
      const kept = async (feature: string) =>
        await session.keptRanking({ kind: 'keptRanking', document, feature }, signal);
      const ranking = await kept('comment');
      assert.ok(ranking);
      assert.deepEqual([ranking.feature, ranking.origin, ranking.revision], ['comment', 'model', 1]);
      assert.equal(ranking.cells.length, 32);
      assert.ok(ranking.files > 0 && ranking.characters > 100 && ranking.stretches > 0);
      assert.equal(await kept('math'), undefined);
      assert.deepEqual(read, []);

      const plain = await openWith(text, {}, { storage, language: 'other' });
      assert.equal(
        await plain.keptRanking({ kind: 'keptRanking', document, feature: 'comment' }, signal),
        undefined,
      );
      const without = await openWith(text);
      assert.equal(
        await without.keptRanking({ kind: 'keptRanking', document, feature: 'comment' }, signal),
        undefined,
      );
    });

    it('reads once for all features', async () => {
      let reads = 0;
      const readSource = () => {
        reads++;
        return Promise.resolve(cText(61));
      };
      const session = await openWith(cText(60), { readSource });
      const [first, second] = await Promise.all([
        session.rank(rank('comment'), signal),
        session.rank(rank('if'), signal),
      ]);
      const third: ModelAnswers['rank'] = await session.rank(rank('comment'), signal);
      assert.ok(first && second && third);
      assert.notDeepEqual(first.cells, second.cells);
      assert.deepEqual(first, third);
      assert.equal(reads, heldOut());
    });

    it('goes on for those who still want it when one stops, and stops with the last', async () => {
      const session = await openWith(cText(60));
      const one = new AbortController();
      const other = new AbortController();
      const stopped = session.rank(rank('if'), one.signal);
      const wanted = session.rank(rank('comment'), other.signal);
      one.abort();
      assert.ok(await wanted);
      await stopped;

      const last = new AbortController();
      const fresh = await openWith(cText(60));
      const answer = fresh.rank(rank('if'), last.signal);
      last.abort();
      assert.equal(await answer, undefined);
      assert.ok(await fresh.rank(rank('if'), signal));
    });

    it('lets suggestions through', async () => {
      const text = `${cText(60)}\nint get_`;
      const session = await openWith(text);
      let ranked = false;
      const ranking = Promise.resolve(session.rank(rank('if'), signal)).then(() => (ranked = true));
      await session.complete(completion(text.length), signal);
      assert.equal(ranked, false);
      await ranking;
    });
  });

  function heldOut(): number {
    return (JSON.parse(trained.text('model.json')) as { heldOut: string[] }).heldOut.length;
  }
});
