import { type Fail, JsonFields } from '../base/jsonFields.ts';
import { parseJsonText, shown } from '../base/jsonText.ts';
import { UserError } from '../base/userError.ts';
import { fromHalves, fromScaledBytes, toHalves, toScaledBytes } from './compactNumbers.ts';

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

/** Kinds of numbers that are read, and the bytes of each. */
const BYTES = { F32: 4, F16: 2, I8: 1 } as const;
type NumberKind = keyof typeof BYTES;
const kinds = ['F32', 'F16', 'I8'] as const;

/** What a tensor in 8 bits a number is called and its scales, a number a row. */
const SCALE = '.scale';

/** Writes tensors as safetensors of 32-bit floats. PyTorch reads it with safetensors.torch.load_file. */
export function writeSafetensors(tensors: readonly Tensor[]): Uint8Array {
  return writeParts(tensors.map(({ name, shape, data }) => ({ name, kind: 'F32', shape, data })));
}

/**
 * Writes tensors in fewer bits, for a model that is shipped: as half floats, or as bytes with a scale a row, which stand
 * beside them under the name of the tensor with `.scale` after it. Vectors are a thousandth of a model: they stay halves.
 */
export function writeCompactSafetensors(tensors: readonly Tensor[], kind: 'F16' | 'I8'): Uint8Array {
  const parts = tensors.flatMap(({ name, shape, data }): Part[] => {
    if (kind === 'F16' || shape.length !== 2) return [{ name, kind: 'F16', shape, data: toHalves(data) }];
    const { bytes, scales } = toScaledBytes(data, shape[0]);
    return [
      { name, kind: 'I8', shape, data: bytes },
      { name: `${name}${SCALE}`, kind: 'F32', shape: [shape[0]], data: scales },
    ];
  });
  // The larger ones first: so each lies where its numbers may.
  return writeParts(parts.toSorted((a, b) => BYTES[b.kind] - BYTES[a.kind]));
}

interface Part {
  name: string;
  kind: NumberKind;
  shape: readonly number[];
  data: Float32Array | Uint16Array | Int8Array;
}

/**
 * 8 bytes with the length of the header (little-endian), the header in JSON padded with spaces so that the data begin at
 * a multiple of 8, then the data.
 */
function writeParts(parts: readonly Part[]): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const { name, kind, shape, data } of parts) {
    header[name] = { dtype: kind, shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  file.set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerBytes;
  for (const { data } of parts) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file of floats with 32 or 16 bits, or of bytes with a scale a row. Strict: the tensors must fill the
 * data without gap or overlap, as the format demands, and every value must be finite. 32-bit floats are views of the
 * file's bytes where these are aligned for them; all others are copies. Throws a UserError that names the file.
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
  for (const { name, kind, shape, start, stop } of entries) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (start !== end || stop - start !== count * BYTES[kind])
      fail(`is damaged: tensor ${shown(name)} does not lie where its shape says`);
    if (dataStart + stop > file.length) fail(`is cut short within tensor ${shown(name)}`);
    const data = numbersOf(file.subarray(dataStart + start, dataStart + stop), kind);
    if (!isFinite(data)) fail(`is damaged: tensor ${shown(name)} holds values that are not finite`);
    tensors.set(name, { name, shape, data });
    end = stop;
  }
  if (dataStart + end !== file.length) fail('is damaged: it holds more data than its header says');
  for (const { name, kind, shape } of entries) if (kind === 'I8') applyScales(name, { shape, tensors, fail });
  return tensors;
}

/** Gives a tensor of bytes its values, and takes its scales away. */
function applyScales(
  name: string,
  { shape, tensors, fail }: { shape: readonly number[]; tensors: Map<string, Tensor>; fail: Fail },
): void {
  const scales = tensors.get(name + SCALE);
  if (!scales || shape.length !== 2 || scales.shape.join() !== String(shape[0]))
    return fail(`is damaged: tensor ${shown(name)} is in bytes, and has no scale for each of its rows`);
  tensors.delete(name + SCALE);
  const bytes = Int8Array.from(tensors.get(name)!.data);
  tensors.set(name, { name, shape, data: fromScaledBytes({ bytes, scales: scales.data }) });
}

/** Whether there is neither an infinity nor what is not a number among the values. */
export function isFinite(values: Float32Array): boolean {
  // Ten times as fast as `every`: a checkpoint has millions of values.
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) return false;
  return true;
}

function numbersOf(bytes: Uint8Array, kind: NumberKind): Float32Array {
  if (kind === 'I8') return Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  const aligned = bytes.byteOffset % BYTES[kind] === 0 ? bytes : Uint8Array.from(bytes);
  const count = bytes.length / BYTES[kind];
  return kind === 'F16'
    ? fromHalves(new Uint16Array(aligned.buffer, aligned.byteOffset, count))
    : new Float32Array(aligned.buffer, aligned.byteOffset, count);
}

interface Entry {
  name: string;
  kind: NumberKind;
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
    const kind = kinds.find(each => each === dtype);
    if (!kind)
      return fail(`holds tensor ${shown(name)} as ${shown(dtype)}; only ${kinds.join(', ')} are read`);
    const [start, stop, ...others] = fields.list('data_offsets', readSize);
    if (start === undefined || stop === undefined || others.length > 0)
      fields.refuse('data_offsets', 'two numbers');
    entries.push({ name, kind, shape: fields.list('shape', readSize), start, stop });
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
