import assert from 'node:assert/strict';
import {
  readSafetensors,
  type Tensor,
  writeCompactSafetensors,
  writeSafetensors,
} from '../../../src/model/files/safetensors.ts';

const tensors: Tensor[] = [
  { name: 'output.weight', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 4, 5, 6) },
  { name: 'output.bias', shape: [3], data: Float32Array.of(0.1, 0.2, 0.3) },
];
const file = writeSafetensors(tensors);
const headerOf = (bytes: Uint8Array) => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { length, json: new TextDecoder().decode(bytes.subarray(8, 8 + length)) };
};

/** A file with another header and the same data. */
function withHeader(header: unknown): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const data = file.subarray(8 + headerOf(file).length);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe('safetensors', () => {
  it('comes back as it was written, from any place in a buffer', () => {
    const padded = new Uint8Array(file.length + 3);
    padded.set(file, 3);
    for (const bytes of [file, padded.subarray(3), Buffer.from(file)]) {
      const read = readSafetensors(bytes, 'weights');
      assert.deepEqual([...read.values()], tensors);
    }
  });

  it('is laid out as the format says', () => {
    const { length, json } = headerOf(file);
    assert.equal(length % 8, 0);
    assert.deepEqual(JSON.parse(json), {
      __metadata__: { format: 'pt' },
      'output.weight': { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      'output.bias': { dtype: 'F32', shape: [3], data_offsets: [24, 36] },
    });
    assert.equal(file.length, 8 + length + 36);
    assert.equal(new DataView(file.buffer).getFloat32(8 + length + 8, true), 3.5);
  });

  it('refuses a file that is cut short anywhere', () => {
    for (let length = 0; length < file.length; length++)
      assert.throws(
        () => readSafetensors(file.subarray(0, length), 'weights'),
        /weights .*cut short|weights is/,
      );
  });

  const weight = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };
  const bias = { dtype: 'F32', shape: [3], data_offsets: [24, 36] };
  const bad: Record<string, unknown> = {
    'no JSON': '{"a": ',
    'no object': [],
    'a gap': { a: weight, b: { ...bias, data_offsets: [28, 40] } },
    'an overlap': { a: weight, b: { ...bias, data_offsets: [20, 32] } },
    'a size that is not its shape': { a: weight, b: { ...bias, shape: [4] } },
    'another type': { a: weight, b: { ...bias, dtype: 'F64' } },
    'a type of another size': { a: weight, b: { ...bias, dtype: 'F16' } },
    'bytes without scales': { a: { ...weight, dtype: 'I8', shape: [6, 4] }, b: bias },
    'scales that are too few': {
      a: { ...weight, dtype: 'I8', shape: [6, 4] },
      'a.scale': bias,
    },
    'more data than it names': { a: weight },
    'no offsets': { a: weight, b: { dtype: 'F32', shape: [3] } },
    'negative sizes': { a: weight, b: { ...bias, shape: [-3] } },
  };
  for (const [what, header] of Object.entries(bad))
    it(`refuses a header with ${what}`, () => {
      assert.throws(() => readSafetensors(withHeader(header), 'weights'), {
        name: 'UserError',
        message: /^weights /,
      });
    });

  it('refuses values that are not finite', () => {
    const damaged = writeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(1, Number.NaN) }]);
    assert.throws(() => readSafetensors(damaged, 'weights'), /not finite/);
  });

  it('reads half floats', () => {
    const halves = writeCompactSafetensors(tensors, 'F16');
    assert.equal(halves.length, 8 + headerOf(halves).length + 18);
    const read = readSafetensors(halves, 'weights');
    assert.deepEqual(read.get('output.weight'), tensors[0]);
    const { data, shape } = read.get('output.bias')!;
    assert.deepEqual(shape, [3]);
    for (const [i, value] of data.entries()) assert.ok(Math.abs(value - tensors[1].data[i]) < 2 ** -12);
  });

  it('reads bytes with a scale a row, from any place in a buffer', () => {
    const bytes = writeCompactSafetensors(tensors, 'I8');
    const padded = new Uint8Array(bytes.length + 1);
    padded.set(bytes, 1);
    for (const each of [bytes, padded.subarray(1)]) {
      const read = readSafetensors(each, 'weights');
      assert.deepEqual([...read.keys()].toSorted(), ['output.bias', 'output.weight']);
      const { data, shape } = read.get('output.weight')!;
      assert.deepEqual(shape, [2, 3]);
      for (const [i, value] of data.entries())
        assert.ok(Math.abs(value - tensors[0].data[i]) <= (i < 3 ? 3.5 : 6) / 254 + 1e-6);
    }
  });

  it('is laid out so that PyTorch can read the compact ones, too', () => {
    assert.deepEqual(JSON.parse(headerOf(writeCompactSafetensors(tensors, 'I8')).json), {
      __metadata__: { format: 'pt' },
      'output.weight.scale': { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      'output.bias': { dtype: 'F16', shape: [3], data_offsets: [8, 14] },
      'output.weight': { dtype: 'I8', shape: [2, 3], data_offsets: [14, 20] },
    });
  });
});
