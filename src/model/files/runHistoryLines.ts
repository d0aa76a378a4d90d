import { type Fail, JsonFields } from '../base/jsonFields.ts';
import { type JsonLimits, parseJsonText } from '../base/jsonText.ts';
import { type HistoryEntry, pointFields, type RunHeader, type RunHistory } from './runHistory.ts';
import { readBudget, readSettings } from './trainingRecord.ts';

/** Of the file of a run's history. Raise it when an older build would misread the lines. */
const HISTORY_VERSION = 1;
/** UTF-16 units of a line, and the lists in each other. */
const LIMITS: JsonLimits = { length: 32_768, depth: 4 };
/** Digits are of no use beyond those of the 32 bits that a loss is computed in. */
const DIGITS = 6;

/** An entry is a list: a letter, then numbers or a text. */
const letters = {
  point: 'p',
  validation: 'v',
  sample: 's',
  checkpoint: 'c',
  note: 'n',
  cut: 'x',
  resumed: 'r',
  end: 'e',
} as const;

/** The first line, without the end of the line. */
function formatHeader(header: RunHeader): string {
  return JSON.stringify({ cellscope: 'run', version: HISTORY_VERSION, ...header });
}

export function formatEntry(entry: HistoryEntry): string {
  return JSON.stringify([letters[entry.entry], ...valuesOf(entry)]);
}

/** All lines of a history that is written anew, each with its end. */
export function formatHistory(history: RunHistory): string {
  const { header, points, validations, samples, notes, checkpoints, end } = history;
  const lines = [formatHeader(header)];
  const add = (entry: HistoryEntry) => lines.push(formatEntry(entry));
  for (let i = 0; i < points.step.length; i++)
    lines.push(JSON.stringify([letters.point, ...pointFields.map(field => rounded(points[field][i]))]));
  for (const one of validations) add({ entry: 'validation', ...one });
  for (const one of samples) add({ entry: 'sample', ...one });
  for (const one of notes) add({ entry: 'note', ...one });
  for (const one of checkpoints) add({ entry: 'checkpoint', ...one });
  if (end) add({ entry: 'end', ...end });
  return `${lines.join('\n')}\n`;
}

function valuesOf(entry: HistoryEntry): unknown[] {
  switch (entry.entry) {
    case 'point':
      return pointFields.map(field => rounded(entry[field]));
    case 'validation':
      return [entry.step, rounded(entry.seconds), rounded(entry.loss)];
    case 'sample':
      return [entry.step, rounded(entry.seconds), entry.text];
    case 'checkpoint':
      // As model.json has them: that is how the history of a run that goes on is found.
      return [entry.step, entry.seconds];
    case 'note':
      return [entry.step, entry.note];
    case 'cut':
      return [entry.step];
    case 'resumed':
      return [entry.budget];
    case 'end':
      return [entry.step, rounded(entry.seconds), entry.reason];
  }
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

/** Of the first line. Throws by way of `fail` for what is none of this version. */
export function parseHeader(line: string, fail: Fail): RunHeader {
  const parsed = parseJsonText(line, LIMITS);
  if ('problem' in parsed) return fail(parsed.problem);
  const json = new JsonFields(parsed.value, '', fail);
  json.oneOf('cellscope', ['run']);
  const version = json.count('version');
  if (version > HISTORY_VERSION)
    fail(`it has version ${version}, and this build reads ${HISTORY_VERSION}: update Cellscope`);
  return {
    started: json.number('started', { minimum: 0, maximum: 8.64e15 }),
    kind: json.oneOf('kind', ['training', 'update']),
    settings: readSettings(json.object('settings')),
    engine: json.string('engine', { pattern: /^[^]{0,200}$/, what: 'a short text' }),
    files: json.count('files'),
    characters: json.count('characters'),
    symbols: json.count('symbols', { minimum: 1 }),
    parameters: json.count('parameters', { minimum: 1 }),
    interval: json.number('interval', { minimum: 0, maximum: 1e9 }),
    generation: json.count('generation'),
  };
}

/** Of any other line; undefined for one that is torn, damaged, or of a kind that this build does not know. */
export function parseEntry(line: string): HistoryEntry | undefined {
  const parsed = parseJsonText(line, LIMITS);
  if ('problem' in parsed || !Array.isArray(parsed.value)) return undefined;
  const [letter, ...values] = parsed.value as unknown[];
  try {
    return readEntry(letter, new JsonFields(Object.fromEntries(values.entries()), '', notAnEntry), values);
  } catch (error) {
    if (error instanceof NotAnEntry) return undefined;
    throw error;
  }
}

function readEntry(letter: unknown, json: JsonFields, values: readonly unknown[]): HistoryEntry | undefined {
  const step = () => json.count('0');
  const seconds = () => json.number('1', { minimum: 0 });
  switch (letter) {
    case letters.point:
      return readPoint(values);
    case letters.validation:
      return {
        entry: 'validation',
        step: step(),
        seconds: seconds(),
        loss: json.number('2', { minimum: 0 }),
      };
    case letters.sample: {
      return { entry: 'sample', step: step(), seconds: seconds(), text: json.string('2') };
    }
    case letters.checkpoint:
      return { entry: 'checkpoint', step: step(), seconds: seconds() };
    case letters.note:
      return { entry: 'note', step: step(), note: json.oneOf('1', ['blewUp', 'learntEarly']) };
    case letters.cut:
      return { entry: 'cut', step: step() };
    case letters.resumed:
      return { entry: 'resumed', budget: readBudget(json.object('0')) };
    case letters.end: {
      const reason = json.oneOf('2', ['finished', 'cancelled', 'failed']);
      return { entry: 'end', step: step(), seconds: seconds(), reason };
    }
    default:
      return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** There are thousands of these: they are looked at one by one, without a name for each. */
function readPoint(values: readonly unknown[]): HistoryEntry | undefined {
  if (values.length < pointFields.length || !values.every(isNumber)) return undefined;
  const [step, seconds, trainLoss, gradientNorm, learningRate, charsPerSecond, share] = values;
  if (!Number.isSafeInteger(step) || share > 1) return undefined;
  return { entry: 'point', step, seconds, trainLoss, gradientNorm, learningRate, charsPerSecond, share };
}

class NotAnEntry extends Error {}

function notAnEntry(what: string): never {
  throw new NotAnEntry(what);
}
