import type { Target } from '../drawing/picture.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

export const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The target that lies next in a direction, from the middle of the one at `from`; that one itself where there is none. */
export function neighbour(targets: readonly Target[], from: number, direction: Direction): number {
  const start = middleOf(targets[from]);
  let best = from;
  let least = Infinity;
  for (const [i, target] of targets.entries()) {
    const { x, y } = middleOf(target);
    const [along, aside] = partsOf(x - start.x, y - start.y, direction);
    if (along <= 0.5) continue;
    // What is straight ahead comes before what is near.
    const cost = along + 3 * Math.abs(aside);
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}

function middleOf({ x, y, width, height }: Target): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function partsOf(dx: number, dy: number, direction: Direction): [along: number, aside: number] {
  switch (direction) {
    case 'left':
      return [-dx, dy];
    case 'right':
      return [dx, dy];
    case 'up':
      return [-dy, dx];
    case 'down':
      return [dy, dx];
  }
}
