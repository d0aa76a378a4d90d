/** How long a lesson works before the others have their turn, ms. */
const SLICE_MS = 50;

/** Small pieces of work in slices: of what they yield, what comes when a slice is over, and the last. */
export function* inSlices<Piece>(pieces: Iterable<Piece>, clock: () => number): Iterable<Piece> {
  let start = clock();
  let left: { piece: Piece } | undefined;
  for (const piece of pieces) {
    left = { piece };
    if (clock() - start < SLICE_MS) continue;
    yield piece;
    left = undefined;
    start = clock();
  }
  if (left) yield left.piece;
}
