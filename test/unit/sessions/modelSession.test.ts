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
import type { ContextKernelFactory } from '../../../src/model/contexts/wasmContextKernels.ts';
import { loadContextKernels } from '../../../src/platform/node/kernels/nodeContextKernels.ts';
import type { TablePlatform } from '../../../src/sessions/workspaceTable.ts';
import { nextTurn } from '../../../src/platform/node/threads/nextTurn.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { newLabeller } from '../insight/newLabeller.ts';
import { cSources, cText } from '../training/sources.ts';

const signal = new AbortController().signal;
const document = 1;
const version = 1;

function completion(offset: number): CompleteRequest {
  const options = { maxLength: 40, isInvoked: false, waited: 0 };
  return { kind: 'complete', document, version, offset, manner: 'eager', hidesList: false, ...options };
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

    it('takes the starter where there is no model, and the model once there is one', async () => {
      const storage = createMemoryStorage();
      const starter = createMemoryStorage();
      await train(starter, 1);
      const session = await openWith('int a = "b";\n', { starter }, { storage });
      const load = async () => (await session.load({ kind: 'load' }, signal)) as LoadedModel;
      const first = await load();
      assert.deepEqual([first.state, first.isStarter, first.revision], ['loaded', true, 1]);
      const cells = [{ layer: 1, index: 3, quantity: 'h' as const }];
      const request = { kind: 'values' as const, document, version, cells, from: 0, to: 3 };
      assert.equal((await session.values(request, signal))?.revision, 1);
      await train(storage, 1);
      assert.equal((await load()).isStarter, false);
      await session.deleteModel({ kind: 'deleteModel' }, signal);
      assert.equal((await load()).isStarter, true);
    });

    it('does without a starter that is damaged or not there, and says why', async () => {
      const broken = createMemoryStorage();
      await broken.write('model.json', new TextEncoder().encode('{'));
      for (const [starter, why] of [
        [broken, /model\.json/],
        [createMemoryStorage(), /There is none/],
      ] as const) {
        const session = open(createMemoryStorage(), { starter });
        assert.deepEqual(await session.load({ kind: 'load' }, signal), { state: 'missing' });
        assert.ok(session.events.some(event => event.kind === 'noStarter' && why.test(event.problem)));
        const own = open(trained, { starter });
        assert.equal((await own.load({ kind: 'load' }, signal)).state, 'loaded');
        assert.deepEqual(
          own.events.filter(event => event.kind === 'noStarter'),
          [],
        );
      }
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

  describe('with what is learnt of the files', () => {
    /** Names that the network has never read, and now and then what it has. */
    const phrase = 'static int zorch_quux(struct blimp *flarp)\n{\n\treturn flarp->wibble;\n}\n\n';
    const folders = [{ path: '/project', exclude: [] }];
    let create: ContextKernelFactory;
    before(async () => {
      ({ create } = await loadContextKernels('media/kernels'));
    });

    const contexts = (files: Record<string, string>): TablePlatform => ({
      megabytes: 32,
      loadKernels: () => Promise.resolve({ create }),
      async *readSources() {
        for (const [path, text] of Object.entries(files)) yield { path, language: 'c' as const, text };
      },
      sourcePath: (_, file) => file.replace('/project/', ''),
      locate: (_, path) => `/project/${path}`,
      stamp: () => Promise.resolve(undefined),
      isBeingTrained: () => Promise.resolve(false),
      wait: () => new Promise(() => {}),
    });

    /** A copy of the storage, which the table is kept in. */
    async function openOver(files: Record<string, string>, text: string) {
      const storage = createMemoryStorage();
      for (const [name, bytes] of trained.files) storage.files.set(name, bytes);
      const readSource = (_: readonly string[], path: string) => Promise.resolve(files[path]);
      return await openWith(text, { contexts: contexts(files), readSource }, { storage });
    }

    const typed = `${cText(50, 3)}static int zorch_q`;

    it('suggests what stands in them, once they are learnt, which it tells of', async () => {
      const session = await openOver({ 'a.c': cText(3) + phrase.repeat(3) + cText(4) }, typed);
      const ask = async () => textOf(await session.complete(completion(typed.length), signal));
      assert.doesNotMatch(await ask(), /^uux/);
      await session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      assert.match(await ask(), /^uux/);
      const shares = session.events.filter(event => event.kind === 'learning').map(event => event.share);
      assert.deepEqual([shares.at(-2), shares.at(-1)], [1, undefined]);
    });

    it('leaves what is on screen as it is when they are learnt meanwhile', async () => {
      const text = `${cText(50, 3)}int get_count(int count)\n{\n\tif (count > 1)\n\t\tret`;
      const session = await openOver({ 'a.c': cText(3) + phrase.repeat(3) }, text);
      const shown = textOf(await session.complete(completion(text.length), signal));
      await session.suggestionShown({ kind: 'suggestionShown', document }, signal);
      await session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      const edits = [{ offset: text.length, length: 0, text: shown[0] }];
      await session.editDocument({ kind: 'editDocument', document, version: 2, edits }, signal);
      const answer = await session.complete({ ...completion(text.length + 1), version: 2 }, signal);
      assert.equal(textOf(answer), shown.slice(1));
    });

    it('leaves what is on screen as it is when a training writes another model meanwhile', async () => {
      const storage = createMemoryStorage();
      for (const [name, bytes] of trained.files) storage.files.set(name, bytes);
      const text = `${cText(50, 3)}int get_count(int count)\n{\n\tif (count > 1)\n\t\tret`;
      const session = await openWith(text, {}, { storage });
      const shown = textOf(await session.complete(completion(text.length), signal));
      await session.suggestionShown({ kind: 'suggestionShown', document }, signal);
      await train(storage, 1);
      const { revision } = (await session.load({ kind: 'load' }, signal)) as LoadedModel;
      assert.equal(revision, 2);
      const edits = [{ offset: text.length, length: 0, text: shown[0] }];
      await session.editDocument({ kind: 'editDocument', document, version: 2, edits }, signal);
      const answer = await session.complete({ ...completion(text.length + 1), version: 2 }, signal);
      assert.equal(textOf(answer), shown.slice(1));
    });

    it('suggests what stands in the document, once that is learnt', async () => {
      const text = `${phrase.repeat(2)}${typed}`;
      const session = await openOver({ 'a.c': cText(3) }, text);
      await session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      await session.complete(completion(text.length), signal);
      // What is learnt when there is time.
      for (let i = 0; i < 100; i++) await nextTurn();
      const edits = [{ offset: text.length, length: 0, text: 'u' }];
      await session.editDocument({ kind: 'editDocument', document, version: 2, edits }, signal);
      const answer = await session.complete({ ...completion(text.length + 1), version: 2 }, signal);
      assert.match(textOf(answer), /^ux/);
    });

    it('explains what it suggested: who gave what to each character, and the line that it was copied from', async () => {
      const files = { 'b.c': cText(5), 'a.c': cText(3) + phrase.repeat(3) + cText(4) };
      const session = await openOver(files, typed);
      const text = 'uux(struct blimp *flarp)';
      const ask = { kind: 'explain', document, version: 1, offset: typed.length, text } as const;
      assert.equal(await session.explain(ask, signal), undefined);
      await session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      const answer = await session.explain(ask, signal);
      assert.ok(answer);
      assert.equal(answer.characters.map(({ character }) => character).join(''), text);
      for (const { net, contexts: others, bits } of answer.characters)
        assert.ok(net >= 0 && others >= 0 && Math.abs(net + others - 1) < 1e-6 && bits >= 0);
      const lines = files['a.c'].split('\n');
      // The first, which stands after the same text as here.
      const line = lines.findIndex(each => each.includes('zorch_quux'));
      assert.deepEqual(answer.source, { path: '/project/a.c', line });
      const other = await session.explain({ ...ask, text: 'never seen anywhere' }, signal);
      assert.ok(other && other.source === undefined);
    });

    it('does not take what was suggested, once it is saved, for what it was copied from', async () => {
      const files: Record<string, string> = { 'a.c': cText(3) + phrase };
      const session = await openOver(files, typed);
      const text = 'uux(struct blimp *flarp)';
      const ask = { kind: 'explain', document, version: 1, offset: typed.length, text } as const;
      const keepUp = () => session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      await keepUp();
      await session.complete(completion(typed.length), signal);
      await session.suggestionShown({ kind: 'suggestionShown', document }, signal);
      const source = (await session.explain(ask, signal))?.source;
      assert.equal(source?.path, '/project/a.c');
      files['z.c'] = typed + text;
      await keepUp();
      assert.deepEqual((await session.explain(ask, signal))?.source, source);
    });

    it('goes on by the network alone when the model is deleted, and after', async () => {
      const session = await openOver({ 'a.c': phrase }, typed);
      await session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      await session.deleteModel({ kind: 'deleteModel' }, signal);
      await session.load({ kind: 'load' }, signal);
      await session.keepUp({ kind: 'keepUp', folders, include: [] }, signal);
      const answer = await session.complete(completion(typed.length), signal);
      assert.equal(reasonOf(answer), 'outdated');
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

    it('lets a suggestion stand while it is typed along, and none where what was refused is being deleted', async () => {
      const session = await openWith(text);
      const shown = textOf(await session.complete(completion(text.length), signal));
      await session.suggestionShown({ kind: 'suggestionShown', document }, signal);
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
      assert.equal(await ask(4, text.length + 1), 'deleting');
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

  describe('influence', () => {
    const text = 'int a = 1;\nadd(a);\n';

    it('tells by how many bits each earlier character moved a prediction', async () => {
      const session = await openWith(text);
      const request = { kind: 'influence', document, version, offset: 11, measure: 'takenOut' } as const;
      const answer = await session.influence(request, signal);
      assert.deepEqual([answer?.offset, answer?.character, answer?.from], [11, 'a', 0]);
      assert.equal(answer?.bits.length, 11);
      const hover = await session.hover({ kind: 'hover', document, version, offset: 11 }, signal);
      assert.ok(Math.abs(answer.surpriseBits - hover!.surpriseBits) < 1e-3);
      // What was read right before it counts.
      assert.ok(Math.abs(answer.bits[10]) > 1e-3);
    });

    it('has no answer to what is about another text, or about the first character', async () => {
      const session = await openWith(text);
      const request = { kind: 'influence', document, version, offset: 11, measure: 'gradient' } as const;
      assert.equal(await session.influence({ ...request, version: version + 1 }, signal), undefined);
      assert.equal(await session.influence({ ...request, offset: 0 }, signal), undefined);
      assert.equal((await session.influence({ ...request, offset: 1 }, signal))?.bits.length, 1);
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
