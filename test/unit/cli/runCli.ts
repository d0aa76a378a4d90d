import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** The bundle under test; another one for whoever works on it. */
const bundle = path.resolve(process.env['CELLSCOPE_TEST_CLI'] ?? 'dist/cli.js');

export interface CliResult {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface CliOptions {
  env?: Record<string, string>;
  onStart?: (child: ChildProcess) => void;
  /** A training by `--json` sends itself this signal right after it has told this step. */
  signalAt?: { step: number; signal: NodeJS.Signals };
}

const signalAtStep = path.resolve('test/unit/cli/signalAtStep.mjs');

/** Runs `cellscope ARGS` to its end. */
export async function runCli(
  args: readonly string[],
  { env, onStart, signalAt }: CliOptions = {},
): Promise<CliResult> {
  const preloaded = signalAt ? ['--import', signalAtStep] : [];
  const signalEnv = signalAt && {
    CELLSCOPE_TEST_STEP: String(signalAt.step),
    CELLSCOPE_TEST_SIGNAL: signalAt.signal,
  };
  const child = spawn(process.execPath, [...preloaded, bundle, ...args], {
    env: { ...process.env, ...env, ...signalEnv },
  });
  onStart?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, stdout, stderr };
}

/** What a command prints that must work. */
export async function outputOf(args: readonly string[], options?: CliOptions): Promise<string> {
  const { status, stdout, stderr } = await runCli(args, options);
  assert.equal(status, 0, `cellscope ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** One line on standard error and nothing else, as it must be for each failure. */
export async function failureOf(
  args: readonly string[],
  status: 1 | 2,
  options?: CliOptions,
): Promise<string> {
  const result = await runCli(args, options);
  assert.equal(result.status, status, `${args.join(' ')}: ${result.stdout}${result.stderr}`);
  assert.match(result.stderr, /^cellscope: [^\n]+\n$/);
  return result.stderr;
}

/** The JSON objects of an output, one a line. */
export function jsonLines(output: string): Record<string, unknown>[] {
  return output
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
}
