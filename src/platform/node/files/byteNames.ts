/*
 * Names of files and rules about them are bytes to git and to most systems, whatever encoding they are of. Here they are
 * texts of one character a byte (latin1).
 */
import { isUtf8 as isUtf8Buffer } from 'node:buffer';

const ascii = /^[\0-\x7f]*$/;

export function toBytes(name: string): string {
  return ascii.test(name) ? name : Buffer.from(name).toString('latin1');
}

/** Of bytes that are UTF-8. */
export function toText(bytes: string): string {
  return ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString();
}

export function isUtf8(bytes: string): boolean {
  return ascii.test(bytes) || isUtf8Buffer(Buffer.from(bytes, 'latin1'));
}

/** For people; of bytes that are not UTF-8, those that are not ASCII stand as \xE4. */
export function tell(bytes: string): string {
  return isUtf8(bytes)
    ? toText(bytes)
    : bytes.replace(/[\x80-\xff]/g, byte => `\\x${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
