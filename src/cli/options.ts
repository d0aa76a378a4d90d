import { type Arguments, UsageError } from './command.ts';

/** The positional arguments by name; wrong use when there are more or fewer. */
export function positionals<Name extends string>(args: Arguments, ...names: Name[]): Record<Name, string> {
  const given = args.positionals;
  if (given.length < names.length) throw new UsageError(`${names[given.length]} is missing. See --help.`);
  if (given.length > names.length)
    throw new UsageError(`${given[names.length]} is one argument too many. See --help.`);
  return Object.fromEntries(names.map((name, index) => [name, given[index]])) as Record<Name, string>;
}

export function textOption(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === 'string' ? value : undefined;
}

export function listOption(args: Arguments, name: string): string[] {
  const value = args.values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function isSet(args: Arguments, name: string): boolean {
  return args.values[name] === true;
}

export interface NumberRange {
  minimum?: number;
  maximum?: number;
  /** What to give instead, such as 'a whole number of characters'. */
  what: string;
}

/** A number option within its range; undefined when it is not given. */
export function numberOption(args: Arguments, name: string, range: NumberRange): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const { minimum = -Infinity, maximum = Infinity, what } = range;
  if (!Number.isFinite(value) || value < minimum || value > maximum)
    throw new UsageError(`--${name} is ${JSON.stringify(text)}; give ${what}.`);
  return value;
}

export function wholeNumberOption(args: Arguments, name: string, range: NumberRange): number | undefined {
  const value = numberOption(args, name, range);
  if (value !== undefined && !Number.isSafeInteger(value))
    throw new UsageError(`--${name} is ${value}; give ${range.what}.`);
  return value;
}
