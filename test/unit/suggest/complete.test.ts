import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Network } from '../../../src/model/network/network.ts';
import { Random } from '../../../src/model/base/random.ts';
import {
  complete,
  type CompleteOptions,
  type Completion,
  type Demands,
} from '../../../src/model/suggest/complete.ts';
import { DocumentReader, type ReaderModel } from '../../../src/model/predict/documentReader.ts';
import { DocumentText } from '../../../src/model/text/documentText.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { askedStakes } from '../../../src/model/suggest/worthALook.ts';
import { askedFor } from './places.ts';
import { loadWasm } from '../network/networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

const unit = 'int sum(int a) {\n\tif (a > 1) {\n\t\treturn add(a, 1);\n\t}\n}\n';

/** A network that knows one text by heart, read over and over from the start of a file. */
function learn(text: string, kernels: KernelFactory): ReaderModel {
  const vocabulary = Vocabulary.fromTexts([text]);
  const symbols = [vocabulary.startOf('c'), ...vocabulary.encode(text.repeat(3))];
  const network = new Network(
    { cell: 'gru', vocabSize: vocabulary.size, hiddenSize: 48, numLayers: 1 },
    kernels,
  );
  network.initialise(new Random(2));
  const seqLength = symbols.length - 1;
  const trainer = new NetworkTrainer(network, { batchSize: 1, seqLength, gradClip: 1 });
  for (let step = 0; step < 150; step++) {
    trainer.resetState();
    trainer.step({ inputs: symbols.slice(0, -1), targets: symbols.slice(1) }, 0.01);
  }
  return { network, vocabulary };
}

/** Nothing is shown that is less likely than this. */
const atLeast = (leastChance: number) => ({ stakes: { ...askedStakes, leastChance } });

describe('complete', () => {
  let model: ReaderModel;
  before(async () => {
    model = learn(unit, await loadWasm());
  });

  const greedy = { ...askedFor, ...atLeast(0.3), maxLength: 80, random: new Random(1) };

  function readerOf(text: string): DocumentReader {
    return new DocumentReader(model, new DocumentText(text), 'c');
  }

  /** The suggestion where '|' stands in the text; in angle brackets why there is none. */
  async function at(marked: string, options: Partial<CompleteOptions & Demands> = {}): Promise<string> {
    const offset = marked.indexOf('|');
    const reader = readerOf(marked.replace('|', ''));
    const outcome = await complete(reader, { ...greedy, ...options, offset }, undisturbed);
    return 'text' in outcome ? outcome.text : `<${outcome.reason}>`;
  }

  it('suggests the rest of a line that it knows', async () => {
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {\n\t\tret|'), 'urn add(a, 1);');
    assert.equal(await at('|', { maxLength: 7 }), 'int sum');
  });

  it('breaks off before a word rather than after its first letters, if there is anything before it', async () => {
    assert.equal(await at('|', { maxLength: 5 }), 'int');
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {\n\t\tret|', { maxLength: 5 }), 'urn');
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {\n\t\tret|', { maxLength: 2 }), 'ur');
  });

  it('goes on to further lines only behind a block opener, and only for a few', async () => {
    const lines = '\n\tif (a > 1) {\n\t\treturn add(a, 1);\n\t}';
    assert.equal(await at('int sum(int a) {|'), lines);
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {|'), '\n\t\treturn add(a, 1);\n\t}');
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {\n\t\treturn add(a, 1);|'), '<unsure>');
    assert.equal(await at('int sum(int a) {|\n\tif (a > 1) {\n'), '<unsure>');
  });

  it('leaves nothing open that it opens, where the text is sound', async () => {
    assert.equal(await at('int sum|\n\nint b;\n'), '(int a)');
    // Where nothing stands behind the cursor, it is being written.
    assert.match(await at('int sum|'), /^\(int a\) \{\n/);
    assert.equal(await at('|\nint b;\n', { maxLength: 8 }), 'int sum');
  });

  it('goes on over lines up to the brace that stands below', async () => {
    const body = '\n\t\treturn add(a, 1);';
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {|\n\t}\n}\n'), body);
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {|\n\t\tx();\n\t}\n}\n'), '<unsure>');
  });

  it('indents as the document does, or as the editor would', async () => {
    const spaces = 'int x[] = {\n    1,\n};\nint y[] = {\n    2,\n};\n';
    const body = '\n        return add(a, 1);\n    }';
    const fresh = 'int sum(int a) {\n    if (a > 1) {|';
    assert.equal(await at(spaces + fresh, atLeast(1e-9)), body);
    assert.equal(await at(fresh, atLeast(1e-9)), body);
    const top = 'int sum(int a) {|\n}\n';
    assert.match(await at(top, { indentation: '  ', ...atLeast(1e-9) }), /^\n {2}if/);
    assert.match(await at(top, atLeast(1e-9)), /^\n\tif/);
  });

  it('leaves out what stands behind the cursor, and keeps still before anything but closers', async () => {
    assert.equal(await at('int sum(int a) {\n\tif (a > 1) {\n\t\treturn add(|);'), 'a, 1');
    assert.equal(await at('int sum(int a) {\n\tif (|)'), 'a > 1');
    assert.equal(await at('int sum(int a) {\n\tif (|b)'), '<beforeText>');
  });

  it('shows nothing that is less likely than asked for', async () => {
    const reader = readerOf('int sum(int a) {\n\tif');
    const options = { ...greedy, offset: reader.text.unitLength };
    const { text, chance } = (await complete(reader, options, undisturbed)) as Extract<
      Completion,
      { text: string }
    >;
    assert.ok(text.length > 2 && chance >= 0.3 && chance < 1);
    assert.deepEqual(await complete(reader, { ...options, ...atLeast(1) }, undisturbed), {
      reason: 'unsure',
    });
  });

  it('is repeatable at a temperature, and as good as greedy at a low one', async () => {
    const start = 'int sum(int a) {\n\tif (a > 1) {\n\t\tret|';
    const draw = (temperature: number, seed: number) => at(start, { temperature, random: new Random(seed) });
    assert.equal(await draw(0.05, 1), 'urn add(a, 1);');
    assert.equal(await draw(1.5, 7), await draw(1.5, 7));
  });

  it('does not disturb the reader', async () => {
    const text = 'int sum(int a) {\n\tif (a > 1) {\n';
    const reader = readerOf(text);
    const before = await reader.stateAt(reader.text.length, undisturbed);
    await complete(reader, { ...greedy, offset: 7 }, undisturbed);
    await complete(reader, { ...greedy, offset: text.length }, undisturbed);
    assert.deepEqual(await reader.stateAt(reader.text.length, undisturbed), before);
    assert.deepEqual(await readerOf(text).stateAt(text.length, undisturbed), before);
  });

  it('gives nothing when it is aborted', async () => {
    const reader = readerOf('int sum(int');
    const abort = new AbortController();
    abort.abort();
    const control = { ...undisturbed, signal: abort.signal };
    const outcome = await complete(reader, { ...greedy, offset: 11 }, control);
    assert.deepEqual(outcome, { reason: 'aborted' });
  });
});
