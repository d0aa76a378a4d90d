import assert from 'node:assert/strict';
import { normal } from '../base/normal.ts';
import { networkScoring } from '../../../src/model/predict/networkScoring.ts';
import { bitsPerCharacter, Evaluator, wholeFile } from '../../../src/model/predict/evaluation.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { Network } from '../../../src/model/network/network.ts';
import { Random } from '../../../src/model/base/random.ts';
import { encodeFile } from '../../../src/model/text/corpus.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { cText } from '../training/sources.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

const texts = [cText(1, 3), 'x', cText(2, 1), '', cText(3, 2), 'int', cText(4, 1)];
const vocabulary = Vocabulary.fromTexts([...texts, cText(4, 50)]);
const encode = (text: string) => wholeFile(encodeFile(vocabulary, { path: 'a.c', language: 'c', text }));

function createNetwork(): Network {
  const config = { cell: 'lstm', hiddenSize: 5, numLayers: 2, vocabSize: vocabulary.size } as const;
  const network = new Network(config, createSpecificationKernels);
  const random = new Random(1);
  for (let i = 0; i < network.parameters.length; i++) network.parameters[i] = normal(random) / 2;
  network.parametersChanged();
  return network;
}

/** One character after the other: what the evaluation means. */
function bitsOneByOne(network: Network, text: string): number {
  const pass = new ForwardPass(network, { batchSize: 1, seqLength: 1 });
  let bits = 0;
  let last = vocabulary.startOf('c');
  for (const id of vocabulary.encode(text)) {
    pass.run([last], 1);
    bits -= Math.log2(pass.trace.probabilities()[id]);
    last = id;
  }
  return bits;
}

describe('Evaluator', () => {
  it('predicts every character of every file before it is seen, whatever is read beside it', async () => {
    const network = createNetwork();
    const { bits, characters } = await new Evaluator(vocabulary, networkScoring(network)).evaluate(
      texts.map(encode),
    );
    const expected = texts.reduce((sum, text) => sum + bitsOneByOne(network, text), 0);
    assert.equal(characters, texts.join('').length);
    assert.ok(Math.abs(bits - expected) < expected * 1e-5, `${bits} is not ${expected}`);
  });

  it('gives the same again, and over many files', async () => {
    const network = createNetwork();
    const evaluator = new Evaluator(vocabulary, networkScoring(network));
    const many = Array.from({ length: 70 }, (_, i) => encode(cText(1 + (i % 4), 1 + (i % 3))));
    const { bits } = await evaluator.evaluate(many);
    const again = await evaluator.evaluate(many.toReversed());
    assert.ok(Math.abs(bits - again.bits) < bits * 1e-5);
    const alone = await evaluator.evaluate([many[7]]);
    assert.ok(Math.abs(alone.bits - bitsOneByOne(network, cText(4, 2))) < 0.01);
  });

  it('makes an unknown character cost what it takes to say which one it was', async () => {
    const network = createNetwork();
    const evaluator = new Evaluator(vocabulary, networkScoring(network));
    const { bits, characters } = await evaluator.evaluate([encode('ü')]);
    const others = 0x110000 - 0x800 - vocabulary.toJSON().characters.length;
    assert.equal(characters, 1);
    assert.ok(Math.abs(bits - (bitsOneByOne(network, 'ü') + Math.log2(others))) < 1e-4);
  });

  it('is 0 for no text', async () => {
    const network = createNetwork();
    const result = await new Evaluator(vocabulary, networkScoring(network)).evaluate([encode('')]);
    assert.equal(bitsPerCharacter(result), 0);
  });
});
