import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runQuietly } from '../command.mjs';

/** What is looked for in an archive. Debian compresses what is documentation. */
const WANTED = ['c', 'h', 'tex', 'ltx', 'sty', 'cls', 'bib', 'verb'].flatMap(end => [
  `*.${end}`,
  `*.${end}.gz`,
]);

/**
 * Unpacks what may be of use of an archive, once.
 * @param {{ name: string, file: string }} source @param {{ archives: string, unpacked: string }} folders
 * @returns {Promise<string>} the folder
 */
export async function unpackSource({ file }, { archives, unpacked }) {
  const folder = path.join(unpacked, file);
  if (existsSync(folder)) return folder;
  const aside = `${folder}.part`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  const archive = path.join(archives, file);
  const patterns = ['--wildcards', '--no-same-owner', ...WANTED, '*/Licenses', '*/Licenses.gz'];
  const isPackage = file.endsWith('.deb');
  // tar ends with 2 when a pattern matches nothing.
  const script = isPackage
    ? 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" "${@:3}" 2>/dev/null || [ $? -le 2 ]'
    : 'tar -xf "$1" -C "$2" "${@:3}" 2>/dev/null || [ $? -le 2 ]';
  await runQuietly('bash', ['-c', script, 'unpack', archive, aside, ...patterns]);
  await rename(aside, folder);
  return folder;
}

/** All files below a folder, in an order of their own, not of the disk's. @param {string} folder @returns {Promise<string[]>} */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .map(name => name.replaceAll(path.sep, '/'))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** The bytes of a file, unpacked where its name ends with .gz. @param {string} file */
export async function readUnpacked(file) {
  const bytes = await readFile(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}
