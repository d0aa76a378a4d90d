// `npm start -- [FOLDER]`: from a fresh clone to an editor with Cellscope in it, open on FOLDER.
// `npm start -- --terminal [FOLDER]` shows the same in the terminal, without an editor.
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, findOnPath, root, run, runQuietly, runScript } from './command.mjs';
import { packageHere } from './packageHere.mjs';
import { installDependencies } from './setup/dependencies.mjs';

const usage = `Usage: npm start -- [FOLDER]                            opens FOLDER in VS Code with Cellscope
       npm start -- --terminal [FOLDER] [--seconds S]   trains on FOLDER and shows the result in the terminal
FOLDER is ${path.join('samples', 'workspace')} when it is left out.`;

await runScript(async () => {
  const { folder, terminal, seconds, help } = readArguments();
  if (help) return console.log(usage);
  await installDependencies();
  if (terminal) return await startTour(folder, seconds);
  console.log('Building and packaging the extension ...');
  const vsix = await packageHere();
  const code = findOnPath('code');
  return code ? await openInCode(code, folder) : await openInBrowser(vsix, folder);
});

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        terminal: { type: 'boolean' },
        seconds: { type: 'string', default: '60' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (positionals.length > 1) throw new Error(`one folder, please; there are ${positionals.length}`);
    if (!(Number(values.seconds) > 0))
      throw new Error(`--seconds takes a number above 0, not ${values.seconds}`);
    return { ...values, folder: existingFolder(positionals[0]) };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${error.message.split('. ')[0]}\n${usage}`, 2);
  }
}

function existingFolder(name) {
  if (name === undefined) return path.join(root, 'samples/workspace');
  // npm runs this in the repository; the user named the folder from where npm was started.
  const folder = path.resolve(process.env.INIT_CWD ?? '.', name);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Failure(`${folder} is not a folder.`, 2);
  return folder;
}

async function startTour(folder, seconds) {
  console.log('Building ...');
  await runQuietly('npm', ['run', 'build']);
  return await run(process.execPath, ['dist/cli.js', 'tour', folder, '--seconds', seconds]);
}

/** As an extension under development: nothing is installed into the user's VS Code. */
async function openInCode(code, folder) {
  console.log(`Opening ${folder} in VS Code with Cellscope as a development extension.`);
  console.log('Press F1 there and run "Cellscope: Train on Workspace".');
  return await run(code, [`--extensionDevelopmentPath=${root}`, folder]);
}

async function openInBrowser(vsix, folder) {
  const { hostProblem, installVscodeHost } = await import('./vscodeHost/install.mjs');
  const problem = hostProblem();
  if (problem)
    throw new Failure(
      `VS Code's command "code" is not on the PATH. In VS Code press F1, run "Shell Command: Install 'code' command ` +
        `in PATH", and start again. (Without VS Code, Cellscope can be opened in a browser on Linux only: ${problem})`,
    );
  await installVscodeHost();
  const { installExtension, startServer } = await import('./vscodeHost/server.mjs');
  const { watchForEnd } = await import('./vscodeHost/endSignals.mjs');
  const dataFolder = path.join(root, '.cache/editor');
  await installExtension({ vsix, dataFolder });
  const server = await startServer({ dataFolder });
  console.log(`\nCellscope is open at ${server.url(folder)}\n`);
  console.log(
    'Open that address in a browser, press F1 and run "Cellscope: Train on Workspace". Ctrl+C ends it.',
  );
  const stopped = new Promise(resolve => watchForEnd(() => resolve('asked')));
  const reason = await Promise.race([stopped, server.ended]);
  await server.stop();
  if (reason !== 'asked') throw new Failure(`VS Code's server ended by itself. Its log is ${server.logFile}`);
  console.log('\nEnded.');
  return 0;
}
