/** What package.json says a setting may be, as far as it is checked here. */
export interface SettingSchema {
  type?: string | string[];
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
  /** A regular expression, and what to say of a text that it does not match. */
  pattern?: string;
  patternErrorMessage?: string;
}

/**
 * Says what is wrong with a setting's value and what it may be; undefined when nothing is. The settings editor checks
 * this itself, but settings.json can hold anything.
 */
export function settingProblem(name: string, value: unknown, schema: SettingSchema): string | undefined {
  const { type, minimum, maximum, enum: choices, pattern } = schema;
  const shown = `Setting ${name} is ${JSON.stringify(value)}`;
  if (choices && !choices.includes(value)) return `${shown}; choose ${choices.join(', ')}.`;
  if (pattern !== undefined && !(typeof value === 'string' && new RegExp(pattern).test(value)))
    return `${shown}; ${schema.patternErrorMessage}`;
  if (type !== 'integer' && type !== 'number') return undefined;
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  const fits = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (fits && (value as number) >= (minimum ?? -Infinity) && (value as number) <= (maximum ?? Infinity))
    return undefined;
  return `${shown}; give ${kind} from ${minimum} to ${maximum}.`;
}
