import { blend, cellColor } from '../../protocol/cellColors.ts';

const RESET = '\u001b[0m';

/** A text on the colour of a value in [-1, 1], red below zero and blue above, where there are colours. */
export function paint(text: string, value: number, { hasColours }: { hasColours: boolean }): string {
  const color = cellColor(value, 'red-blue', 'dark');
  if (!hasColours || color[3] === 0) return text;
  const [red, green, blue] = blend(color, [0, 0, 0]);
  return `\u001b[38;2;255;255;255m\u001b[48;2;${red};${green};${blue}m${text}${RESET}`;
}
