import type { FeatureRanges } from '../../model/insight/labels/featureRanges.ts';
import type { FeatureName } from '../../model/insight/labels/features.ts';
import type { Span } from '../../model/insight/labels/spans.ts';
import { visible } from '../base/visibleCharacter.ts';

/** What is small has a colour, what is large a line beneath it, so that both are seen where one is in the other. */
const STYLES: Readonly<Record<FeatureName, { sgr: string; words: string }>> = {
  quotes: { sgr: '32', words: 'green' },
  comment: { sgr: '36', words: 'cyan' },
  math: { sgr: '35', words: 'magenta' },
  if: { sgr: '4', words: 'underlined' },
  environment: { sgr: '4', words: 'underlined' },
};
const MASKED = '9;2';
const RESET = '\u001b[0m';

function style(sgr: string, text: string): string {
  return `\u001b[${sgr}m${text}${RESET}`;
}

/** What the styles, or the marks, of these features mean. */
export function labelLegend(styled: boolean, features: readonly FeatureName[]): string {
  if (!styled) return 'Beneath each line: ^ inside, x not known and not counted.';
  const inside = features.map(feature => style(STYLES[feature].sgr, `${feature} (${STYLES[feature].words})`));
  return `Inside: ${inside.join(', ')}. ${style(MASKED, 'Struck out')}: not known for one of them, and not counted.`;
}

/** A text whose characters are styled by what they are inside of, for a terminal. */
export function toStyled(text: string, found: readonly FeatureRanges[]): string {
  const inside = found.map(({ feature, ranges }) => ({ sgr: STYLES[feature].sgr, has: membership(ranges) }));
  const masked = found.map(each => membership(each.masked));
  let output = '';
  let shown = '';
  for (const { offset, character } of charactersOf(text)) {
    const codes = inside.filter(({ has }) => has(offset)).map(({ sgr }) => sgr);
    if (masked.some(has => has(offset))) codes.push(MASKED);
    const wanted = character === '\n' ? '' : codes.join(';');
    if (wanted !== shown) output += RESET + (wanted === '' ? '' : `\u001b[${wanted}m`);
    shown = wanted;
    output += visible(character);
  }
  return shown === '' ? output : output + RESET;
}

/** The lines of a text, each with the marks of the features that are in it beneath. */
export function toMarked(text: string, found: readonly FeatureRanges[]): string {
  const width = Math.max(...found.map(({ feature }) => feature.length));
  const rows = found.map(({ feature, ranges, masked }) => ({
    name: feature.padEnd(width),
    isInside: membership(ranges),
    isMasked: membership(masked),
    marks: '',
  }));
  let output = '';
  let line = '';
  const flush = () => {
    output += `${' '.repeat(width)}  ${line}\n`;
    for (const row of rows) {
      if (row.marks.trim() !== '') output += `${row.name}  ${row.marks.trimEnd()}\n`;
      row.marks = '';
    }
    line = '';
  };
  for (const { offset, character } of charactersOf(text)) {
    const isEnd = character === '\n';
    const shown = isEnd ? '' : visible(character);
    const columns = Array.from(shown).length;
    line += shown;
    for (const row of rows) {
      const mark = row.isMasked(offset) ? 'x' : row.isInside(offset) ? '^' : ' ';
      row.marks += mark.repeat(columns);
    }
    if (isEnd) flush();
  }
  if (line !== '') flush();
  return output;
}

/** Each code point with its offset; line ends as LF. */
function* charactersOf(text: string): Generator<{ offset: number; character: string }> {
  let offset = 0;
  for (const character of text) {
    const isCarriageReturn = character === '\r';
    if (!isCarriageReturn) yield { offset, character };
    else if (text[offset + 1] !== '\n') yield { offset, character: '\n' };
    offset += character.length;
  }
}

/** Whether an offset is in one of some ranges in order; to be asked from the first offset on. */
function membership(ranges: readonly Span[]): (offset: number) => boolean {
  let next = 0;
  return offset => {
    while (next < ranges.length && ranges[next][1] <= offset) next++;
    return next < ranges.length && ranges[next][0] <= offset;
  };
}
