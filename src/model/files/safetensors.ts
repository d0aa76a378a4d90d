import { type Fail, JsonFields } from '../base/jsonFields.ts';
import { parseJsonText, shown } from '../base/jsonText.ts';
import { UserError } from '../base/userError.ts';

/** A named array of 32-bit floats, row-major. */
export interface Tensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
}

const LENGTH_BYTES = 8;
/** A hundred times what the largest network needs, and far less than the format's own 100 MB. */
export const MAX_HEADER_BYTES = 2 ** 21;
const MAX_DEPTH = 8;

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
 * format demands, and every value must be finite. The data are views of the file's bytes where these are aligned for
 * floats, else copies. Throws a UserError that names the file.
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
      fail(`is damaged: tensor ${shown(name)} does not lie where its shape says`);
    if (dataStart + stop > file.length) fail(`is cut short within tensor ${shown(name)}`);
    const data = floatsOf(file.subarray(dataStart + start, dataStart + stop));
    if (!isFinite(data)) fail(`is damaged: tensor ${shown(name)} holds values that are not finite`);
    tensors.set(name, { name, shape, data });
    end = stop;
  }
  if (dataStart + end !== file.length) fail('is damaged: it holds more data than its header says');
  return tensors;
}

/** Whether there is neither an infinity nor what is not a number among the values. */
export function isFinite(values: Float32Array): boolean {
  // Ten times as fast as `every`: a checkpoint has millions of values.
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) return false;
  return true;
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes);
  return new Float32Array(aligned.buffer, aligned.byteOffset, bytes.length / Float32Array.BYTES_PER_ELEMENT);
}

interface Entry {
  name: string;
  shape: number[];
  /** Byte offsets from the start of the data. */
  start: number;
  stop: number;
}

function parseHeader(bytes: Uint8Array, fail: Fail): Entry[] {
  const header = parseJsonText(textOf(bytes, fail), { length: MAX_HEADER_BYTES, depth: MAX_DEPTH });
  if ('problem' in header) return fail(`is damaged: of its header, ${header.problem}`);
  const damaged: Fail = what => fail(`is damaged: in its header, ${what}`);
  const all = new JsonFields(header.value, '', damaged);
  const entries: Entry[] = [];
  for (const name of all.names()) {
    if (name === '__metadata__') continue;
    const fields = new JsonFields(all.value(name), `tensor ${shown(name)}`, damaged);
    const dtype = fields.value('dtype');
    if (dtype !== 'F32') return fail(`holds tensor ${shown(name)} as ${shown(dtype)}; only F32 is read`);
    const [start, stop, ...others] = fields.list('data_offsets', readSize);
    if (start === undefined || stop === undefined || others.length > 0)
      fields.refuse('data_offsets', 'two numbers');
    entries.push({ name, shape: fields.list('shape', readSize), start, stop });
  }
  return entries.toSorted((a, b) => a.start - b.start || a.stop - b.stop);
}

function textOf(bytes: Uint8Array, fail: Fail): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('is damaged: its header is not UTF-8');
  }
}

function readSize(item: unknown, path: string, fail: Fail): number {
  if (!Number.isSafeInteger(item) || (item as number) < 0)
    return fail(`${path} is ${shown(item)}; it must be a whole number, 0 or more`);
  return item as number;
}
