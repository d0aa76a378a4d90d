/** Who speaks: a name on a line of its own after an empty line, or first, with a colon after it. */
const SPEAKER = /(?:^|\n\n)([^\n:]{1,40})(?=:\n)/g;

/** For each character (code point) of a play whether it is in the name of who speaks, as the layout has it. */
export function speakerLabels(play: string): Uint8Array {
  const labels = new Uint8Array(Array.from(play).length);
  // Where a code point is, by the units before it that are second halves of pairs.
  let [unit, place] = [0, 0];
  const placeOf = (end: number) => {
    for (; unit < end; unit++) if (!isTrail(play.charCodeAt(unit))) place++;
    return place;
  };
  for (const { 0: whole, 1: name, index } of play.matchAll(SPEAKER)) {
    const start = index + whole.length - name.length;
    labels.fill(1, placeOf(start), placeOf(start + name.length));
  }
  return labels;
}

function isTrail(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
