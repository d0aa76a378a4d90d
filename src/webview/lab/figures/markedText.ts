import type { TextFigure } from '../../../protocol/labFigures.ts';
import { plainLine, plainText } from '../../../protocol/plainText.ts';
import { element } from '../../kit/element.ts';

/** Ways in which stretches of a text are told apart, one for each name; more names begin again. */
const LOOKS = 6;

/** A text whose stretches with a name are marked, and what each mark means. */
export function markedText({ text, marks = [] }: TextFigure): Node[] {
  const names = [...new Set(marks.map(({ name }) => name))];
  const lookOf = (name: string) => `mark mark${names.indexOf(name) % LOOKS}`;
  const shown = element('pre', { class: 'shownText', tabindex: '0' });
  const characters = Array.from(text);
  let at = 0;
  for (const { start, end, name } of marks.toSorted((a, b) => a.start - b.start)) {
    // Of stretches that overlap the first one is shown.
    if (start < at || end <= start) continue;
    shown.append(plainText(characters.slice(at, start).join('')));
    shown.append(
      element(
        'mark',
        { class: lookOf(name), title: plainLine(name) },
        plainText(characters.slice(start, end).join('')),
      ),
    );
    at = end;
  }
  shown.append(plainText(characters.slice(at).join('')));
  if (names.length === 0) return [shown];
  const legend = element(
    'ul',
    { class: 'legend' },
    ...names.map(name => element('li', {}, element('mark', { class: lookOf(name) }, plainLine(name)))),
  );
  return [shown, legend];
}
