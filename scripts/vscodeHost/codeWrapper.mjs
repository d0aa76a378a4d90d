#!/usr/bin/env node
// Stands in for VS Code's executable where VS Code itself cannot run or be downloaded: takes the flags that
// @vscode/test-electron passes, and runs the suite in code-server's VS Code. By hand, too:
//   node scripts/vscodeHost/codeWrapper.mjs --extensionDevelopmentPath=. --extensionTestsPath=out/test/host/index.js FOLDER
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, runScript } from '../command.mjs';
import { installVscodeHost } from './install.mjs';
import { runSuite } from './runSuite.mjs';

await runScript(async () => {
  // Not strict: most flags are for Electron or for a window, and mean nothing here.
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      verbose: { type: 'boolean' },
    },
  });
  const folder = positionals[0];
  if (!values.extensionTestsPath || !folder)
    throw new Failure('Give --extensionDevelopmentPath, --extensionTestsPath and a folder to open.', 2);
  await installVscodeHost();
  return await runSuite({
    extensionPaths: values.extensionDevelopmentPath ?? [],
    testsPath: values.extensionTestsPath,
    folder,
    dataFolder: resolved(values['user-data-dir']),
    extensionsFolder: resolved(values['extensions-dir']),
    verbose: values.verbose,
  });
});

function resolved(folder) {
  return folder === undefined ? undefined : path.resolve(folder);
}
