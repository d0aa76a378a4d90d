/** Checks of what comes from a page or goes to one: small ones for values, and ones made of them for messages. */

/** Whether a value is what its type says. */
export type Check<T> = (value: unknown) => value is T;

/** One check for each field that T has: a field that is added to T without one does not compile. */
type FieldChecks<T> = { [Name in keyof T]-?: Check<T[Name]> };

/** One check for each kind of message that M has, of all fields but the kind: likewise. */
type MessageChecks<M extends { kind: string }> = {
  [Kind in M['kind']]: FieldChecks<Omit<Extract<M, { kind: Kind }>, 'kind'>>;
};

/** Of a message that is none in `problem`: which part of it is wrong. */
export type Checked<M> = { message: M } | { problem: string };

/**
 * Reads a message of a union: its kind is known, and each of its fields is what it must be. What nobody checks is left
 * out of it.
 */
export function checkMessage<M extends { kind: string }>(
  value: unknown,
  checks: MessageChecks<M>,
): Checked<M> {
  if (!isObject(value)) return { problem: 'it is no object' };
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(checks, kind)) return { problem: 'its kind is not known' };
  const message: Record<string, unknown> = { kind };
  const checksOfKind = checks[kind as M['kind']] as Record<string, Check<unknown>>;
  for (const [name, check] of Object.entries(checksOfKind)) {
    if (!check(value[name])) return { problem: `${name} of ${kind} is not what it must be` };
    if (value[name] !== undefined) message[name] = value[name];
  }
  return { message: message as unknown as M };
}

/** An object with these fields. */
export function fields<T>(checks: FieldChecks<T>): Check<T> {
  return (value): value is T =>
    isObject(value) &&
    Object.entries<Check<unknown>>(checks as Record<string, Check<unknown>>).every(([name, check]) =>
      check(value[name]),
    );
}

export function listOf<T>(check: Check<T>, { most = Infinity } = {}): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.length <= most && value.every(check);
}

/** A field that may be left out. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

export function oneOf<const T extends string | number>(...choices: readonly T[]): Check<T> {
  return (value): value is T => choices.includes(value as T);
}

/** A finite number of a range. */
export function numberFrom(minimum: number, maximum: number): Check<number> {
  return (value): value is number => typeof value === 'number' && value >= minimum && value <= maximum;
}

/** A whole number of a range. */
export function wholeFrom(minimum: number, maximum: number): Check<number> {
  return (value): value is number =>
    Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}

/** Of no more than so many UTF-16 units. */
export function textOf({ most }: { most: number }): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= most;
}

export const isNumber = numberFrom(-Number.MAX_VALUE, Number.MAX_VALUE);
export const isCount = wholeFrom(0, Number.MAX_SAFE_INTEGER);

export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isFloats = (value: unknown): value is Float32Array => value instanceof Float32Array;
export const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
