import assert from 'node:assert/strict';
import { networkScoring } from '../../../src/model/predict/networkScoring.ts';
import { Evaluator, wholeFile } from '../../../src/model/predict/evaluation.ts';
import {
  type Checkpoint,
  loadCheckpoint,
  loadModel,
  type Model,
} from '../../../src/model/files/modelFiles.ts';
import { findResumable, updateStorage } from '../../../src/model/files/pendingUpdate.ts';
import type { Storage } from '../../../src/model/files/storage.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { encodeFile, type SourceText } from '../../../src/model/text/corpus.ts';
import { streamGroups } from '../../../src/model/text/streamGroups.ts';
import type { Alphabet } from '../../../src/model/text/alphabet.ts';
import type { TrainingSettings } from '../../../src/model/files/trainingSettings.ts';
import type { TrainingEngine } from '../../../src/model/training/trainingEngine.ts';
import type { TrainingOptions } from '../../../src/model/training/trainingOptions.ts';
import type { TrainingStart } from '../../../src/model/training/trainingStart.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { createMemoryStorage, type MemoryStorage, weightsOf } from '../files/memoryStorage.ts';
import { smallSettings as settings, trainSmall } from './smallTraining.ts';
import { cSources } from './sources.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

function update(epochs: number, changes: Partial<TrainingSettings> = {}): TrainingStart & { mode: 'update' } {
  return { mode: 'update', changes, budget: { epochs } };
}

/** The same files with another one, in which two characters are new. */
function withNewCharacters(sources: SourceText[]): SourceText[] {
  return [...sources, { path: 'src/new.c', language: 'c', text: '@@ §§ @§\n'.repeat(30) }];
}

function symbolOf(vocabulary: Alphabet, character: string): number {
  return vocabulary.encode(character)[0];
}

function arraysOf({ model, trainer }: Checkpoint): Float32Array[] {
  return [model.network.parameters, trainer.m, trainer.v];
}

/** What belongs to a symbol in an array that is laid out as the parameters. */
function ofSymbol({ model: { network } }: Checkpoint, values: Float32Array, symbol: number): number[] {
  const { vocabSize, hiddenSize } = network.config;
  const [input, output, bias] = ['rnn.weight_ih_l0', 'output.weight', 'output.bias'].map(name => {
    const { offset, length } = network.layout.views.find(view => view.name === name)!;
    return values.subarray(offset, offset + length);
  });
  return [
    ...input.filter((_, i) => i % vocabSize === symbol),
    ...output.subarray(symbol * hiddenSize, (symbol + 1) * hiddenSize),
    bias[symbol],
  ];
}

/** In symbols. */
function lengthOf(sources: readonly SourceText[]): number {
  return sources.reduce((sum, { text }) => sum + text.length + 1, 0);
}

/** The files of the model itself, byte for byte. */
function modelFiles({ files }: MemoryStorage): Map<string, Uint8Array> {
  return new Map([...files].filter(([name]) => !isOfUpdate(name)));
}

function copyOf({ files }: MemoryStorage): MemoryStorage {
  const made = createMemoryStorage();
  for (const [name, data] of files) made.files.set(name, data);
  return made;
}

/** A clock that goes on by 60 ms each time that it is asked. */
function steadyClock(): () => number {
  let now = 0;
  return () => (now += 60);
}

/** A run that is cancelled after so many steps. */
function stopAt(step: number): Partial<TrainingOptions> {
  const stop = new AbortController();
  let now = 0;
  return {
    clock: () => (now += 100),
    control: { signal: stop.signal, whenRunning: () => Promise.resolve() },
    onEvent: event => {
      if (event.event === 'progress' && event.step >= step) stop.abort();
    },
  };
}

/** Trains in one thread, and moves the weights a little after each step: what was known is lost bit by bit. */
const unlearning: TrainingEngine = {
  name: 'unlearning',
  createTrainer(network, options) {
    const trainer = new NetworkTrainer(network, options);
    const step = trainer.step.bind(trainer);
    trainer.step = (...window) => {
      const done = step(...window);
      for (let i = 0; i < network.parameters.length; i++) network.parameters[i] += 0.02 * Math.sin(i);
      return done;
    };
    return Promise.resolve(trainer);
  },
};

