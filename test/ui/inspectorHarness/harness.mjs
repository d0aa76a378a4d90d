// Opens the inspector's page in plain Chromium, without VS Code: the built script and style, a fake host and the
// variables of one of VS Code's themes, under the content security policy that the real host sets.
//
//   node test/ui/inspectorHarness/harness.mjs OUT_DIR     writes pictures in every theme and several widths
import { readFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { hangTimeout } from '../../../scripts/vscodeHost/browser.mjs';
import { themes } from './themes.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const origin = 'http://inspector.test';
const nonce = 'harness';
const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;

/** The inspector's script, built as the product's is. */
async function buildScript() {
  const result = await build({
    entryPoints: [path.join(root, 'src/webview/inspector/main.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

function page(theme) {
  const { kind, variables } = themes[theme];
  const style = Object.entries(variables)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>Cellscope</title>
    <style nonce="${nonce}">:root { ${style} }</style>
    <link rel="stylesheet" nonce="${nonce}" href="${origin}/inspector.css">
  </head>
  <body class="${kind}" data-vscode-theme-kind="${kind.split(' ').at(-1)}">
    <script nonce="${nonce}" src="${origin}/fakeHost.js"></script>
    <script nonce="${nonce}" src="${origin}/inspector.js"></script>
  </body>
</html>`;
}

/** Starts a browser; `open` gives pages of it with an inspector each. */
export async function startInspectorBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const script = await buildScript();
  const style = await readFile(path.join(root, 'media/inspector.css'), 'utf8');
  const fakeHost = await readFile(path.join(here, 'fakeHost.js'), 'utf8');
  const files = {
    '/inspector.js': { contentType: 'text/javascript', body: script },
    '/inspector.css': { contentType: 'text/css', body: style },
    '/fakeHost.js': { contentType: 'text/javascript', body: fakeHost },
  };
  return {
    script,
    close: () => browser.close(),
    /** A page with the inspector on it; `problems` collects what went wrong in it, refused styles and scripts too. */
    async open({ theme = 'dark', width = 900, height = 700, context = {} } = {}) {
      const browserContext = await browser.newContext({ viewport: { width, height }, ...context });
      const opened = await browserContext.newPage();
      opened.setDefaultTimeout(hangTimeout);
      const problems = [];
      opened.on('pageerror', error => problems.push(String(error)));
      opened.on('console', message => message.type() === 'error' && problems.push(message.text()));
      await opened.route('**/*', route => {
        const file = files[new URL(route.request().url()).pathname];
        return route.fulfill(file ?? { contentType: 'text/html', body: page(theme) });
      });
      await opened.goto(`${origin}/`);
      return { page: opened, problems, close: () => browserContext.close() };
    },
  };
}

/** The cell whose colours are on the page is this one. */
export async function waitForCell(opened, cell) {
  await opened.waitForSelector(`#text[data-cell="${cell}"]`);
}

async function takePictures(target) {
  await mkdir(target, { recursive: true });
  const text = await readFile(path.join(here, 'example.c'), 'utf8');
  const browser = await startInspectorBrowser();
  for (const theme of Object.keys(themes))
    for (const width of [210, 360, 800, 1600]) {
      const { page: opened, problems, close } = await browser.open({ theme, width, height: 760 });
      await opened.evaluate(content => {
        window.fakeHost.load();
        window.fakeHost.open('src/example.c', content);
        window.fakeHost.cursor(420, { from: 0, to: 1000 });
      }, text);
      await waitForCell(opened, '1.17');
      await opened
        .locator('.row', { hasText: 'printf' })
        .first()
        .hover({ position: { x: Math.min(160, width - 40), y: 8 } });
      await opened.waitForSelector('.card:not(.waiting)');
      await opened.screenshot({ path: path.join(target, `${theme}-${width}.png`) });
      if (problems.length > 0) console.error(theme, width, problems);
      await close();
    }
  await browser.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await takePictures(process.argv[2] ?? 'out/pictures');
