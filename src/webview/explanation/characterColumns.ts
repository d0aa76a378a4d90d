import type { ExplainedCharacter } from '../../protocol/modelMessages.ts';
import { element } from '../kit/element.ts';
import { describe, glyphOf } from './explanationWords.ts';

/** Bits that fill a bar. */
const mostBits = 4;

/**
 * A column for each character, in lines as the text has them: what the two experts gave as a bar in two parts, the
 * character, and how hard it was to guess.
 */
export function characterColumns(characters: readonly ExplainedCharacter[]): HTMLElement {
  const lines: HTMLElement[] = [];
  let line: HTMLElement | undefined;
  for (const each of characters) {
    if (!line) lines.push((line = element('div', { class: 'line', role: 'list' })));
    line.append(column(each));
    if (each.character === '\n') line = undefined;
  }
  return element('div', { class: 'columns' }, ...lines);
}

function column(each: ExplainedCharacter): HTMLElement {
  const words = describe(each);
  return element(
    'div',
    { class: 'column', role: 'listitem', 'aria-label': words, title: words },
    element('div', { class: 'shares' }, part('contexts', each.contexts), part('net', each.net)),
    element('div', { class: 'glyph' }, glyphOf(each.character)),
    element('div', { class: 'hardness' }, part('bits', Math.min(1, each.bits / mostBits))),
  );
}

/** `share` is of the height of what it stands in. */
function part(look: string, share: number): HTMLElement {
  const made = element('div', { class: look });
  made.style.height = `${(100 * Math.max(0, Math.min(1, share))).toFixed(1)}%`;
  return made;
}
