import type { RangeSetting } from '../settings.ts';

/** How long a network is trained; the learning rate falls towards the end, wherever that is. */
export function stepsSetting(initial: number): RangeSetting {
  return {
    kind: 'range',
    name: 'steps',
    label: 'Training steps',
    affects: 'experiment',
    least: 50,
    most: 10_000,
    step: 50,
    initial,
  };
}
