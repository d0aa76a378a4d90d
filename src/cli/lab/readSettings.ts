import type { Lesson } from '../../model/lab/lesson.ts';
import type { SettingValue, Values } from '../../model/lab/settings.ts';
import { UsageError } from '../base/command.ts';

/** The values of `--set name=value`, numbers where the lesson's setting is one; whether they can be is not looked at. */
export function readSettings(lesson: Lesson, given: readonly string[]): Values {
  return Object.fromEntries(given.map(each => readSetting(lesson, each)));
}

function readSetting({ settings }: Lesson, given: string): [string, SettingValue] {
  const equals = given.indexOf('=');
  if (equals < 1)
    throw new UsageError(
      `--set is ${JSON.stringify(given)}; give the setting and its value, as in cell=lstm.`,
    );
  const [name, text] = [given.slice(0, equals), given.slice(equals + 1)];
  const isRange = settings.find(setting => setting.name === name)?.kind === 'range';
  const isNumber = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text);
  return [name, isRange && isNumber ? Number(text) : text];
}
