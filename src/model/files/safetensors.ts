import { UserError } from '../userError.ts';

/** A named array of 32-bit floats, row-major. */
export interface Tensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
}

const LENGTH_BYTES = 8;
/** As in the format's own implementation. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * Writes tensors as safetensors: 8 bytes with the length of the header (little-endian), the header in JSON padded with
 * spaces so that the data begin at a multiple of 8, then the data. PyTorch reads it with safetensors.torch.load_file.
 */
export function writeSafetensors(tensors: readonly Tensor[]): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  file.set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerBytes;
  for (const { data } of tensors) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file of 32-bit floats. Strict: the tensors must fill the data without gap or overlap, as the
 * format demands, and every value must be finite. Throws a UserError that names the file.
 */
export function readSafetensors(file: Uint8Array, fileName: string): Map<string, Tensor> {
  const fail = (what: string): never => {
    throw new UserError(`${fileName} ${what}. Train the model again, or restore the file from a backup.`);
  };
  if (file.length < LENGTH_BYTES) fail('is cut short: it has no header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > MAX_HEADER_BYTES) fail('is not a safetensors file: its header would be too long');
  const dataStart = LENGTH_BYTES + Number(headerBytes);
  if (dataStart > file.length) fail('is cut short within its header');

  const entries = parseHeader(file.subarray(LENGTH_BYTES, dataStart), fail);
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const { name, shape, start, stop } of entries) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (start !== end || stop - start !== count * 4)
      fail(`is damaged: tensor ${name} does not lie where its shape says`);
    if (dataStart + stop > file.length) fail(`is cut short within tensor ${name}`);
    // Copied, since the data need not be aligned for floats within the file's bytes.
    const data = new Float32Array(count);
    new Uint8Array(data.buffer).set(file.subarray(dataStart + start, dataStart + stop));
    if (!data.every(Number.isFinite)) fail(`is damaged: tensor ${name} holds values that are not finite`);
    tensors.set(name, { name, shape, data });
    end = stop;
  }
  if (dataStart + end !== file.length) fail('is damaged: it holds more data than its header says');
  return tensors;
}

interface Entry {
  name: string;
  shape: number[];
  /** Byte offsets from the start of the data. */
  start: number;
  stop: number;
}

function parseHeader(bytes: Uint8Array, fail: (what: string) => never): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('is damaged: its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    return fail('is damaged: its header is not a JSON object');
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
      return fail(`is damaged: its header does not say where tensor ${name} is`);
    if (dtype !== 'F32') return fail(`holds tensor ${name} as ${String(dtype)}; only F32 is read`);
    entries.push({ name, shape, start: offsets[0], stop: offsets[1] });
  }
  return entries.toSorted((a, b) => a.start - b.start || a.stop - b.stop);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(size => Number.isSafeInteger(size) && size >= 0);
}
