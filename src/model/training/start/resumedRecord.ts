import { UserError } from '../../base/userError.ts';
import type { TrainingRecord } from '../../files/trainingRecord.ts';
import type { Budget, TrainingSettings } from '../../files/trainingSettings.ts';
import { checkSettings } from '../settings.ts';

/** The record with a new budget, if one is asked for; a run with any other change cannot be resumed. */
export function resumedRecord(
  record: TrainingRecord,
  changes: Partial<TrainingSettings>,
  place: string,
): TrainingRecord {
  const settings = { ...record.settings, ...changes };
  checkSettings(settings);
  for (const name of Object.keys(settings) as (keyof TrainingSettings)[]) {
    if (name === 'budget' || settings[name] === record.settings[name]) continue;
    throw new UserError(
      `The training in ${place} has ${name} ${record.settings[name]}; it cannot be resumed with ${String(settings[name])}. Leave that setting as it was, or train anew.`,
    );
  }
  const sameBudget = JSON.stringify(settings.budget) === JSON.stringify(record.settings.budget);
  if (record.finished && (sameBudget || isUsedUp(settings.budget, record)))
    throw new UserError(
      `The training in ${place} is finished. Resume it with a larger budget of seconds or epochs, or train anew.`,
    );
  if (sameBudget) return record;
  const { decay: _, ...rest } = record;
  return { ...rest, settings, finished: false };
}

function isUsedUp(budget: Budget, { seconds, position }: TrainingRecord): boolean {
  return 'seconds' in budget ? seconds >= budget.seconds : position.epoch >= budget.epochs;
}
