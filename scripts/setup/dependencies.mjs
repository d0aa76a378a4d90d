// Installs this repository's npm packages, when they are not there yet or not the locked ones.
// Imports node: modules only: it is what makes the others importable.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, findOnPath, root, runQuietly } from '../command.mjs';

export async function installDependencies() {
  requireNode();
  if (await dependenciesAreInstalled()) return;
  if (!findOnPath('npm'))
    throw new Failure('npm is not on the PATH: it comes with Node.js, https://nodejs.org');
  console.log('Installing npm packages (npm ci) ...');
  await runQuietly('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Failure(`Node ${process.versions.node} is too old: Cellscope needs 20.19 or later.`);
}

/** npm writes node_modules/.package-lock.json at the end of an install: it lists what is really there. */
async function dependenciesAreInstalled() {
  const [locked, installed] = await Promise.all([
    readPackages(path.join(root, 'package-lock.json')),
    readPackages(path.join(root, 'node_modules/.package-lock.json')),
  ]);
  if (!locked || !installed) return false;
  return Object.entries(locked).every(
    ([name, entry]) => name === '' || entry.optional || installed[name]?.version === entry.version,
  );
}

async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
