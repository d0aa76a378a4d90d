import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import { UserError } from '../../../../src/model/base/userError.ts';
import { ContextTable } from '../../../../src/model/contexts/contextTable.ts';
import type { ContextKernelFactory } from '../../../../src/model/contexts/wasmContextKernels.ts';
import type { ReaderModel } from '../../../../src/model/predict/documentReader.ts';
import { BitDecoder, BitEncoder } from '../../../../src/model/predict/mix/bitCoder.ts';
import {
  compress,
  type CompressedWith,
  decompress,
} from '../../../../src/model/predict/mix/compressedFile.ts';
import { MixedReader } from '../../../../src/model/predict/mix/mixedReader.ts';
import { characters, contextKernels, mixedModel, randomText } from './mixWorkbench.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('the coder of bits', () => {
  it('gives back any bits at any chances, and takes about as many as they surprise', () => {
    const random = new Random(1);
    const bits: { bit: number; chance: number }[] = [];
    let surprise = 0;
    const encoder = new BitEncoder();
    for (let i = 0; i < 20_000; i++) {
      const chance = [1e-5, 1 - 1e-5, 0.5, random.next()][i % 4];
      const bit = random.next() < chance ? 1 : 0;
      bits.push({ bit, chance });
      surprise -= Math.log2(bit === 1 ? chance : 1 - chance);
      encoder.encode(bit, chance);
    }
    const code = encoder.finish();
    const decoder = new BitDecoder(code);
    for (const { bit, chance } of bits) assert.equal(decoder.decode(chance), bit);
    assert.ok(code.length * 8 < surprise * 1.001 + 40, `${code.length * 8} bits for ${surprise}`);
  });
});

describe('a compressed file', () => {
  let model: ReaderModel;
  let create: ContextKernelFactory;
  before(async () => {
    model = await mixedModel();
    create = await contextKernels();
  });

  function using(fingerprint = 5): CompressedWith {
    const layer = ContextTable.empty(create, 8).workspace;
    const reader = new MixedReader({ network: model.network, characters, layer });
    return { reader, fingerprint, yieldToEvents: async () => {} };
  }

  const random = new Random(3);
  const anyBytes = Uint8Array.from({ length: 3000 }, () => Math.floor(random.next() * 256));
  const contents: Record<string, Uint8Array> = {
    nothing: new Uint8Array(0),
    'one byte': Uint8Array.of(0),
    'text of characters of all lengths': bytesOf(randomText(400, new Random(2))),
    'text with CR LF': bytesOf('int a;\r\nif (b)\r\n'.repeat(20)),
    'characters that the model does not know': bytesOf('ßẞ𝔘½'.repeat(30)),
    'bytes of any kind': anyBytes,
    'characters that are broken off': Uint8Array.from(
      [...bytesOf('漢🎈é')].flatMap(byte => [byte, 0xf0, 65]),
    ),
  };
  for (const [name, bytes] of Object.entries(contents))
    it(`gives back ${name}`, async () => {
      const file = await compress(bytes, 'latex', using());
      assert.deepEqual(await decompress(file, 'x', using()), bytes);
    });

  it('takes as many bits as the reader is surprised by', async () => {
    const bytes = contents['text of characters of all lengths'];
    const { reader } = using();
    reader.begin(1, 'c');
    const bits = reader.learn(bytes) / Math.LN2;
    const file = await compress(bytes, 'c', using());
    assert.ok(Math.abs(file.length * 8 - bits) < 0.002 * bits + 200, `${file.length * 8} for ${bits}`);
    assert.ok(file.length < bytes.length / 2);
  });

  it('is refused with a reason when it is another one, or damaged anywhere', async () => {
    const bytes = contents['text with CR LF'];
    const file = await compress(bytes, 'c', using());
    const refusal = async (changed: Uint8Array, fingerprint?: number) => {
      const result = await decompress(changed, 'x.cs', using(fingerprint)).then(
        () => assert.fail('it was taken'),
        (error: unknown) => error,
      );
      assert.ok(result instanceof UserError);
      return result.message;
    };
    assert.match(await refusal(file, 6), /^x\.cs was compressed with another model/);
    assert.match(await refusal(bytesOf('int main')), /^x\.cs was not made by/);
    assert.match(await refusal(file.subarray(0, 12)), /^x\.cs was not made by/);
    for (let i = 0; i < file.length - 4; i++) {
      const changed = file.slice();
      changed[i] ^= 0x55;
      if (i >= 16 && i < 17) continue;
      assert.match(await refusal(changed), /^x\.cs (is damaged|was)/, `byte ${i}`);
    }
    assert.match(await refusal(file.subarray(0, file.length >> 1)), /is damaged/);
  });
});
