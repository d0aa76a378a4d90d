import { type CellType, cellTypes } from '../../network/cells/cells.ts';
import { type ChoiceSetting, textOf, type Values } from '../settings.ts';

/** Which cells a network is made of. */
export const cellSetting: ChoiceSetting = {
  kind: 'choice',
  name: 'cell',
  label: 'Cell',
  affects: 'experiment',
  choices: cellTypes.map(value => ({ value, label: value.toUpperCase() })),
  initial: 'gru',
};

/** What `cellSetting` was set to. */
export function cellOf(values: Values): CellType {
  const chosen = textOf(values, cellSetting.name);
  return cellTypes.find(each => each === chosen)!;
}
