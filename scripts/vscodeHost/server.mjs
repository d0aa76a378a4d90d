// Starts VS Code's server, with all that it keeps (settings, extensions) in a folder of our choice.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { Failure, runQuietly } from '../command.mjs';
import { hostNode, serverScript } from './install.mjs';

const startTimeout = 600_000; // ms
const stopTimeout = 4_000; // ms

/** Quiet, and nothing sent anywhere. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
};

/**
 * @typedef {object} ServerOptions
 * @property {string} dataFolder settings and state of this server
 * @property {string} [extensionsFolder] default: inside dataFolder
 * @property {Record<string, unknown>} [settings] user settings, on top of the quiet ones; written when there are none yet
 * @property {NodeJS.ProcessEnv} [env] more environment, which the extension host sees too
 * @property {string[]} [flags] more flags of the server
 */

/** @param {ServerOptions} options */
export async function startServer({ dataFolder, extensionsFolder, settings, env, flags = [] }) {
  await writeSettings(dataFolder, { ...quietSettings, ...settings });
  // Another user of this machine can reach a loopback port too: only who knows the token gets in.
  const token = randomBytes(16).toString('hex');
  const logFile = path.join(dataFolder, 'server.log');
  const loopback = ['--host', '127.0.0.1', '--port', '0', '--connection-token', token];
  const quiet = ['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'];
  const args = [...loopback, ...quiet, ...folderFlags(dataFolder, extensionsFolder), ...flags];
  // A process group of its own (extension hosts, file watcher, terminals), so that all of it can be ended together.
  const server = spawn(hostNode, [serverScript, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  // However this process ends, if it can still say so.
  const endAtOnce = () => signalGroup(server, 'SIGKILL');
  process.once('exit', endAtOnce);
  server.once('exit', () => process.off('exit', endAtOnce));
  const log = createWriteStream(logFile, { flags: 'a' });
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  try {
    const port = await listeningPort(server, logFile);
    const authority = `127.0.0.1:${port}`;
    return {
      logFile,
      /** Where the server's files are for the workbench: a path without a scheme would be the browser's own. */
      uri: file => `vscode-remote://${authority}${path.resolve(file)}`,
      /** The address that opens `folder`. */
      url: folder => `http://${authority}/?folder=${encodeURIComponent(folder)}&tkn=${token}`,
      ended: once(server, 'exit'),
      stop: () => stop(server),
    };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

/** Installs a packaged extension for a server that will use the same folders. */
export async function installExtension({ vsix, dataFolder, extensionsFolder }) {
  const args = ['--install-extension', vsix, '--force', ...folderFlags(dataFolder, extensionsFolder)];
  await runQuietly(hostNode, [serverScript, ...args]);
}

function folderFlags(dataFolder, extensionsFolder = path.join(dataFolder, 'extensions')) {
  const flags = {
    'server-data-dir': dataFolder,
    'user-data-dir': dataFolder,
    'extensions-dir': extensionsFolder,
  };
  return Object.entries(flags).flatMap(([flag, folder]) => [`--${flag}`, folder]);
}

async function writeSettings(dataFolder, settings) {
  await mkdir(path.join(dataFolder, 'User'), { recursive: true });
  const file = path.join(dataFolder, 'User/settings.json');
  // wx: settings that are already there are the user's own.
  await writeFile(file, JSON.stringify(settings, undefined, 2), { flag: 'wx' }).catch(error => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** The server prints the free port that it took. */
function listeningPort(server, logFile) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = what => reject(new Failure(`VS Code's server ${what}. Its log is ${logFile}:\n${output}`));
    const timer = setTimeout(() => fail(`did not start within ${startTimeout / 1000} s`), startTimeout);
    server.once('error', error => fail(`could not be started: ${error.message}`));
    server.once('exit', status => fail(`ended with status ${status}`));
    server.stdout.setEncoding('utf8').on('data', text => {
      output += text;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

async function stop(server) {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  signalGroup(server, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(server, 'SIGKILL'), stopTimeout);
  await exit;
  clearTimeout(timer);
}

function signalGroup(server, signal) {
  try {
    process.kill(-server.pid, signal);
  } catch {
    // all of it has ended already
  }
}
