// `npm run bench:setup`: puts PyTorch for the processor into .cache/bench-venv, where `cellscope bench --against torch`
// finds it. CELLSCOPE_PYTHON names the Python to make it from, python3 on the PATH unless given.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure, root, runQuietly, runScript } from './command.mjs';

const VERSION = '2.13.0';
/** On Linux, PyPI's own wheel is the one for CUDA, of several GB; these are for the processor alone. */
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';

const folder = path.join(root, '.cache/bench-venv');
const onWindows = process.platform === 'win32';
const python = path.join(folder, onWindows ? 'Scripts/python.exe' : 'bin/python');

await runScript(async () => {
  if (await isInstalled()) return console.log(`PyTorch ${VERSION} is in ${folder} already.`);
  await makeEnvironment();
  await install();
  if (!(await isInstalled()))
    throw new Failure(
      `PyTorch was installed into ${folder}, but does not load. Delete that folder and try again.`,
    );
  console.log('Now run: npm run bench -- --against torch');
});

async function isInstalled() {
  if (!existsSync(python)) return false;
  const check = `import torch; raise SystemExit(torch.__version__.split('+')[0] != '${VERSION}')`;
  return await succeeds(python, ['-c', check]);
}

async function makeEnvironment() {
  const base = process.env.CELLSCOPE_PYTHON || (onWindows ? 'python' : 'python3');
  console.log(`Making a virtual environment in ${folder} ...`);
  if (!(await succeeds(base, ['-m', 'venv', '--clear', folder])))
    throw new Failure(
      `${base} cannot make a virtual environment. Install Python 3.10 or later with its venv module (on Debian: ` +
        'apt-get install python3-venv), or name another one in CELLSCOPE_PYTHON.',
    );
}

async function install() {
  console.log(`Installing PyTorch ${VERSION} from ${CPU_INDEX} (some 200 MB) ...`);
  // One short attempt: where that address is closed, what pip was told to use may still have it.
  if (await pip('--index-url', CPU_INDEX, '--retries', '0', '--timeout', '15')) return;
  console.log(
    'That did not work. Installing it from where pip gets its packages (CUDA on Linux: several GB) ...',
  );
  if (await pip()) return;
  throw new Failure(
    `pip gets torch ${VERSION} neither from ${CPU_INDEX} nor from PyPI. Measure without it, or name a Python that has ` +
      `it in CELLSCOPE_PYTHON. To see what pip says: "${python}" -m pip install torch==${VERSION}`,
  );
}

/** Whether pip could install it. @param {string[]} options */
async function pip(...options) {
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  return await succeeds(python, ['-m', 'pip', 'install', ...quiet, ...options, `torch==${VERSION}`]);
}

/** Whether a program that is run quietly ends well. @param {string} program @param {string[]} args */
async function succeeds(program, args) {
  try {
    await runQuietly(program, args);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
