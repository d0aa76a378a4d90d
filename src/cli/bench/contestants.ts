import { existsSync } from 'node:fs';
import path from 'node:path';
import { assets } from '../../protocol/assets.ts';
import type { ContestantOptions } from './contestant.ts';
import { ContestantFailure, ContestantProcess, type ContestantProgram } from './contestantProcess.ts';

export type EngineName = 'native' | 'wasm';
export type PeerName = 'torch' | 'tfjs-node';

export const engineNames: readonly EngineName[] = ['native', 'wasm'];
export const peerNames: readonly PeerName[] = ['torch', 'tfjs-node'];

/** A program that takes part, with the threads that it may use. */
export interface Contestant {
  name: EngineName | PeerName;
  version: string;
  threads: number;
  /** of the process when it had loaded, before it did anything */
  startMegabytes: number;
  process: ContestantProcess;
}

/** The root of a clone, or of the package: the bundle lies in its dist/. */
const root = path.join(__dirname, '..');

/** Rejects with a ContestantFailure that says why it is missing. */
export async function startContestant(name: EngineName | PeerName, threads: number): Promise<Contestant> {
  const problems: string[] = [];
  for (const program of programsOf(name, threads))
    try {
      const { process, ready } = await ContestantProcess.start(program);
      return { name, version: ready.version, threads, startMegabytes: ready.megabytes, process };
    } catch (error) {
      if (!(error instanceof ContestantFailure)) throw error;
      problems.push(error.message);
    }
  throw new ContestantFailure([...new Set(problems)].join('; '));
}

/** How to get what is missing, where the reason does not say so itself. */
export const remedies: Partial<Record<EngineName | PeerName, string>> = {
  torch: 'get it with: npm run bench:setup, or name a Python that has it in CELLSCOPE_PYTHON',
  'tfjs-node': 'npm run test:tensorflow builds one in a clone',
};

/** The programs that may be this contestant; the first one that works is taken. */
function programsOf(name: EngineName | PeerName, threads: number): ContestantProgram[] {
  switch (name) {
    case 'torch':
      return pythons().map(program => ({
        program,
        args: [path.join(root, 'test/bench/torchTraining.py'), '--threads', String(threads)],
        // Its threads are set by the script, too; OpenMP makes as many as this says from the start.
        env: { OMP_NUM_THREADS: String(threads), PYTHONWARNINGS: 'ignore' },
      }));
    case 'tfjs-node':
      return [{ ...ours('tensorflow', threads), env: tensorflowThreads(threads) }];
    case 'native':
    case 'wasm':
      return [ours(name, threads)];
  }
}

function ours(engine: ContestantOptions['engine'], threads: number): ContestantProgram {
  const options: ContestantOptions = { engine, threads, kernelDirectory: path.join(root, assets.kernels) };
  return {
    program: process.execPath,
    args: [path.join(__dirname, 'benchContestant.js'), JSON.stringify(options)],
  };
}

/** TensorFlow reads these when it loads, and takes all processors where they are missing. */
function tensorflowThreads(threads: number): Record<string, string> {
  return {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: String(threads),
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
}

/** One that the user named is taken or it fails: another one would be measured in its place. */
function pythons(): string[] {
  const onWindows = process.platform === 'win32';
  const named = process.env['CELLSCOPE_PYTHON'];
  if (named) return [named];
  const environment = path.join(root, '.cache/bench-venv', onWindows ? 'Scripts/python.exe' : 'bin/python');
  return [...(existsSync(environment) ? [environment] : []), onWindows ? 'python' : 'python3'];
}
