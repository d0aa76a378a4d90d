/** The state of the lab: small plain JSON that is copied as a link or a file, and opened again by somebody else. */
import type { Values } from '../model/lab/settings.ts';

export interface LabState {
  version: 1;
  /** Its name. */
  lesson: string;
  /** Of some settings, or of all. */
  values: Values;
  /** What is random comes from it: 0 to 2^32 - 1. */
  seed: number;
}

/** A state, or in one sentence why it is none. */
export type ReadState = { state: LabState } | { problem: string };

/** Of a file or a link, in UTF-16 units: a few settings and a text that was typed. */
export const longestLabState = 100_000;

const mostValues = 64;
const longestName = 64;
const longestText = 50_000;
const greatestSeed = 2 ** 32 - 1;

export function writeLabState(state: LabState): string {
  return JSON.stringify(state);
}

/** Reads what anybody may have written: nothing of it is trusted. */
export function parseLabState(text: string): ReadState {
  if (text.length > longestLabState)
    return { problem: 'This is too long to be a state of the lab. Open a file that the lab has saved.' };
  try {
    return readLabState(JSON.parse(text));
  } catch {
    return {
      problem: 'This is no state of the lab, since it is not JSON. Open a file that the lab has saved.',
    };
  }
}

/** Of plain data; what is not known of it is left out. Whether the lesson and its settings are there is not looked at. */
export function readLabState(value: unknown): ReadState {
  if (!isObject(value)) return problem('is no object');
  const { version, lesson, values = {}, seed = 1 } = value;
  if (version !== 1) return problem('is of another version than this one of Cellscope reads');
  if (typeof lesson !== 'string' || lesson.length > longestName || !/^[a-z0-9-]+$/.test(lesson))
    return problem('names no lesson');
  if (!isSeed(seed)) return problem(`has a seed that is no whole number from 0 to ${greatestSeed}`);
  if (!isValues(values)) return problem('has settings that are neither numbers nor texts');
  return { state: { version, lesson, values: { ...values }, seed } };
}

export function isLabState(value: unknown): value is LabState {
  return 'state' in readLabState(value);
}

export function isValues(value: unknown): value is Values {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= mostValues && entries.every(([name, one]) => isName(name) && isSettingValue(one));
}

function problem(what: string): ReadState {
  return { problem: `This state of the lab ${what}. Open one that the lab has saved or copied.` };
}

function isSeed(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= greatestSeed;
}

function isName(name: string): boolean {
  return name.length <= longestName && /^[a-z][A-Za-z0-9]*$/.test(name);
}

function isSettingValue(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= longestText : Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
