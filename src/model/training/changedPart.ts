/** Where a text differs from what it was before, in whole lines, UTF-16 units; `from` and `to` are alike where it does not. */
export function changedPart(before: string, now: string): { from: number; to: number } {
  const shorter = Math.min(before.length, now.length);
  let from = 0;
  while (from < shorter && before[from] === now[from]) from++;
  if (from === shorter && before.length === now.length) return { from, to: from };
  if (from > 0) from = now.lastIndexOf('\n', from - 1) + 1;
  let same = 0;
  while (same < shorter - from && before.at(-1 - same) === now.at(-1 - same)) same++;
  const end = now.indexOf('\n', now.length - same - 1);
  return { from, to: end < 0 ? now.length : end + 1 };
}
