// Programs that npm does not have: taken from the PATH, or installed by apt on Debian as root.
import { existsSync } from 'node:fs';
import { Failure, findOnPath, runQuietly } from '../command.mjs';

/** Chromium or Chrome: $CHROMIUM, or what is on the PATH. */
function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.map(findOnPath).find(file => file !== undefined);
}

/** @returns {Promise<string>} the path of a Chromium or Chrome */
export async function installChromium() {
  if (!findChromium()) await installByApt(['chromium'], 'Set CHROMIUM to the path of a Chromium or Chrome.');
  const chromium = findChromium();
  if (!chromium || !existsSync(chromium))
    throw new Failure(`No Chromium at ${chromium ?? 'any place on the PATH'}.`);
  return chromium;
}

/** @param {string[]} packages @param {string} remedy what to do where there is no apt */
async function installByApt(packages, remedy) {
  const names = packages.join(' ');
  if (!findOnPath('apt-get') || process.getuid?.() !== 0)
    throw new Failure(
      `${names} is needed and was not found (it can be installed by apt as root only). ${remedy}`,
    );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${names} (apt-get) ...`);
  await runQuietly('apt-get', ['update', '-q'], { env });
  await runQuietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}
