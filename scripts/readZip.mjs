// Reads a ZIP file (a VSIX is one): https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const deflated = 8;

/** @param {string} file @returns {Promise<Map<string, () => Buffer>>} what is in it by path, without folders */
export async function readZip(file) {
  const bytes = await readFile(file);
  // The end record is 22 bytes and a comment.
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error(`${file} is not a ZIP file.`);
  const entries = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error(`${file} has a damaged directory.`);
    const [name, extra, comment] = [28, 30, 32].map(offset => bytes.readUInt16LE(at + offset));
    const isDeflated = bytes.readUInt16LE(at + 10) === deflated;
    const size = bytes.readUInt32LE(at + 20);
    const header = bytes.readUInt32LE(at + 42);
    entries.set(bytes.toString('utf8', at + 46, at + 46 + name), () => {
      // The lengths of name and extra field stand before the data once more, and may be others there.
      const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
      const data = bytes.subarray(start, start + size);
      return isDeflated ? inflateRawSync(data) : data;
    });
    at += 46 + name + extra + comment;
  }
  for (const name of entries.keys()) if (name.endsWith('/')) entries.delete(name);
  return entries;
}

/** Writes what lies under `prefix` in a ZIP file into a folder. @param {{ file: string, prefix: string, folder: string }} what */
export async function unpackZip({ file, prefix, folder }) {
  for (const [name, read] of await readZip(file)) {
    if (!name.startsWith(prefix)) continue;
    const target = path.join(folder, name.slice(prefix.length));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, read());
  }
}
