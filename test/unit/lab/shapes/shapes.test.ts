import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import type { KernelFactory } from '../../../../src/model/kernels/wasmKernels.ts';
import { Bigrams, bitsPerCharacter } from '../../../../src/model/lab/shapes/bigrams.ts';
import { Classifier } from '../../../../src/model/lab/shapes/classifier.ts';
import { EncoderDecoder } from '../../../../src/model/lab/shapes/encoderDecoder.ts';
import { NextCharacter } from '../../../../src/model/lab/shapes/nextCharacter.ts';
import { Tagger } from '../../../../src/model/lab/shapes/tagger.ts';
import { TagScore } from '../../../../src/model/lab/shapes/tagScore.ts';
import { TextStreams } from '../../../../src/model/lab/shapes/textStreams.ts';
import { Writer } from '../../../../src/model/lab/shapes/writer.ts';
import { WordPieces } from '../../../../src/model/lab/shapes/wordPieces.ts';
import { loadWasm } from '../../network/networks.ts';

const random = () => new Random(1);
const classOf = ({ ids }: { ids: readonly number[] }) => (ids[0] < 2 ? 0 : 1);

describe('the shapes of networks', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = await loadWasm();
  });

  it('many to one: an answer at the end about what was at the start, by softmax and by sigmoid', () => {
    for (const answer of ['softmax', 'sigmoid'] as const) {
      const length = 6;
      const sizes = { cell: 'gru', hiddenSize: 16, vocabSize: 4, length, batchSize: 16 } as const;
      const answers = answer === 'softmax' ? 2 : 1;
      const classifier = new Classifier({ ...sizes, answer, answers }, { kernels, random: random() });
      const chance = random();
      const draw = () => ({ ids: Array.from({ length }, () => Math.floor(chance.next() * 4)), from: 0 });
      for (let step = 0; step < 400; step++) {
        const pieces = Array.from({ length: 16 }, draw);
        classifier.step(pieces, pieces.map(classOf), 0.02);
      }
      const tried = Array.from({ length: 5 }, draw);
      const said = classifier.answers(tried);
      assert.equal(said.length, 5);
      for (const [i, chances] of said.entries()) {
        const second = chances.at(-1)!;
        assert.equal(second > 0.5 ? 1 : 0, classOf(tried[i]), `${answer}: ${chances.join(', ')}`);
        // Read symbol by symbol the answer at the end is the same.
        const along = classifier.along(tried[i]);
        assert.equal(along.length, length);
        assert.ok(Math.abs(along.at(-1)!.at(-1)! - second) < 1e-5);
      }
    }
  });

  it('many to many, aligned: a label for each character, by what stands before it, over the borders of windows', () => {
    const chance = random();
    const textOf = (path: string) => {
      const ids = Uint16Array.from({ length: 90 }, () => (chance.next() < 0.15 ? 1 : 0));
      let inside = 0;
      const tag = Int8Array.from(ids, id => (inside = id === 1 ? 1 - inside : inside));
      // What does not count must not be learnt: the wrong label is masked.
      return { path, ids, tags: [tag, Int8Array.from(ids, () => -1)] };
    };
    const texts = Array.from({ length: 12 }, (_, i) => textOf(`${i}`));
    const sizes = { cell: 'lstm', hiddenSize: 16, vocabSize: 2, tags: 2, length: 16, batchSize: 8 } as const;
    const tagger = new Tagger(sizes, { kernels, random: random() });
    const streams = TextStreams.endless(texts, { streams: 8, random: random() });
    const state = tagger.newState();
    for (let step = 0; step < 500; step++) tagger.step(streams.next(16), state, 0.02);
    const score = new TagScore();
    const tried = [textOf('new'), textOf('newer')];
    const triedState = tagger.newState();
    for (const parts of TextStreams.once(tried, { streams: 8 }).all(16)) {
      const said = tagger.probabilities(parts, triedState);
      for (const [b, { text, from, length }] of parts.entries())
        for (let t = 0; t < length; t++) score.add(said[(t * 8 + b) * 2] > 0.5, text.tags[0][from + t]);
    }
    assert.equal(score.characters, 180);
    assert.ok(score.f1! > 0.95, `F1 is ${score.f1}`);
  });

  it('many to many, one after the other: says backwards what was read, of any length', () => {
    const sizes = { cell: 'gru', hiddenSize: 32, vocabSize: 3, sourceLength: 4, targetLength: 4 } as const;
    const network = new EncoderDecoder(
      { ...sizes, batchSize: 16, weightDecay: 0 },
      { kernels, random: random() },
    );
    const chance = random();
    const draw = () => {
      const source = Array.from({ length: 1 + Math.floor(chance.next() * 3) }, () =>
        Math.floor(chance.next() * 3),
      );
      return { source, target: source.toReversed() };
    };
    let loss = Infinity;
    for (let step = 0; step < 600; step++) loss = network.step(Array.from({ length: 16 }, draw), 0.01);
    assert.ok(loss < 0.1, `the loss is ${loss}`);
    assert.deepEqual(network.say([[0, 1, 2], [2], [1, 1]]), [[2, 1, 0], [2], [1, 1]]);
  });

  it('one to many: each symbol its text, with zeros as input from the second step on', () => {
    const sizes = { cell: 'rnn', hiddenSize: 24, symbols: 2, vocabSize: 4, length: 6, batchSize: 4 } as const;
    const writer = new Writer(sizes, { kernels, random: random() });
    const texts = [
      { symbol: 0, ids: [0, 1, 2, 3, 0, 1, 1, 1] },
      { symbol: 1, ids: [3, 3, 2] },
    ];
    let loss = Infinity;
    for (let step = 0; step < 300; step++) loss = writer.step(texts, 0.02);
    assert.ok(loss < 0.05, `the loss is ${loss}`);
    assert.deepEqual(writer.write(0), [0, 1, 2, 3, 0, 1]);
    assert.deepEqual(writer.write(1).slice(0, 3), [3, 3, 2]);
    const { nats, characters } = writer.losses(texts);
    assert.equal(characters, 9);
    assert.ok(Math.abs(nats / characters - loss) < 0.05);
  });

  it('one to one comes down to what pairs say; with its state carried it comes below', () => {
    // After 0 comes 1 or 2 by turns: who sees only the present has one bit of doubt at every second step.
    const texts = Array.from({ length: 4 }, () => ({
      ids: Uint8Array.from({ length: 101 }, (_, t) => [0, 1, 0, 2][t % 4]),
    }));
    const sizes = { cell: 'rnn', hiddenSize: 16, vocabSize: 3, length: 10, batchSize: 4 } as const;
    const bits = (state: 'none' | 'carried') => {
      const net = new NextCharacter({ ...sizes, state }, { kernels, random: random() });
      const streams = TextStreams.endless(texts, { streams: 4, random: random() });
      const own = net.newState();
      for (let step = 0; step < 400; step++) net.step(streams.next(10), own, 0.01);
      let [nats, characters] = [0, 0];
      const tried = net.newState();
      for (const parts of TextStreams.once(texts.slice(0, 2), { streams: 4 }).all(10)) {
        const read = net.losses(parts, tried);
        nats += read.nats;
        characters += read.characters;
      }
      assert.equal(characters, 200);
      return nats / characters / Math.LN2;
    };
    const limit = new Bigrams(
      texts.map(({ ids }) => ids),
      3,
    ).limit();
    assert.ok(Math.abs(limit - 0.5) < 0.01);
    const plain = bits('none');
    assert.ok(plain > limit - 1e-3 && plain < limit + 0.05, `one to one is at ${plain}`);
    const carried = bits('carried');
    assert.ok(carried < 0.1, `with its state carried it is at ${carried}`);
  });
});

