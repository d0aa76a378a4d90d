// Reads the table of contents of a ZIP file (a VSIX is one): https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { readFile } from 'node:fs/promises';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** @param {string} file @returns {Promise<string[]>} the paths in it, without folders */
export async function listZip(file) {
  const bytes = await readFile(file);
  // The end record is 22 bytes and a comment.
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error(`${file} is not a ZIP file.`);
  const names = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error(`${file} has a damaged directory.`);
    const [name, extra, comment] = [28, 30, 32].map(offset => bytes.readUInt16LE(at + offset));
    names.push(bytes.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names.filter(each => !each.endsWith('/'));
}
