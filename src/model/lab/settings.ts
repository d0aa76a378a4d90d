import { UserError } from '../base/userError.ts';

/** What a person can set in a lesson. Its value is plain JSON, so that the state of a lesson can be handed on. */
export type Setting = ChoiceSetting | RangeSetting | TextSetting;

interface AnySetting {
  /** Of its value in the state: camelCase. */
  name: string;
  label: string;
  /** Whether the experiment begins anew when it is changed, or is only looked at in another way. */
  affects: 'experiment' | 'view';
  /** Few want it: it is kept out of the way of the others. */
  rare?: true;
}

export interface ChoiceSetting extends AnySetting {
  kind: 'choice';
  choices: readonly { value: string; label: string }[];
  initial: string;
}

export interface RangeSetting extends AnySetting {
  kind: 'range';
  least: number;
  /** A view's may grow with the experiment: `Experiment.most` says to what. */
  most: number;
  /** between two neighbours; 1 for whole numbers */
  step: number;
  initial: number;
  /** Has buttons for back and forward, and for going on by itself in slow motion. */
  playable?: true;
}

export interface TextSetting extends AnySetting {
  kind: 'text';
  initial: string;
  /** in characters */
  longest: number;
}

export type SettingValue = string | number;

export type Values = Readonly<Record<string, SettingValue>>;

/** All settings of a lesson: what was given where it can be, else what they begin with. Throws a UserError naming the rest. */
export function valuesOf(settings: readonly Setting[], given: Values): Values {
  const unknown = Object.keys(given).find(name => !settings.some(setting => setting.name === name));
  if (unknown !== undefined) {
    const names = settings.map(({ name }) => name).join(', ') || 'none';
    throw new UserError(`There is no setting ${unknown} here; there are: ${names}.`);
  }
  return Object.fromEntries(
    settings.map(setting => [setting.name, valueOf(setting, given[setting.name] ?? setting.initial)]),
  );
}

/** A number of a range, which `valuesOf` has checked. */
export function numberOf(values: Values, name: string): number {
  return values[name] as number;
}

/** A choice or a text, which `valuesOf` has checked. */
export function textOf(values: Values, name: string): string {
  return values[name] as string;
}

function valueOf(setting: Setting, value: SettingValue): SettingValue {
  switch (setting.kind) {
    case 'choice':
      if (setting.choices.some(choice => choice.value === value)) return value;
      throw problem(setting, value, `one of ${setting.choices.map(choice => choice.value).join(', ')}`);
    case 'range':
      if (typeof value === 'number' && value >= setting.least && value <= setting.most) return value;
      throw problem(setting, value, `a number from ${setting.least} to ${setting.most}`);
    case 'text':
      if (typeof value === 'string' && value.length <= setting.longest) return value;
      throw problem(setting, value, `a text of at most ${setting.longest} characters`);
  }
}

function problem({ name }: Setting, value: SettingValue, wanted: string): UserError {
  return new UserError(`${name} is ${JSON.stringify(value).slice(0, 80)}; give it ${wanted}.`);
}
