import assert from 'node:assert/strict';
import type { Figure, FigureKind } from '../../../src/model/lab/figures.ts';

/** The figure of that name, which must be of that kind. */
export function figureOf<Kind extends FigureKind>(
  figures: readonly Figure[],
  id: string,
  kind: Kind,
): Extract<Figure, { kind: Kind }> {
  const figure = figures.find(each => each.id === id);
  assert.equal(figure?.kind, kind, `${id} among ${figures.map(each => each.id).join(', ')}`);
  return figure as Extract<Figure, { kind: Kind }>;
}
