import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/model/training/settings.ts';
import { runTraining } from '../../../src/model/training/trainingRun.ts';
import type {
  CompleteRequest,
  LoadedModel,
  ModelAnswers,
  ModelWorkerEvent,
  RankRequest,
} from '../../../src/protocol/modelMessages.ts';
import { type ModelPlatform, ModelSession } from '../../../src/worker/modelSession.ts';
import { loadNodeKernels, type NodeKernels } from '../../../src/worker/nodeKernels.ts';
import { nextTurn } from '../../../src/worker/turns.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { cSources, cText } from '../training/sources.ts';

const signal = new AbortController().signal;
const document = 1;
const version = 1;

function completion(offset: number): CompleteRequest {
  const options = { maxLength: 40, minimumProbability: 0.05, temperature: 0 };
  return { kind: 'complete', document, version, offset, ...options };
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

  async function train(storage: MemoryStorage, epochs: number): Promise<void> {
    await runTraining({
      sources: cSources(12),
      start: {
        mode: 'restart',
        settings: { ...defaultSettings, hiddenSize: 32, batchSize: 4, seqLength: 32, budget: { epochs } },
      },
      storage,
      kernels: kernels.create,
      control: { signal, whenRunning: () => Promise.resolve() },
      clock: () => performance.now(),
      onEvent: () => {},
      yieldToEvents: nextTurn,
    });
  }

  /** A session over a storage, and what it tells; every file on disk holds the same text. */
  function open(storage = trained, platform: Partial<ModelPlatform> = {}) {
    const events: ModelWorkerEvent[] = [];
    const session = new ModelSession(
      {
        storage,
        loadKernels: () => Promise.resolve(kernels),
        readText: () => Promise.resolve(cText(99)),
        clock: () => performance.now(),
        nextTurn,
        ...platform,
      },
      event => events.push(event),
    );
    return { ...session.handlers, events };
  }

  /** A session with its model loaded and a C document open. */
  async function openWith(text: string, platform: Partial<ModelPlatform> = {}) {
    const session = open(trained, platform);
    await session.load({ kind: 'load' }, signal);
    await session.openDocument({ kind: 'openDocument', document, version, language: 'c', text }, signal);
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

    it('tells once which kernels it runs on, and why not on the native ones', async () => {
      const loadKernels = () => Promise.resolve({ ...kernels, nativeProblem: 'no such file' });
      const session = open(trained, { loadKernels });
      await session.load({ kind: 'load' }, signal);
      await session.load({ kind: 'load' }, signal);
      const told = { event: 'kernels', name: kernels.name, nativeProblem: 'no such file' };
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
  });

  describe('suggesting', () => {
    const text = `${cText(50, 3)}int get_count(int count)\n{\n\tif (count > 1)\n\t\tret`;

    it('goes on from the text before the cursor', async () => {
      const session = await openWith(text);
      const answer = await session.complete(completion(text.length), signal);
      assert.match(answer?.text ?? '', /^urn/);
      assert.ok(answer && answer.probability > 0.05 && answer.milliseconds >= 0);
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
      assert.equal(edited?.text, whole?.text);
      assert.notEqual(edited?.text, '');
    });

    it('drops the older of two requests', async () => {
      const session = await openWith(text);
      const older = session.complete(completion(text.length), signal);
      const newer = session.complete(completion(text.length), signal);
      assert.equal(await older, undefined);
      assert.match((await newer)?.text ?? '', /^urn/);
    });

    it('has no answer for a text that is no longer the one, or a document it does not know', async () => {
      const session = await openWith(text);
      assert.equal(await session.complete({ ...completion(3), version: 7 }, signal), undefined);
      assert.equal(await session.complete({ ...completion(3), document: 9 }, signal), undefined);
      await session.closeDocument({ kind: 'closeDocument', document }, signal);
      assert.equal(await session.complete(completion(3), signal), undefined);
    });
  });

  describe('inspecting', () => {
    const text = 'char *s = "a😀b"; /* c */\nif (x) {\n\ty = 1;\n}\n';
    const cells = [
      { layer: 1, index: 3 },
      { layer: 1, index: 7 },
    ];

    it("gives the cells' values, one a UTF-16 unit", async () => {
      const session = await openWith(text);
      const request = { kind: 'values', document, version, cells, from: 5, to: 20 } as const;
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

    it('has no values of cells that the model does not have', async () => {
      const session = await openWith(text);
      const request = { kind: 'values', document, version, from: 0, to: 5 } as const;
      for (const cell of [
        { layer: 2, index: 0 },
        { layer: 1, index: 32 },
      ])
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
      assert.ok(answer && answer.surpriseBits > 0 && answer.next.length === 5 && answer.value !== undefined);
    });
  });

  describe('ranking', () => {
    it('orders all cells by how well they follow a feature', async () => {
      const session = await openWith(cText(60));
      const answer = await session.rank(rank('comment'), signal);
      assert.equal(answer?.cells.length, 32);
      const scores = answer.cells.map(cell => cell.auroc);
      assert.deepEqual(
        scores,
        scores.toSorted((a, b) => b - a),
      );
      assert.ok(answer.files >= 2 && answer.characters > cText(60).length);
      assert.ok(answer.baseRate > 0 && answer.baseRate < 0.5);
      const shares = session.events
        .filter(event => event.event === 'rankingProgress')
        .map(({ share }) => share);
      assert.equal(shares.at(-1), 1);
    });

    it('reads once for all features', async () => {
      let reads = 0;
      const readText = () => {
        reads++;
        return Promise.resolve(cText(61));
      };
      const session = await openWith(cText(60), { readText });
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
