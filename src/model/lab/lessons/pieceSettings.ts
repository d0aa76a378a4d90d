import type { RangeSetting } from '../settings.ts';

/** How much of a text a network reads before it answers. */
export function pieceLength({ least, initial }: Pick<RangeSetting, 'least' | 'initial'>): RangeSetting {
  return {
    kind: 'range',
    name: 'length',
    label: 'Characters of a piece',
    affects: 'experiment',
    least,
    most: 400,
    step: 1,
    initial,
  };
}

/** Which of the pieces that are held out is looked at. */
export function heldOutPiece(count: number): RangeSetting {
  return {
    kind: 'range',
    name: 'example',
    label: 'Held-out piece',
    affects: 'view',
    least: 0,
    most: count - 1,
    step: 1,
    initial: 0,
  };
}
