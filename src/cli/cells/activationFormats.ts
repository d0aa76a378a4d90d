import type { Quantity } from '../../model/insight/quantity.ts';
import { blend, cellColor, type ColorTheme } from '../../protocol/cellColors.ts';
import type { Palette } from '../../protocol/cellColors.ts';
import { plainLine } from '../../protocol/plainText.ts';
import { seen, visible } from '../base/visibleCharacter.ts';

/** A text and the value of one cell after each of its characters, -1..1. */
export interface Activations {
  file: string;
  /** layer.index */
  cell: string;
  quantity: Quantity;
  /** Code points, LF for any line end. */
  characters: readonly string[];
  values: Float32Array;
}

/** Steps from 0 to 1 in which colours are told apart. */
const LEVELS = 50;

const RESET = '\u001b[0m';

/** Text on the cell's colours for a terminal of 24-bit colour. A line end shows as a coloured space. */
export function toAnsi({ characters, values }: Activations, palette: Palette, theme: ColorTheme): string {
  const [text, under] = theme === 'dark' ? [255, 0] : [0, 255];
  let output = '';
  let shown = '';
  for (const [i, character] of characters.entries()) {
    const color = cellColor(values[i], palette, theme);
    const [red, green, blue] = blend(color, [under, under, under]);
    const style =
      color[3] === 0
        ? RESET
        : `${RESET}\u001b[38;2;${text};${text};${text}m\u001b[48;2;${red};${green};${blue}m`;
    if (style !== shown) output += style;
    shown = style;
    if (character === '\n') {
      output += ` ${RESET}\n`;
      shown = RESET;
    } else output += visible(character);
  }
  return output === '' ? '' : output + RESET;
}

/** The same without colour: beneath each line one sign a character, + and - by the value's size. */
export function toPlain({ characters, values }: Activations): string {
  let output = '';
  let line = '';
  let signs = '';
  const flush = () => {
    output += `${line}\n${signs.trimEnd() === '' ? '' : `${signs.trimEnd()}\n`}`;
    line = signs = '';
  };
  for (const [i, character] of characters.entries()) {
    const text = character === '\n' ? ' ' : visible(character);
    line += character === '\n' ? '' : text;
    signs += sign(values[i]).repeat(text.length > 1 ? Array.from(text).length : 1);
    if (character === '\n') flush();
  }
  if (line !== '') flush();
  return output;
}

/** What the signs beneath a line mean. */
export const PLAIN_LEGEND = 'Beneath each character: 1 to 9 for 0.1 to 0.9, a to i for -0.1 to -0.9.';

function sign(value: number): string {
  const size = Math.min(9, Math.floor(Math.abs(value) * 10));
  if (size === 0) return ' ';
  return value > 0 ? String(size) : 'abcdefghi'[size - 1];
}

/** A page that needs nothing but itself; the value of each character stands in its title. */
export function toHtml(activations: Activations, palette: Palette): string {
  const { file, cell, quantity, characters, values } = activations;
  const title = escapeHtml(plainLine(`${file}, cell ${cell}${quantity === 'c' ? ', tanh(c)' : ''}`));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 1.5em; font: 14px/1.5 system-ui, sans-serif; color: #3b3b3b; background: #ffffff; }
h1 { font-size: 1.3em; overflow-wrap: anywhere; }
pre { font: 13px/1.45 ui-monospace, Menlo, Consolas, monospace; tab-size: 4; }
${colorRules(palette, 'light')}
@media (prefers-color-scheme: dark) {
body { color: #cccccc; background: #1f1f1f; }
${colorRules(palette, 'dark')}
}
</style>
</head>
<body>
<h1>${title}</h1>
<p>The value of the cell after each character: ${legend()}. Point at a character to read it.</p>
<pre>${spans(characters, values)}</pre>
</body>
</html>
`;
}

/** Characters of one colour share a span. */
function spans(characters: readonly string[], values: Float32Array): string {
  let output = '';
  for (let first = 0; first < characters.length;) {
    const level = levelOf(values[first]);
    let end = first + 1;
    while (end < characters.length && levelOf(values[end]) === level) end++;
    const text = escapeHtml(characters.slice(first, end).map(seen).join(''));
    output += level === 0 ? text : span(level, text);
    first = end;
  }
  return output;
}

function span(level: number, text: string): string {
  const value = (level / LEVELS).toFixed(2);
  return `<span class="${className(level)}" title="${level > 0 ? '+' : ''}${value}">${text}</span>`;
}

function legend(): string {
  return [-1, -0.5, 0.5, 1].map(value => span(value * LEVELS, `&nbsp;${value}&nbsp;`)).join(' ');
}

function colorRules(palette: Palette, theme: ColorTheme): string {
  const rules: string[] = [];
  for (let level = -LEVELS; level <= LEVELS; level++) {
    const [red, green, blue, alpha] = cellColor(level / LEVELS, palette, theme);
    if (level !== 0)
      rules.push(
        `.${className(level)} { background: rgba(${red}, ${green}, ${blue}, ${Number(alpha.toFixed(3))}); }`,
      );
  }
  return rules.join('\n');
}

function className(level: number): string {
  return `${level < 0 ? 'n' : 'p'}${Math.abs(level)}`;
}

function levelOf(value: number): number {
  const level = Math.round(Math.max(-1, Math.min(1, value)) * LEVELS);
  return level === 0 ? 0 : level;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, character => entities[character]);
}
