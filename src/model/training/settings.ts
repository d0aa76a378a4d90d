import { type CellType, cellTypes, recurrentCell } from '../network/cells/cells.ts';
import { UserError } from '../base/userError.ts';

/** How long to train: by the clock, or by how often the whole text is read. */
export type Budget = { seconds: number } | { epochs: number };

/** Plain JSON. As `decided` gives them, they are what a run is repeated from, together with its files. */
export interface TrainingSettings {
  cell: CellType;
  numLayers: number;
  /** H, cells in a layer. */
  hiddenSize: number;
  /** T, steps that the gradient reaches back. */
  seqLength: number;
  /** B, places of the text that are read side by side. */
  batchSize: number;
  /** Of Adam, at its highest; 0 stands for what suits the cell. */
  learningRate: number;
  /** Norm that the gradient is clipped to. */
  gradClip: number;
  budget: Budget;
  seed: number;
}

export const defaultSettings: TrainingSettings = {
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

export type NumberSetting = Exclude<keyof TrainingSettings, 'cell' | 'budget'>;

interface Range {
  minimum: number;
  maximum: number;
  whole: boolean;
}

export const settingRanges: Readonly<Record<NumberSetting, Range>> = {
  numLayers: { minimum: 1, maximum: 8, whole: true },
  hiddenSize: { minimum: 1, maximum: 2048, whole: true },
  seqLength: { minimum: 2, maximum: 1024, whole: true },
  batchSize: { minimum: 1, maximum: 512, whole: true },
  learningRate: { minimum: 0, maximum: 1, whole: false },
  gradClip: { minimum: 1e-3, maximum: 1e6, whole: false },
  seed: { minimum: 0, maximum: 2 ** 32 - 1, whole: true },
};

export const budgetRanges: Readonly<Record<'seconds' | 'epochs', Range>> = {
  seconds: { minimum: 1, maximum: 30 * 86400, whole: false },
  epochs: { minimum: 0, maximum: 100_000, whole: true },
};

/** What the settings are called where the user gives them, such as '--units' for hiddenSize. */
export type SettingNames = Partial<Record<NumberSetting | 'cell' | 'seconds' | 'epochs', string>>;

/** Throws a UserError that names the setting, its value and what it may be. */
export function checkSettings(settings: TrainingSettings, names: SettingNames = {}): void {
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
