// Installs a real VS Code that runs in a browser: code-server's build of it, from npm, with a Node.js of its own.
// Into .cache/vscode-host, once (about 820 MB).
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, findOnPath, root, runQuietly } from '../command.mjs';

const codeServerVersion = '4.139.1'; // VS Code 1.139.1
const nodeVersion = '24.21.0';
const nodePackage = `node-linux-${process.arch}`;

const home = path.join(root, '.cache/vscode-host');
const stamp = JSON.stringify({ codeServerVersion, nodeVersion, nodePackage });

/** The Node.js that runs VS Code's server. */
export const hostNode = path.join(home, `node_modules/${nodePackage}/bin/node`);

/** VS Code's server, as a script for `hostNode`. */
export const serverScript = path.join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');

/** Why the host cannot run on this machine, or undefined when it can. */
export function hostProblem() {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return undefined;
  return `code-server's npm packages are for Linux on x64 and arm64; this is ${process.platform} on ${process.arch}.`;
}

/** Returns at once when it is there already. */
export async function installVscodeHost() {
  const problem = hostProblem();
  if (problem) throw new Failure(problem);
  if (!(await isInstalled())) await install();
  await buildSpdlog();
}

async function isInstalled() {
  const found = await readFile(path.join(home, 'stamp.json'), 'utf8').catch(() => undefined);
  return found === stamp;
}

/** Installs aside and renames at the end, so that an install that was interrupted is never taken for a whole one. */
async function install() {
  const aside = `${home}.${process.pid}`;
  const vscode = path.join(aside, 'node_modules/code-server/lib/vscode');
  console.log(
    `Setting up VS Code from npm (code-server ${codeServerVersion}, once, about 820 MB in .cache) ...`,
  );
  await mkdir(aside, { recursive: true });
  try {
    await writeFile(path.join(aside, 'package.json'), '{ "private": true }\n');
    console.log('  1/3 code-server and its Node.js');
    await npmInstall(aside, [`${nodePackage}@${nodeVersion}`, `code-server@${codeServerVersion}`]);
    console.log("  2/3 the server's own packages");
    await npmInstall(vscode, []);
    console.log('  3/3 the packages of the built-in extensions');
    await npmInstall(path.join(vscode, 'extensions'), []);
    await writeFile(path.join(aside, 'stamp.json'), stamp);
    // Another run may have finished first; then either one is good.
    if (!(await isInstalled())) {
      await rm(home, { recursive: true, force: true });
      await rename(aside, home);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Without scripts: code-server's own install script refuses other Node versions, and the natives it needs ship built. */
function npmInstall(folder, packages) {
  const flags = [
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--no-package-lock',
    '--omit=dev',
    '--loglevel=error',
  ];
  return runQuietly('npm', ['install', '--prefix', folder, ...flags, ...packages], { cwd: folder });
}

/** spdlog is the one native module with no built binary. Without it every output channel stays empty. */
async function buildSpdlog() {
  const vscode = path.join(home, 'node_modules/code-server/lib/vscode');
  if (existsSync(path.join(vscode, 'node_modules/@vscode/spdlog/build/Release/spdlog.node'))) return;
  const missing = ['g++', 'make', 'python3'].filter(name => !findOnPath(name));
  if (missing.length > 0) {
    console.log(
      `  ${missing.join(', ')} not found: VS Code's output channels will stay empty; all else works.`,
    );
    return;
  }
  console.log("  building VS Code's logger");
  const nodeFolder = path.join(home, 'node_modules', nodePackage);
  // node-gyp shall build for that Node, with the headers that its package brings.
  const env = {
    ...process.env,
    PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: nodeFolder,
  };
  try {
    await runQuietly('npm', ['rebuild', '--prefix', vscode, '--loglevel=error', '@vscode/spdlog'], {
      cwd: vscode,
      env,
    });
  } catch (error) {
    console.log(
      `  it could not be built: output channels will stay empty; all else works.\n${error.message}`,
    );
  }
}
