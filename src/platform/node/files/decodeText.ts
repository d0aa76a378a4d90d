import type { Refusal } from './readRegularFile.ts';

const REMEDY = 'save it as UTF-8 to have it read';

/** Of a file's start, enough to know an encoding by. */
const SAMPLE_BYTES = 65_536;

/**
 * The text of a file as an editor shows it, without a byte order mark: UTF-8, or UTF-16 with a mark that says so. For
 * anything else, what it probably is and what to do.
 */
export function decodeText(bytes: Uint8Array): { text: string } | Refusal {
  const wide = wideEncoding(bytes);
  if (wide === 'UTF-32') return { reason: `it is UTF-32; ${REMEDY}` };
  try {
    // Drops a byte order mark.
    const text = wide ? decodeWide(bytes, wide) : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { text };
  } catch {
    if (wide) return { reason: `it begins as ${wide} does, but is damaged; ${REMEDY}` };
    if (!bytes.includes(0)) return { reason: `it is not UTF-8: ${probableEncoding(bytes)}; ${REMEDY}` };
  }
  return { reason: wide ? notText : whyNul(bytes) };
}

const notText = 'it has NUL bytes, so it is not text';

type Wide = 'UTF-16LE' | 'UTF-16BE' | 'UTF-32';

/** What a byte order mark says, but for that of UTF-8. */
function wideEncoding([a, b, c, d]: Uint8Array): Wide | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16LE';
  if (a === 0xfe && b === 0xff) return 'UTF-16BE';
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'UTF-32' : undefined;
}

function decodeWide(bytes: Uint8Array, encoding: 'UTF-16LE' | 'UTF-16BE'): string {
  if (bytes.length % 2 !== 0) throw new RangeError('Half a character is missing.');
  const units = encoding === 'UTF-16LE' ? bytes : Buffer.from(bytes).swap16();
  return new TextDecoder('utf-16le', { fatal: true }).decode(units);
}

/** Text of a Western language in UTF-16 has a NUL in every other byte. */
function whyNul(bytes: Uint8Array): string {
  const nuls = [0, 0];
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  for (const [index, byte] of sample.entries()) if (byte === 0) nuls[index % 2]++;
  const half = sample.length / 2;
  const [most, least] = [Math.max(...nuls), Math.min(...nuls)];
  if (bytes.length % 2 === 0 && most > 0.7 * half && least < 0.05 * half)
    return `it is probably UTF-16 without a byte order mark (NUL bytes between the characters); ${REMEDY}`;
  return notText;
}

/** Of bytes that are not UTF-8: what they probably are, and where it shows. */
function probableEncoding(bytes: Uint8Array): string {
  let damaged = firstDamage(bytes);
  while (damaged > 0 && bytes[damaged - 1] >= 0x80) damaged--;
  const sound = bytes.subarray(0, damaged);
  const line = 1 + sound.reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 0);
  if (sound.some(byte => byte >= 0x80)) return `from line ${line} on it is damaged or of another encoding`;
  // Western languages have a letter or two at a time that is not of ASCII; others have words of them.
  const sample = Buffer.from(bytes.subarray(damaged, damaged + SAMPLE_BYTES)).toString('latin1');
  const runs = sample.match(/[\x80-\xff]+/g) ?? [];
  const short = runs.filter(run => run.length < 3).length;
  return 2 * short >= runs.length
    ? `probably it is Latin-1 or Windows-1252, see line ${line}`
    : `probably it is of an older encoding such as Windows-1251, GBK or Shift JIS, see line ${line}`;
}

/** Place of the first byte that is not UTF-8: the longest start that decodes, by halving. */
function firstDamage(bytes: Uint8Array): number {
  let [sound, damaged] = [0, bytes.length];
  while (damaged - sound > 1) {
    const middle = (sound + damaged) >> 1;
    if (isSound(bytes.subarray(0, middle))) sound = middle;
    else damaged = middle;
  }
  return sound;
}

/** Whether bytes are the start of a text in UTF-8; its last character may be cut. */
function isSound(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
