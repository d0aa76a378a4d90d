import type { ParseArgsConfig } from 'node:util';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** What `util.parseArgs` made of the command line. */
export interface Arguments {
  positionals: readonly string[];
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** One verb of the command line, such as `cellscope train`. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `cellscope NAME --help` prints: the synopsis, then what each option means, with units and defaults. */
  usage: string;
  /** As `util.parseArgs` takes them; main.ts adds --help. */
  options: OptionsConfig;
  /** Resolves with the exit status: 0 when it worked. A UserError is printed as one line, with status 1. */
  run(args: Arguments): Promise<number>;
}

/** Wrong use of the command line: printed as one line, with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
