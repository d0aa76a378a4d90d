// Opens a page of src/webview in plain Chromium, without VS Code: its script, built as the product's is, its styles, a
// host that is made up and the variables of one of VS Code's themes, under the content security policy that the real host
// sets.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { root } from '../../../scripts/command.mjs';
import { hangTimeout } from '../../../scripts/vscodeHost/browser.mjs';
import { themes } from './pageThemes.mjs';

const origin = 'http://page.test';
const nonce = 'harness';
const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;

/**
 * Starts a browser; its `open` gives windows with a page each.
 * @param {string} name the page's folder in src/webview
 * @param {URL} [host] a script that runs before the page's and gives it an acquireVsCodeApi
 */
export async function startPageBrowser(name, host = new URL('recordingHost.js', import.meta.url)) {
  const script = await buildScript(name);
  const files = {
    '/host.js': { contentType: 'text/javascript', body: await readFile(host, 'utf8') },
    '/page.js': { contentType: 'text/javascript', body: script },
    '/shared.css': await style('page'),
    '/page.css': await style(name),
  };
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  return {
    script,
    close: () => browser.close(),
    /**
     * `problems` collects what went wrong in the page, refused styles and scripts too. `prepare` is done with the window
     * before the page is in it.
     */
    async open({ theme = 'dark', width = 900, height = 700, context = {}, prepare = async () => {} } = {}) {
      const browserContext = await browser.newContext({ viewport: { width, height }, ...context });
      const page = await browserContext.newPage();
      page.setDefaultTimeout(hangTimeout);
      const problems = [];
      page.on('pageerror', error => problems.push(String(error)));
      page.on('console', message => message.type() === 'error' && problems.push(message.text()));
      await page.route('**/*', route => {
        const file = files[new URL(route.request().url()).pathname];
        return route.fulfill(file ?? { contentType: 'text/html', body: html(theme) });
      });
      await prepare(page);
      await page.goto(`${origin}/`);
      return { page, problems, close: () => browserContext.close() };
    },
  };
}

/** Tells a page with the recording host an event, as its panel does. */
export async function tell(page, event) {
  await page.evaluate(told => window.postMessage({ event: told }, '*'), event);
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve)));
}

/** The kinds of the events that such a page has told. */
export const said = page => page.evaluate(() => window.said.map(({ event }) => event.kind));

async function buildScript(name) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, `src/webview/${name}/main.ts`)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

async function style(name) {
  return { contentType: 'text/css', body: await readFile(path.join(root, `media/${name}.css`), 'utf8') };
}

function html(theme) {
  const { kind, variables } = themes[theme];
  const values = Object.entries(variables)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>Cellscope</title>
    <style nonce="${nonce}">:root { ${values} }</style>
    <link rel="stylesheet" nonce="${nonce}" href="${origin}/shared.css">
    <link rel="stylesheet" nonce="${nonce}" href="${origin}/page.css">
  </head>
  <body class="${kind}" data-vscode-theme-kind="${kind.split(' ').at(-1)}">
    <script nonce="${nonce}" src="${origin}/host.js"></script>
    <script nonce="${nonce}" src="${origin}/page.js"></script>
  </body>
</html>`;
}
