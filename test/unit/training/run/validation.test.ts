import assert from 'node:assert/strict';
import { normal } from '../../base/normal.ts';
import { networkScoring } from '../../../../src/model/predict/networkScoring.ts';
import { bitsPerCharacter, Evaluator, wholeFile } from '../../../../src/model/predict/evaluation.ts';
import { createSpecificationKernels } from '../../../../src/model/kernels/specification.ts';
import { Network } from '../../../../src/model/network/network.ts';
import { Random } from '../../../../src/model/base/random.ts';
import { encodeFile } from '../../../../src/model/text/corpus.ts';
import { Vocabulary } from '../../../../src/model/text/vocabulary.ts';
import { Validation } from '../../../../src/model/training/run/validation.ts';
import { cText } from '../sources.ts';

const vocabulary = Vocabulary.fromTexts([cText(1, 60)]);

function encode(text: string, path = 'a.c') {
  return encodeFile(vocabulary, { path, language: 'c', text });
}

function createNetwork(): Network {
  const config = { cell: 'lstm', hiddenSize: 4, numLayers: 1, vocabSize: vocabulary.size } as const;
  const network = new Network(config, createSpecificationKernels);
  const random = new Random(1);
  for (let i = 0; i < network.parameters.length; i++) network.parameters[i] = normal(random) / 2;
  network.parametersChanged();
  return network;
}

describe('Validation', () => {
  const network = createNetwork();
  const measure = (...texts: string[]) =>
    new Validation(network, {
      vocabulary,
      validation: texts.map((text, i) => ({ ...encode(text), path: `${i}.c`, syntax: 'c', hash: i })),
    }).measure();

  it('reads every character of little text once, in passages', async () => {
    const texts = [cText(1, 20), 'x', '', cText(2, 3)];
    const { characters, bits, bitsPerChar } = await measure(...texts);
    assert.equal(
      characters.reduce((sum, count) => sum + count, 0),
      texts.join('').length,
    );
    assert.ok(characters.every(count => count >= 1 && count <= 256));
    assert.equal(bits.length, characters.length);
    // This net forgets within a context's length: it makes no difference where a passage begins.
    const whole = await new Evaluator(vocabulary, networkScoring(network)).evaluate(
      texts.map(text => wholeFile(encode(text))),
    );
    assert.ok(Math.abs(bitsPerChar - bitsPerCharacter(whole)) < 0.01);
  });

  it('is a sample of much text, from all over it, and always the same one', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => cText(i, 40));
    const first = await measure(...texts);
    assert.equal(first.characters.length, 160);
    const counted = first.characters.reduce((sum, count) => sum + count, 0);
    assert.ok(counted > 0.8 * 160 * 256 && counted <= 160 * 256, `${counted} characters`);
    assert.deepEqual(await measure(...texts), first);
    // A change in any quarter of the text is seen.
    for (const quarter of [0, 1, 2, 3]) {
      const changed = texts.map((text, i) => (Math.floor(i / 10) === quarter ? text.toUpperCase() : text));
      const { bits } = await measure(...changed);
      const differing = bits.filter((value, i) => Math.abs(value - first.bits[i]) > 1).length;
      assert.ok(differing > 25 && differing < 55, `${differing} passages in quarter ${quarter}`);
    }
  });

  it('is 0 for no text', async () => {
    assert.deepEqual(await measure(), { bitsPerChar: 0, bits: [], characters: [] });
  });
});
