/** Numbers in fewer bits than 32, for models that are shipped: read back, they are 32-bit floats. */

const GREATEST_HALF = 65_504;
/** Of 8 bits with a sign; -128 is not used, so that both sides are alike. */
const GREATEST_BYTE = 127;

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The nearest half floats (IEEE 754 binary16), of two as near the even one. Larger values become the greatest. */
export function toHalves(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, toHalf);
}

export function fromHalves(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, fromHalf);
}

function toHalf(value: number): number {
  const magnitude = Math.min(Math.abs(value), GREATEST_HALF);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  // Below the least normal half the steps are all 2^-24.
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  float[0] = magnitude;
  const exponent = (word[0] >>> 23) - 127;
  const mantissa = roundToEven((magnitude / 2 ** exponent - 1) * 1024);
  // A mantissa that was rounded up to 1024 raises the exponent, as it should.
  return sign | (((exponent + 15) << 10) + mantissa);
}

function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** A matrix (rows, columns) in 8 bits a number: a value is its byte times the scale of its row. */
export interface ScaledBytes {
  /** (rows, columns), row-major, -127 to 127. */
  bytes: Int8Array;
  /** (rows) */
  scales: Float32Array;
}

/** The nearest values that bytes with a scale a row can say: each is off by half a scale at most. */
export function toScaledBytes(values: Float32Array, rows: number): ScaledBytes {
  const columns = values.length / rows;
  const bytes = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let greatest = 0;
    for (let i = start; i < start + columns; i++) greatest = Math.max(greatest, Math.abs(values[i]));
    scales[row] = greatest / GREATEST_BYTE;
    if (scales[row] === 0) continue;
    for (let i = start; i < start + columns; i++) {
      const nearest = Math.round(values[i] / scales[row]);
      bytes[i] = Math.min(GREATEST_BYTE, Math.max(-GREATEST_BYTE, nearest));
    }
  }
  return { bytes, scales };
}

export function fromScaledBytes({ bytes, scales }: ScaledBytes): Float32Array {
  const columns = bytes.length / scales.length;
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < values.length; i++) values[i] = bytes[i] * scales[Math.floor(i / columns)];
  return values;
}
