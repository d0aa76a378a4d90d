/** A tab goes on to the next multiple of so many columns. */
export const TAB_COLUMNS = 8;

/** The white space that a line begins with. */
export function leadingSpace(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** Width of the white space that a line begins with, in columns. */
export function columnsOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === '\t') width += TAB_COLUMNS - (width % TAB_COLUMNS);
    else if (character === ' ') width++;
    else break;
  }
  return width;
}
