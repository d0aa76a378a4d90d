/** Lines of a text that gave way to lines of a later one, as `git diff -U0` tells them. */
export interface Hunk {
  /** Lines counted from 0, those that are taken away. */
  oldFrom: number;
  oldLines: number;
  /** In the later text, those that come in their place. */
  newFrom: number;
  newLines: number;
}

/** One place of a text at which somebody deleted and typed. */
export interface Edit {
  /** UTF-16 offset in the text as all edits before it left it. */
  offset: number;
  /** Units that are deleted there. */
  removed: number;
  /** What is typed there then. */
  inserted: string;
  /** What comes behind the cursor before anything is typed: the line end of a line that is opened above another. */
  opened: string;
}

/** The hunks of a patch without context lines; the lines themselves are those of the texts. */
export function hunksOf(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  for (const match of patch.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)) {
    const [oldLine, oldLines, newLine, newLines] = [match[1], match[2] ?? '1', match[3], match[4] ?? '1'].map(
      Number,
    );
    // Of no lines it is told behind which line they would be.
    const oldFrom = oldLines === 0 ? oldLine : oldLine - 1;
    const newFrom = newLines === 0 ? newLine : newLine - 1;
    hunks.push({ oldFrom, oldLines, newFrom, newLines });
  }
  return hunks;
}

/**
 * What somebody does who turns one text into the other, hunk by hunk from the top: lines that gave way to as many are
 * changed one by one, and of a line only what is between its first and its last difference. All of the edits, one after
 * the other, give the later text.
 */
export function editsBetween(before: string, after: string, hunks: readonly Hunk[]): Edit[] {
  const oldLines = linesOf(before);
  const newLines = linesOf(after);
  const edits: Edit[] = [];
  let offset = 0;
  let at = 0;
  for (const { oldFrom, newFrom, ...counts } of hunks) {
    for (; at < newFrom; at++) offset += newLines[at].length;
    const removed = oldLines.slice(oldFrom, oldFrom + counts.oldLines);
    const added = newLines.slice(newFrom, newFrom + counts.newLines);
    const isPaired = removed.length === added.length;
    const pairs = isPaired
      ? removed.map((line, i) => [line, added[i]])
      : [[removed.join(''), added.join('')]];
    for (const [old, now] of pairs) {
      if (old !== now) edits.push(placed(offset, after, difference(old, now, isPaired)));
      offset += now.length;
    }
    at = newFrom + counts.newLines;
  }
  return edits;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

interface Difference {
  start: number;
  removed: number;
  inserted: string;
}

/** What differs: up to the line end or, within one line, up to what both end with. */
function difference(old: string, now: string, isOneLine: boolean): Difference {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  if (partsCharacter(old, start) || partsCharacter(now, start)) start--;
  const most = isOneLine ? shorter - start : Math.min(1, shorter - start);
  let end = 0;
  while (end < most && old.at(-1 - end) === now.at(-1 - end)) end++;
  if (partsCharacter(old, old.length - end) || partsCharacter(now, now.length - end)) end--;
  return { start, removed: old.length - start - end, inserted: now.slice(start, now.length - end) };
}

/** Whether a cut before a unit would go through a surrogate pair. */
function partsCharacter(text: string, unit: number): boolean {
  return (text.charCodeAt(unit - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(unit) & 0xfc00) === 0xdc00;
}

/** New lines are typed from the end of the line above them, or on a line that is opened above the first. */
function placed(line: number, after: string, { start, removed, inserted }: Difference): Edit {
  const offset = line + start;
  const isLines = removed === 0 && inserted.endsWith('\n') && (offset === 0 || after[offset - 1] === '\n');
  if (!isLines) return { offset, removed, inserted, opened: '' };
  const lines = inserted.slice(0, -1);
  if (offset === 0) return { offset, removed, inserted: lines, opened: '\n' };
  return { offset: offset - 1, removed, inserted: `\n${lines}`, opened: '' };
}
