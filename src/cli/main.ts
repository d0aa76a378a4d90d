import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { UserError } from '../model/base/userError.ts';
import { type Arguments, type Command, UsageError } from './base/command.ts';
import { commands } from './commands.ts';
import { printLine, printText, warn, warnWithStack } from './base/output.ts';

const help = `cellscope ${version}
Trains a small recurrent network on your files, completes text from it, and shows what its cells follow.
Everything stays on this machine.

Usage: cellscope COMMAND ...

${commands.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n')}

cellscope COMMAND --help says more. Exit status: 0 done, 1 failed, 2 wrong use.`;

async function run(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    printText(help);
    return 0;
  }
  if (name === '--version') {
    printLine(version);
    return 0;
  }
  const names = commands.map(command => command.name).join(', ');
  if (name === undefined) throw new UsageError(`Give a command: ${names}. See cellscope --help.`);
  const command = commands.find(candidate => candidate.name === name);
  if (!command) throw new UsageError(`There is no command ${name}. Choose one of ${names}.`);
  const args = parse(command, rest);
  if (args.values['help'] === true) {
    printText(command.usage.trimEnd());
    return 0;
  }
  return command.run(args);
}

function parse(command: Command, argv: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: [...argv],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    const { message } = error as Error;
    const option = /^Option '(?:-\w, )?(--[\w-]+)\b.*' argument is ambiguous/.exec(message)?.[1];
    if (option !== undefined)
      throw new UsageError(`${option} has no value; one that begins with a dash is written ${option}=-1.`);
    const [sentence] = message.split(/\.\s|\n/);
    throw new UsageError(`${sentence.replace(/\.$/, '')}. See cellscope ${command.name} --help.`);
  }
}

/** One line for the user; the stack only for who asks, or when the error is ours. */
function report(error: unknown): number {
  const debug = process.env['CELLSCOPE_DEBUG'] === '1';
  if (error instanceof Error && debug) warnWithStack(error);
  else if (error instanceof UserError || error instanceof UsageError) warn(error.message);
  else warn(`internal error: ${(error as Error).message ?? String(error)} (CELLSCOPE_DEBUG=1 shows where)`);
  return error instanceof UsageError ? 2 : 1;
}

// Whoever reads our output may stop when it has enough, such as `head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.exit(report(new UserError(`The output cannot be written: ${error.message}.`)));
});
// There is nobody left to tell.
process.stderr.on('error', () => {});
process.on('uncaughtException', error => process.exit(report(error)));

run(process.argv.slice(2)).then(
  status => (process.exitCode = status),
  error => (process.exitCode = report(error)),
);
