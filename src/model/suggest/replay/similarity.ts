/** Longer texts are compared by so many units of their beginnings: the time goes with the square. */
const LONGEST = 400;

/** 1 less the edits that turn one text into the other (Levenshtein) for each unit of the longer one: 1 for equal texts. */
export function editSimilarity(one: string, other: string): number {
  const a = one.slice(0, LONGEST);
  const b = other.slice(0, LONGEST);
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

/** How like what is left of a line is the first line of what was suggested; undefined where nothing is left of it. */
export function likenessToLineEnd(suggestion: string, rest: string): number | undefined {
  const line = firstLine(rest);
  return line === '' ? undefined : editSimilarity(firstLine(suggestion), line);
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
