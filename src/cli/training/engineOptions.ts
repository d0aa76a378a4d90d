import path from 'node:path';
import type { EngineChoice } from '../../protocol/engineChoice.ts';
import { engineChoices, loadEngine, type LoadedEngine } from '../../platform/node/kernels/engines.ts';
import { physicalCores } from '../../platform/node/threads/physicalCores.ts';
import { type Arguments, UsageError } from '../base/command.ts';
import { kernelDirectory } from '../base/openModel.ts';
import { textOption, wholeNumberOption } from '../base/options.ts';

const MOST_THREADS = 64;

export const engineOptions = {
  engine: { type: 'string' },
  threads: { type: 'string' },
} as const;

export const engineUsage = `  --engine ENGINE   auto (native kernels where they load, else WebAssembly), native, wasm, or tensorflow
                    (TensorFlow.js where @tensorflow/tfjs-node is installed, with threads of its own) (auto)
  --threads N       that train side by side (as many as the machine has cores), at most one a processor and one a place
                    of the batch; the result is repeatable with the same seed and number of threads`;

/**
 * The engine that the command line asks for, to train with so many streams. In a terminal nothing else has a claim on
 * the last core.
 */
export function loadChosenEngine(args: Arguments, batchSize: number | undefined): Promise<LoadedEngine> {
  const engine = textOption(args, 'engine') ?? 'auto';
  if (!isEngineChoice(engine))
    throw new UsageError(`--engine is ${JSON.stringify(engine)}; choose ${engineChoices.join(', ')}.`);
  const what = `a whole number from 1 to ${MOST_THREADS}`;
  const range = { minimum: 1, maximum: MOST_THREADS, what };
  const threads = wholeNumberOption(args, 'threads', range) ?? physicalCores();
  // What is installed in the folder where one stands is found, as npx finds it.
  const tensorflow = { workspaceFolders: [process.cwd()] };
  return loadEngine({
    kernelDirectory: path.resolve(kernelDirectory),
    engine,
    threads,
    batchSize,
    tensorflow,
  });
}

function isEngineChoice(text: string): text is EngineChoice {
  return (engineChoices as readonly string[]).includes(text);
}
