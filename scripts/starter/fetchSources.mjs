// Gets the archives that sources.json names from npm and Debian with their own clients, and proves each by its SHA-256.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, findOnPath, run } from '../command.mjs';

const SUITE = 'bookworm';
/** A mirror may answer that it has no such file where it has. */
const ATTEMPTS = 3;

/**
 * Gets what is not there yet. Someone without apt can put the files there himself: snapshot.debian.org has them all.
 * @param {{ name: string, file: string, sha256: string, from: object }[]} sources
 * @param {string} folder
 */
export async function fetchSources(sources, folder) {
  await mkdir(folder, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const missing = sources.filter(({ file }) => !existsSync(path.join(folder, file)));
    if (missing.length === 0) break;
    if (attempt > ATTEMPTS)
      throw new Failure(
        `Cannot get ${missing.map(({ file }) => file).join(', ')}. Put them into ${folder}, from ` +
          'https://snapshot.debian.org or https://registry.npmjs.org, and try again.',
      );
    console.log(`Fetching ${missing.length} archives ...`);
    await fetchFromNpm(missing, folder);
    await fetchFromDebian(missing, folder);
  }
  for (const source of sources) await prove(source, folder);
}

async function prove({ file, sha256 }, folder) {
  const found = createHash('sha256')
    .update(await readFile(path.join(folder, file)))
    .digest('hex');
  if (found !== sha256)
    throw new Failure(
      `${path.join(folder, file)} has the SHA-256 ${found}, not ${sha256}. Remove it, and try again.`,
    );
}

async function fetchFromNpm(sources, folder) {
  for (const { from } of sources)
    if (from.npm) await run('npm', ['pack', '--silent', '--pack-destination', folder, from.npm]);
}

/** By apt with lists of its own, so that nothing of this machine's is changed, and no one need be root. */
async function fetchFromDebian(sources, folder) {
  const archives = sources.flatMap(({ from }) => from.debianSource ?? []);
  const packages = sources.flatMap(({ from }) => from.debianPackage ?? []);
  if (archives.length + packages.length === 0) return;
  if (!findOnPath('apt-get'))
    throw new Failure(
      `Most texts come from Debian's packages, and there is no apt-get here. Run this on Debian or Ubuntu, or put the files that scripts/starter/sources.json names into ${folder}.`,
    );
  const options = await aptOptions(path.join(path.dirname(folder), 'apt'));
  const apt = (...args) => run('apt-get', ['-qq', ...options, ...args], { cwd: folder });
  await apt('update');
  // One that fails keeps none of the others back.
  if (archives.length > 0) await apt('source', '--download-only', '--tar-only', ...archives);
  if (packages.length > 0) await apt('download', ...packages);
}

async function aptOptions(folder) {
  const at = (...names) => path.join(folder, ...names);
  for (const each of ['lists/partial', 'cache/archives/partial']) await mkdir(at(each), { recursive: true });
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  const line = `${key} http://deb.debian.org/debian ${SUITE} main\n`;
  await writeFile(at('sources.list'), `deb ${line}deb-src ${line}`);
  await writeFile(at('status'), '');
  const settings = {
    'Dir::Etc::sourcelist': at('sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': at('lists'),
    'Dir::State::status': at('status'),
    'Dir::Cache': at('cache'),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}
