import type { Setting } from '../settings.ts';
import { cellSetting } from './cellSetting.ts';

/** V and H: so small that every weight can be seen, W being 2 x 5. */
export const SYMBOL_COUNT = 3;
export const HIDDEN_SIZE = 2;
export const MOST_TRAINING_STEPS = 300;
/** After b comes b or c in turn, so that only the state can tell. */
export const EXAMPLE_TEXT = 'abbcabbc';
const LONGEST_TEXT = 16;

export const cellSettings: readonly Setting[] = [
  { ...cellSetting, initial: 'rnn' },
  {
    kind: 'text',
    name: 'text',
    label: 'Text, of three different characters',
    affects: 'experiment',
    initial: EXAMPLE_TEXT,
    longest: LONGEST_TEXT,
  },
  {
    kind: 'choice',
    name: 'view',
    label: 'Drawn',
    affects: 'view',
    choices: [
      { value: 'rolled', label: 'Rolled' },
      { value: 'unrolled', label: 'Unrolled' },
    ],
    initial: 'unrolled',
  },
  {
    kind: 'choice',
    name: 'level',
    label: 'Level',
    affects: 'view',
    choices: [
      { value: 'character', label: 'Character' },
      { value: 'gate', label: 'Gate' },
      { value: 'weight', label: 'Weight' },
    ],
    initial: 'character',
  },
  {
    kind: 'range',
    name: 'step',
    label: 'Step in the text',
    affects: 'view',
    least: 0,
    most: LONGEST_TEXT - 1,
    step: 1,
    initial: 1,
    playable: true,
  },
  {
    kind: 'range',
    name: 'unit',
    label: 'Cell of the state',
    affects: 'view',
    least: 0,
    most: HIDDEN_SIZE - 1,
    step: 1,
    initial: 0,
  },
  {
    kind: 'range',
    name: 'training',
    label: 'Training step',
    affects: 'view',
    least: 0,
    most: MOST_TRAINING_STEPS,
    step: 1,
    initial: MOST_TRAINING_STEPS,
    playable: true,
  },
];
