import type { Continuation, DrawingRoom } from './continuation.ts';
import { beginning, type Drawing, drawGreedily, type Turning } from './greedy.ts';

/**
 * So many continuations at most, the greedy one first, then along the likeliest turnings: what a beam search finds,
 * without a width. With turnings enough none is missed that is likely enough.
 */
export function search(room: DrawingRoom, count: number, drawing: Drawing = {}): Continuation[] {
  const found: Continuation[] = [];
  let open: Turning[] = [beginning];
  while (found.length < count && open.length > 0) {
    const [from, ...others] = open;
    const turnings: Turning[] = [];
    const continuation = drawGreedily(room, { ...drawing, from, turnings });
    if (found.length === 0 || continuation.characters.length > 0) found.push(continuation);
    open = [...others, ...turnings].toSorted((a, b) => b.chance - a.chance).slice(0, count);
  }
  return found;
}
