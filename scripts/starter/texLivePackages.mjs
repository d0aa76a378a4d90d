import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { parseLicences } from './parseLicences.mjs';
import { readUnpacked } from './unpackSource.mjs';

/** What TeX Live calls the licences that allow this, by the list that comes with each of its packages in Debian. */
const ALLOWED = new Map([
  ['lppl', 'LPPL'],
  ['lppl1', 'LPPL-1.0'],
  ['lppl1.2', 'LPPL-1.2'],
  ['lppl1.3', 'LPPL-1.3'],
  ['lppl1.3a', 'LPPL-1.3a'],
  ['lppl1.3c', 'LPPL-1.3c'],
  ['pd', 'public domain'],
  ['mit', 'MIT'],
  ['bsd', 'BSD'],
  ['bsd2', 'BSD-2-Clause'],
  ['bsd3', 'BSD-3-Clause'],
  ['apache2', 'Apache-2.0'],
  ['isc', 'ISC'],
  ['cc0', 'CC0-1.0'],
  ['cc-by-1', 'CC-BY-1.0'],
  ['cc-by-2', 'CC-BY-2.0'],
  ['cc-by-3', 'CC-BY-3.0'],
  ['cc-by-4', 'CC-BY-4.0'],
]);

const DOCUMENTS = 'usr/share/doc/texlive-doc/';

/**
 * A package of documentation from TeX Live holds hundreds of works of others: each is a source with its own licence, and
 * one of which only a part is free to use so is left out whole.
 * @param {{ from: { debianPackage: string } }} source @param {string} folder @param {string[]} files
 * @returns {Promise<{ packages: { name: string, licence: string, files: string[] }[], leftOut: number }>}
 */
export async function texLivePackages({ from }, folder, files) {
  const licences = await readLicences(folder, from.debianPackage.replace(/=.*/, ''));
  const byName = new Map();
  let leftOut = 0;
  for (const file of files) {
    const [, name] = file.startsWith(DOCUMENTS) ? file.slice(DOCUMENTS.length).split('/') : [];
    const named = licences.get(name) ?? [];
    if (named.length === 0 || named.some(each => !ALLOWED.has(each))) {
      leftOut++;
      continue;
    }
    const licence = named.map(each => ALLOWED.get(each)).join(' and ');
    if (!byName.has(name)) byName.set(name, { name, licence, files: [] });
    byName.get(name).files.push(file);
  }
  return { packages: [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), leftOut };
}

/** Lines such as `amsmath: lppl1.3c`, each followed by the paths that it is about. */
async function readLicences(folder, debianPackage) {
  const file = path.join(folder, 'usr/share/doc', debianPackage, 'Licenses');
  const text = existsSync(file)
    ? await readFile(file, 'utf8')
    : (await readUnpacked(`${file}.gz`)).toString('utf8');
  return parseLicences(text);
}
