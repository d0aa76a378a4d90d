import { cellTypes, recurrentCell } from '../network/cells/cells.ts';
import { tokenKinds } from '../text/alphabet.ts';
import { UserError } from '../base/userError.ts';
import {
  budgetRanges,
  type NumberSetting,
  type Range,
  settingRanges,
  type TrainingSettings,
} from '../files/trainingSettings.ts';

export const defaultSettings: TrainingSettings = {
  tokens: 'char',
  cell: 'lstm',
  numLayers: 1,
  hiddenSize: 256,
  seqLength: 64,
  batchSize: 16,
  learningRate: 0,
  gradClip: 1,
  budget: { seconds: 120 },
  seed: 1,
};

/** The settings with numbers in place of what is left to the program. */
export function decided(settings: TrainingSettings): TrainingSettings {
  const learningRate =
    settings.learningRate === 0 ? recurrentCell(settings.cell).learningRate : settings.learningRate;
  return { ...settings, learningRate };
}

/** What the settings are called where the user gives them, such as '--units' for hiddenSize. */
export type SettingNames = Partial<Record<NumberSetting | 'tokens' | 'cell' | 'seconds' | 'epochs', string>>;

/** Throws a UserError that names the setting, its value and what it may be. */
export function checkSettings(settings: TrainingSettings, names: SettingNames = {}): void {
  if (!tokenKinds.includes(settings.tokens))
    throw new UserError(
      `${names.tokens ?? 'tokens'} is ${JSON.stringify(settings.tokens)}; choose ${tokenKinds.join(' or ')}.`,
    );
  if (!cellTypes.includes(settings.cell))
    throw new UserError(
      `${names.cell ?? 'cell'} is ${JSON.stringify(settings.cell)}; choose ${cellTypes.join(', ')}.`,
    );
  for (const [name, range] of Object.entries(settingRanges) as [NumberSetting, Range][])
    checkNumber(names[name] ?? name, settings[name], range);
  const { budget } = settings;
  if ('seconds' in budget) checkNumber(names.seconds ?? 'seconds', budget.seconds, budgetRanges.seconds);
  else checkNumber(names.epochs ?? 'epochs', budget.epochs, budgetRanges.epochs);
}

function checkNumber(name: string, value: number, { minimum, maximum, whole }: Range): void {
  const valid = whole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (valid && value >= minimum && value <= maximum) return;
  const kind = whole ? 'whole number' : 'number';
  throw new UserError(`${name} is ${String(value)}; give a ${kind} from ${minimum} to ${maximum}.`);
}
