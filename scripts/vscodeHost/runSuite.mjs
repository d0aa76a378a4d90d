// Runs a mocha suite inside the extension host of the real VS Code, which headless Chromium drives.
// With a page's URL payload VS Code loads an extension under development and calls its tests' run(); it reports
// through two functions of the page's window, which the smoke test driver's flag switches on.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { startBrowser } from './browser.mjs';
import { watchForEnd } from './endSignals.mjs';
import { startServer } from './server.mjs';

/** Written by test/mochaReporter.cjs before each of its lines: tells them from VS Code's own log. Invisible. */
const mark = '\u2063';

/**
 * @typedef {object} SuiteOptions
 * @property {string[]} extensionPaths folders of extensions under development
 * @property {string} testsPath the script whose run() runs the tests
 * @property {string} folder the folder to open
 * @property {string} [dataFolder] settings and state; default: a temporary one
 * @property {string} [extensionsFolder]
 * @property {Record<string, unknown>} [settings]
 * @property {boolean} [verbose] VS Code's own log too
 * @property {number} [timeout] seconds, after which it hangs
 */

/** @param {SuiteOptions} options @returns {Promise<number>} the exit status */
export async function runSuite(options) {
  const temporary = options.dataFolder ? undefined : await mkdtemp(path.join(os.tmpdir(), 'cellscope-host-'));
  try {
    return await runIn(options.dataFolder ?? temporary, options);
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runIn(dataFolder, options) {
  const server = await startServer({
    dataFolder,
    extensionsFolder: options.extensionsFolder,
    // In a browser VS Code saves by itself, and may write a file again that a test has just deleted.
    settings: { 'git.enabled': false, 'files.autoSave': 'off', ...options.settings },
    env: { VSC_TEST_MARK: mark, VSC_TEST_COLOR: process.stdout.isTTY ? '1' : '' },
    flags: ['--enable-smoke-test-driver'],
  });
  let browser;
  try {
    browser = await startBrowser();
    return await runOn(server, browser.page, options);
  } finally {
    await browser?.stop();
    await server.stop();
  }
}

async function runOn(server, page, { extensionPaths, testsPath, folder, verbose, timeout = 3600 }) {
  let finish;
  const finished = new Promise(resolve => (finish = resolve));
  const stopWatching = watchForEnd(finish);
  const timer = setTimeout(() => {
    console.error(`The suite did not end within ${timeout} s.`);
    finish(124);
  }, timeout * 1000);
  await page.exposeFunction('codeAutomationLog', (_level, values) => printLog(values, verbose));
  await page.exposeFunction('codeAutomationExit', finish);
  page.on('crash', () => {
    console.error("The browser's page crashed.");
    finish(125);
  });
  try {
    const payload = [
      ...extensionPaths.map(extensionPath => ['extensionDevelopmentPath', server.uri(extensionPath)]),
      ['extensionTestsPath', server.uri(testsPath)],
    ];
    const response = await page.goto(
      `${server.url(path.resolve(folder))}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
    );
    if (!response?.ok()) {
      const log = await readFile(server.logFile, 'utf8');
      console.error(
        `VS Code's page answered ${response?.status()}. The end of its log:\n${log.slice(-1500)}`,
      );
      return 126;
    }
    return await finished;
  } finally {
    clearTimeout(timer);
    stopWatching();
  }
}

/** One log line of the extension host or of the workbench; the tests' own ones carry the mark. */
function printLog(values, verbose) {
  const line = values.map(value => (typeof value === 'string' ? value : inspect(value))).join(' ');
  if (line.startsWith(mark)) console.log(line.slice(mark.length));
  else if (verbose) console.log(`[code] ${line}`);
}
