import { GREATEST_SEED } from '../../model/base/random.ts';
import { tableMegabytes } from '../../model/contexts/contextTable.ts';
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

/** One of some words; undefined if it was not given. */
export function choiceOption<Choice extends string>(
  args: Arguments,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const given = textOption(args, name);
  if (given === undefined) return undefined;
  const found = choices.find(choice => choice === given);
  if (found === undefined)
    throw new UsageError(`--${name} is ${JSON.stringify(given)}; give ${choices.join(' or ')}.`);
  return found;
}

export function isSet(args: Arguments, name: string): boolean {
  return args.values[name] === true;
}

interface NumberRange {
  minimum?: number;
  maximum?: number;
  /** What to give instead, such as 'a whole number of characters'. */
  what: string;
}

/** Decimal digits as people write them: nothing that another notation would read otherwise, or that rounds to infinity. */
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const WHOLE_NUMBER = /^-?\d+$/;

/** A number option within its range; undefined when it is not given. */
export function numberOption(args: Arguments, name: string, range: NumberRange): number | undefined {
  return readOption(args, name, { ...range, pattern: NUMBER });
}

/** The same for digits alone, of which no two mean the same number: every one that is accepted is exact. */
export function wholeNumberOption(args: Arguments, name: string, range: NumberRange): number | undefined {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = range;
  return readOption(args, name, { ...range, minimum, maximum, pattern: WHOLE_NUMBER });
}

function readOption(
  args: Arguments,
  name: string,
  { pattern, minimum = -Infinity, maximum = Infinity, what }: NumberRange & { pattern: RegExp },
): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || value < minimum || value > maximum)
    throw new UsageError(`--${name} is ${JSON.stringify(text)}; give ${what}.`);
  // Not -0, of which nothing below should have to think.
  return value + 0;
}

/** The value of a setting. */
export function rangeOption(
  args: Arguments,
  name: string,
  { minimum, maximum, whole }: { minimum: number; maximum: number; whole: boolean },
): number | undefined {
  const what = `a ${whole ? 'whole number' : 'number'} from ${minimum} to ${maximum}`;
  return (whole ? wholeNumberOption : numberOption)(args, name, { minimum, maximum, what });
}

/** NaN for what is not written in digits alone. */
export function readWholeNumber(text: string): number {
  return WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
}

/** A seed: each gives other random numbers. */
export function seedOption(args: Arguments): number | undefined {
  return rangeOption(args, 'seed', { minimum: 0, maximum: GREATEST_SEED, whole: true });
}

/** Memory of the context expert's table, in MB. */
export function memoryOption(args: Arguments): number {
  const { usual, ...range } = tableMegabytes;
  return rangeOption(args, 'memory', { ...range, whole: true }) ?? usual;
}

/** A number of characters. */
export function countOption(args: Arguments, name: string): number | undefined {
  return wholeNumberOption(args, name, { minimum: 0, what: 'a whole number, 0 or more' });
}

export function temperatureOption(args: Arguments): number | undefined {
  return rangeOption(args, 'temperature', { minimum: 0, maximum: 100, whole: false });
}