function isOfUpdate(name: string): boolean {
  return name.startsWith('update-');
}

async function bitsOn(sources: SourceText[], model: Model): Promise<number> {
  const passages = sources.map(source => wholeFile(encodeFile(model.vocabulary, source)));
  return (await new Evaluator(model.vocabulary, networkScoring(model.network)).evaluate(passages)).bits;
}

describe('updating a model', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = (await loadNodeKernels('media/kernels')).create;
  });

  const train = (storage: MemoryStorage, changes?: Partial<TrainingOptions>) =>
    trainSmall(storage, kernels, changes);

  async function trained(changes: Partial<TrainingOptions> = {}): Promise<MemoryStorage> {
    const storage = createMemoryStorage();
    await train(storage, changes);
    return storage;
  }

  for (const cell of cellTypes)
    it(`knows at its first step what the model knew, and has Adam's means (${cell})`, async () => {
      const start = { mode: 'restart', settings: { ...settings, cell, numLayers: 2 } } as const;
      const storage = await trained({ start });
      const before = await loadCheckpoint(storage, kernels);
      const sources = cSources(14);
      await train(storage, { sources, start: update(0) });
      const after = await loadCheckpoint(storage, kernels);
      assert.equal(await bitsOn(sources, after.model), await bitsOn(sources, before.model));
      for (const name of ['m', 'v', 'stepCount'] as const)
        assert.deepEqual(after.trainer[name], before.trainer[name], name);
      assert.ok(after.trainer.stepCount > 20);
      assert.ok(after.trainer.state.every(value => value === 0));
    });

  it('carries symbols over one by one, and reads new ones as unknown until they are learnt', async () => {
    const storage = await trained({
      sources: [...cSources(12), { path: 'a.c', language: 'c', text: '$$$$' }],
    });
    const before = await loadCheckpoint(storage, kernels);
    await train(storage, { sources: withNewCharacters(cSources(12)), start: update(0) });
    const after = await loadCheckpoint(storage, kernels);

    const [earlier, later] = [before, after].map(({ model }) => model.vocabulary.toJSON().characters);
    // What has gone from the files may come back.
    assert.ok(earlier.includes('$'));
    assert.deepEqual(
      earlier.filter(character => !later.includes(character)),
      [],
    );
    assert.deepEqual(
      later.filter(character => !earlier.includes(character)),
      ['@', '§'],
    );
    const [from, to] = [arraysOf(before), arraysOf(after)];
    for (const [index, values] of to.entries()) {
      for (const symbol of after.model.vocabulary.specialSymbols)
        assert.deepEqual(ofSymbol(after, values, symbol), ofSymbol(before, from[index], symbol));
      // Those that the earlier vocabulary does not have are its symbol 0.
      for (const character of later)
        assert.deepEqual(
          ofSymbol(after, values, symbolOf(after.model.vocabulary, character)),
          ofSymbol(before, from[index], symbolOf(before.model.vocabulary, character)),
          character,
        );
    }
  });

  it('learns what is new, in a run of its own', async () => {
    const storage = await trained();
    const before = await loadModel(storage, kernels);
    const sources = withNewCharacters(cSources(20));
    const events = await train(storage, { sources, start: update(6), globs: ['*.txt'] });
    const done = events.at(-1);
    assert.ok(done?.event === 'done' && done.reason === 'finished');
    const after = await loadModel(storage, kernels);
    const [bitsBefore, bitsAfter] = await Promise.all([before, after].map(model => bitsOn(sources, model)));
    assert.ok(bitsAfter < bitsBefore * 0.9, `${bitsBefore} to ${bitsAfter} bits`);
    const added = sources.slice(-1);
    assert.ok((await bitsOn(added, after)) < (await bitsOn(added, before)) / 2);

    assert.deepEqual(after.globs, ['*.txt']);
    assert.ok(after.history.every(entry => entry.step <= after.training!.step));
    const steps = before.training!.step;
    const earlier = after.training!.before;
    assert.deepEqual([earlier?.steps, earlier?.characters], [steps, before.trainedCharacters]);
    assert.equal(after.trainedCharacters, before.trainedCharacters + after.training!.step * 64);
  });

  it('can follow another update, and counts on', async () => {
    const storage = await trained();
    const first = await loadCheckpoint(storage, kernels);
    await train(storage, { sources: cSources(13), start: update(1) });
    const second = await loadCheckpoint(storage, kernels);
    await train(storage, { sources: cSources(14), start: update(1, { batchSize: 8, seqLength: 8 }) });
    const third = await loadCheckpoint(storage, kernels);
    assert.equal(second.trainer.stepCount, first.record.step + second.record.step);
    assert.equal(third.trainer.stepCount, second.trainer.stepCount + third.record.step);
    assert.equal(third.model.trainedCharacters, second.model.trainedCharacters + third.record.step * 64);
  });

  it('reads files more often that are new or have changed, also after a stop', async () => {
    const sources = cSources(40);
    const storage = await trained({ sources });
    const before = await loadModel(storage, kernels);
    const isLearnt = ({ path }: SourceText) => !before.heldOut.includes(path);
    const [first, second] = sources.filter(isLearnt);
    const changed = sources.map(source => (source === first ? { ...source, text: `int y;\n` } : source));
    const windows = async (files: SourceText[], stopped = false) => {
      const copy = createMemoryStorage();
      for (const [name, data] of storage.files) copy.files.set(name, data);
      await train(copy, { sources: files, start: update(1), ...(stopped && stopAt(5)) });
      if (stopped) await train(copy, { sources: files, start: { mode: 'resume' } });
      return (await loadModel(copy, kernels)).training!.step;
    };
    const longer = [...sources, { ...second, path: 'src/copy.c', text: second.text.repeat(2) }];
    const { batchSize, seqLength } = before.training!.settings;
    const windowsOf = (files: SourceText[], more = 0) => {
      const symbols = lengthOf(files.filter(isLearnt));
      const groups = streamGroups(symbols, { batchSize, seqLength });
      const streamLength = Math.ceil((symbols + more) / (groups * batchSize));
      return groups * Math.ceil(streamLength / seqLength);
    };

    assert.equal(await windows(sources), windowsOf(sources));
    assert.equal(await windows(changed), windowsOf(changed, 3 * 8));
    const added = lengthOf(longer.slice(-1));
    for (const stopped of [false, true])
      assert.equal(await windows(longer, stopped), windowsOf(longer, 3 * added));
    // Where much of the text is new, it is read as often as the rest.
    const more = cSources(60).map(source => ({ ...source, path: `more/${source.path}` }));
    const steps = await windows([...sources, ...more]);
    assert.ok(steps <= windowsOf([...sources, ...more]), `${steps} windows`);
  });

  it('holds out nothing that the model was trained on', async () => {
    const storage = await trained({ sources: cSources(40) });
    const before = await loadModel(storage, kernels);
    await train(storage, { sources: cSources(80), start: update(1) });
    const after = await loadModel(storage, kernels);
    const learnt = new Set(cSources(40).map(file => file.path));
    for (const path of before.heldOut) learnt.delete(path);
    assert.ok(before.heldOut.every(path => after.heldOut.includes(path)));
    for (const path of after.heldOut) assert.ok(!learnt.has(path), path);
  });

  it('goes on exactly after a stop', async () => {
    const [whole, storage] = [await trained(), await trained()];
    const sources = withNewCharacters(cSources(40));
    const start = update(3, { batchSize: 8, learningRate: 0.02 });
    await train(whole, { sources, start });
    await train(storage, { sources, start, ...stopAt(20) });
    const stopped = await loadModel(updateStorage(storage), kernels);
    assert.ok(stopped.training?.finished === false && stopped.training.step >= 20);
    await train(storage, { sources, start: { mode: 'resume' } });
    assert.deepEqual(weightsOf(storage), weightsOf(whole));
    const [one, other] = [await loadCheckpoint(storage, kernels), await loadCheckpoint(whole, kernels)];
    assert.deepEqual(one.trainer, other.trainer);
    assert.deepEqual(one.model.heldOut, other.model.heldOut);
  });

  it('leaves the model as it was until it is finished, whenever it stops', async () => {
    const storage = await trained();
    const before = modelFiles(storage);
    const sources = cSources(14);
    const stop = new AbortController();
    await train(storage, {
      sources,
      start: update(2),
      control: { signal: stop.signal, whenRunning: () => Promise.resolve() },
      onEvent: event => event.event === 'corpus' && stop.abort(),
    });
    assert.deepEqual(storage.files, before);
    await train(storage, { sources, start: update(2), ...stopAt(5) });
    assert.deepEqual(modelFiles(storage), before);
    assert.equal(storage.files.size, 2 * before.size);
    storage.writesLeft = 1;
    await assert.rejects(train(storage, { sources, start: { mode: 'resume' } }), /disk is full/);
    assert.deepEqual(modelFiles(storage), before);
  });

  it('survives a process that is killed after any write or removal, and is resumed from there', async () => {
    const start = update(1);
    const sources = cSources(14);
    const intervals = { progress: 0, checkpoint: 25 };
    const first = await trained();
    const whole = copyOf(first);
    await train(whole, { sources, start, intervals, clock: steadyClock() });
    let changes = 0;
    let finished = false;
    while (!finished) {
      const storage = copyOf(first);
      const died = new Error('killed');
      let left = changes++;
      const mortal: Storage = {
        ...storage,
        list: () => storage.list(),
        write: async (name, data) => {
          if (left-- <= 0) throw died;
          await storage.write(name, data);
        },
        remove: async name => {
          if (left-- <= 0) throw died;
          await storage.remove(name);
        },
      };
      try {
        await train(mortal as MemoryStorage, { sources, start, intervals, clock: steadyClock() });
        finished = true;
      } catch (error) {
        assert.equal(error, died);
      }
      // There is always a whole model, the former or the one that is finished.
      const { training } = await loadModel(storage, kernels);
      assert.equal(training?.finished, true);
      const { storage: from, json } = await findResumable(storage);
      if (from === storage) {
        assert.ok(training?.before || !storage.files.has('update-model.json'), `after ${changes} changes`);
        continue;
      }
      assert.equal(json?.training?.finished, false);
      await train(storage, { sources, start: { mode: 'resume' } });
      assert.deepEqual(weightsOf(storage), weightsOf(whole), `after ${changes} changes`);
      assert.deepEqual([...storage.files.keys()].filter(isOfUpdate), []);
    }
    assert.ok(changes > 12, `${changes} changes`);
  });

  it('says how held-out text was predicted before and after, by the same measure', async () => {
    const storage = await trained();
    const trainedBits = (await loadModel(storage, kernels)).validationBitsPerChar!;
    const events = await train(storage, { start: update(4) });
    const done = events.at(-1);
    assert.ok(done?.event === 'done' && done.kept === 'updated');
    // The files are the same: what was told at the end of the training is what the update begins with.
    assert.ok(Math.abs(done.bitsPerCharBefore! - trainedBits) < 1e-3);
    assert.ok(done.validationBitsPerChar! < trainedBits);
    const { validationBitsPerChar } = await loadModel(storage, kernels);
    assert.equal(validationBitsPerChar, done.validationBitsPerChar);
    for (const event of events)
      if (event.event === 'progress') assert.equal(event.bitsPerCharBefore, done.bitsPerCharBefore);
  });

  it('keeps the former model, byte for byte, when held-out text is predicted worse', async () => {
    const storage = await trained();
    const before = new Map(storage.files);
    const events = await train(storage, { sources: cSources(14), start: update(1), engine: unlearning });
    const done = events.at(-1);
    assert.ok(done?.event === 'done' && done.reason === 'finished' && done.kept === 'former');
    assert.ok(done.validationBitsPerChar! > done.bitsPerCharBefore! + 0.01, JSON.stringify(done));
    assert.deepEqual(storage.files, before);
  });

  it('keeps the former model also when the update was stopped in between', async () => {
    const storage = await trained();
    const before = new Map(storage.files);
    const changes = { sources: cSources(14), engine: unlearning };
    await train(storage, { ...changes, start: update(1), ...stopAt(10) });
    assert.deepEqual(modelFiles(storage), before);
    const events = await train(storage, { ...changes, start: { mode: 'resume' } });
    const done = events.at(-1);
    assert.ok(done?.event === 'done' && done.kept === 'former', JSON.stringify(done));
    assert.deepEqual(storage.files, before);
  });

  it('is forgotten when a training begins anew, at its first checkpoint', async () => {
    const storage = await trained();
    await train(storage, { sources: cSources(14), start: update(2), ...stopAt(5) });
    assert.notEqual((await findResumable(storage)).storage, storage);
    await train(storage, stopAt(5));
    assert.deepEqual([...storage.files.keys()].filter(isOfUpdate), []);
    assert.equal((await loadModel(storage, kernels)).training?.finished, false);
    await train(storage, { start: { mode: 'resume' } });
    assert.equal((await loadModel(storage, kernels)).training?.finished, true);
  });

  it('is not gone on with when the model is another one by now', async () => {
    const storage = await trained();
    await train(storage, { sources: cSources(14), start: update(2), ...stopAt(5) });
    const stale = [...storage.files].filter(([name]) => isOfUpdate(name));
    await train(storage, { sources: cSources(14), start: update(1) });
    for (const [name, data] of stale) storage.files.set(name, data);
    assert.equal((await findResumable(storage)).storage, storage);
    await assert.rejects(train(storage, { sources: cSources(14), start: { mode: 'resume' } }), /finished/);
  });

  it('takes up a run that was stopped, with what is left of its budget', async () => {
    const storage = createMemoryStorage();
    await train(storage, stopAt(20));
    const { training } = await loadModel(storage, kernels);
    assert.equal(training!.position.epoch, 0);
    const sources = cSources(13);
    await assert.rejects(train(storage, { sources, start: { mode: 'resume' } }), { reason: 'filesChanged' });
    const shareOf = settings.budget;
    await train(storage, { sources, start: { mode: 'update', changes: {}, budget: { shareOf } } });
    const first = await loadModel(storage, kernels);
    assert.deepEqual(first.training!.settings.budget, { epochs: 4 });
    await train(storage, { sources, start: { mode: 'update', changes: {}, budget: { shareOf } } });
    const second = await loadModel(storage, kernels);
    assert.deepEqual(second.training!.settings.budget, { epochs: 1 });
    const seconds = { mode: 'update', changes: {}, budget: { shareOf: { seconds: 120 } } } as const;
    await train(storage, { ...stopAt(10), start: seconds });
    const stopped = await loadModel(updateStorage(storage), kernels);
    assert.deepEqual(stopped.training!.settings.budget, { seconds: 30 });
  });

  it('refuses another cell, and another number of cells or layers, by the name that the user knows', async () => {
    const storage = await trained();
    const named = {
      mode: 'update',
      changes: { hiddenSize: 13 },
      budget: { epochs: 1 },
      names: { hiddenSize: '--units' },
    } as const;
    await assert.rejects(train(storage, { start: named }), {
      name: 'UserError',
      message:
        '--units is 13, but the model in memory has 12. Set it to 12 to update that model, or train anew.',
    });
    for (const changes of [{ cell: 'gru' }, { numLayers: 2 }] as const)
      await assert.rejects(train(storage, { start: update(1, changes) }), /but the model in memory has/);
    await assert.rejects(
      train(storage, { start: update(1, { learningRate: 7 }) }),
      /learningRate is 7; give/,
    );
    await assert.rejects(train(createMemoryStorage(), { start: update(1) }), /no model in memory/);
  });
});