describe('counts of pairs', () => {
  it('are probabilities, of what was seen and what was not', () => {
    const counted = new Bigrams([[0, 1, 0, 1, 0, 2]], 4);
    for (let present = 0; present < 4; present++) {
      const total = [0, 1, 2, 3].reduce((sum, next) => sum + counted.chance(present, next), 0);
      assert.ok(Math.abs(total - 1) < 1e-12);
    }
    // Of five that follow, two are 1; and of three after 0, two are.
    assert.ok(Math.abs(counted.alone(1) - 3 / 9) < 1e-12);
    assert.ok(Math.abs(counted.chance(0, 1) - (2 + 3 / 9) / 4) < 1e-12);
    assert.deepEqual(counted.commonest(2), [0, 1]);
    assert.equal(
      bitsPerCharacter([[0, 1, 0]], () => 0.25),
      2,
    );
  });
});

describe('word pieces', () => {
  it('give the text back, with what is rare spelled', () => {
    const pieces = new WordPieces(['list_add listAdd', 'list_add2 rare']);
    const text = 'list_addrare 2';
    assert.equal(pieces.decode(pieces.encode(text)), text);
    assert.equal(pieces.encode('list_add').length, 3);
    assert.equal(pieces.encode('rare').length, 4);
    assert.equal(pieces.decode(pieces.encode('list\u00e9')), 'list');
  });
});
