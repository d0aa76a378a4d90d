import { shown } from './jsonText.ts';

/** Ends the reading of a file with an error; told what is wrong with it. */
export type Fail = (what: string) => never;

interface Range {
  minimum?: number;
  maximum?: number;
}

/**
 * The fields of a JSON object from a file, each read as what it must be. What is something else ends the reading with
 * the field's path, its value and what it must be; fields that nobody reads are left alone.
 */
export class JsonFields {
  private readonly fields: Readonly<Record<string, unknown>>;
  private readonly path: string;
  private readonly fail: Fail;

  /** `path` is that of the object itself, empty for the whole file. */
  constructor(value: unknown, path: string, fail: Fail) {
    if (!isObject(value)) fail(`${path === '' ? 'it' : path} is ${shown(value)}; it must be an object`);
    this.fields = value;
    this.path = path === '' ? '' : `${path}.`;
    this.fail = fail;
  }

  /** Whether the field is there. */
  has(name: string): boolean {
    return Object.hasOwn(this.fields, name) && this.fields[name] !== undefined;
  }

  /** Of all fields that are there. */
  names(): string[] {
    return Object.keys(this.fields);
  }

  /** As it stands there. */
  value(name: string): unknown {
    return this.has(name) ? this.fields[name] : undefined;
  }

  object(name: string): JsonFields {
    return new JsonFields(this.take(name, 'an object'), `${this.path}${name}`, this.fail);
  }

  string(name: string, { pattern, what = 'a text' }: { pattern?: RegExp; what?: string } = {}): string {
    const value = this.take(name, what);
    if (typeof value !== 'string' || pattern?.test(value) === false) return this.refuse(name, what);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.take(name, 'true or false');
    return typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const what = choices.join(', ');
    const value = this.take(name, `one of ${what}`);
    return choices.find(choice => choice === value) ?? this.refuse(name, `one of ${what}`);
  }

  number(name: string, range: Range = {}): number {
    const what = `a number${inWords(range)}`;
    const value = this.take(name, what);
    if (typeof value !== 'number' || !Number.isFinite(value) || !isWithin(value, range))
      return this.refuse(name, what);
    return value;
  }

  /** A whole number, 0 or more unless the range says otherwise. */
  count(name: string, range: Range = {}): number {
    const counts = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, ...range };
    const what = `a whole number${inWords(counts)}`;
    const value = this.take(name, what);
    if (!Number.isSafeInteger(value) || !isWithin(value as number, counts)) return this.refuse(name, what);
    return value as number;
  }

  /** The items of a list, each as `read` gives it; told its path, and how to refuse it. */
  list<T>(name: string, read: (item: unknown, path: string, fail: Fail) => T): T[] {
    const value = this.take(name, 'a list');
    if (!Array.isArray(value)) return this.refuse(name, 'a list');
    return (value as unknown[]).map((item, index) => read(item, `${this.path}${name}[${index}]`, this.fail));
  }

  numbers(name: string, range: Range = {}): number[] {
    return this.list(name, (item, path, fail) =>
      typeof item === 'number' && Number.isFinite(item) && isWithin(item, range)
        ? item
        : fail(`${path} is ${shown(item)}; it must be a number${inWords(range)}`),
    );
  }

  strings(name: string): string[] {
    return this.list(name, (item, path, fail) =>
      typeof item === 'string' ? item : fail(`${path} is ${shown(item)}; it must be a text`),
    );
  }

  /** Undefined for a field that is not there, or holds the null that JSON has for what is not a number. */
  optional<T>(name: string, read: () => T): T | undefined {
    return this.has(name) && this.fields[name] !== null ? read() : undefined;
  }

  /** Ends the reading: the field is not what it must be. */
  refuse(name: string, what: string): never {
    return this.fail(`${this.path}${name} is ${shown(this.fields[name])}; it must be ${what}`);
  }

  private take(name: string, what: string): unknown {
    if (!this.has(name)) this.fail(`${this.path}${name} is missing; it must be ${what}`);
    return this.fields[name];
  }
}

/** A field of whatever came out of a file; undefined where that is no object, or has no such field. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: number, { minimum = -Infinity, maximum = Infinity }: Range): boolean {
  return value >= minimum && value <= maximum;
}

function inWords({ minimum, maximum }: Range): string {
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : `, ${minimum} or more`;
}
