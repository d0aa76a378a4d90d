import { exactNumber } from '../../../protocol/figureNumbers.ts';
import type { Entry, FigureTable } from '../../../protocol/labTable.ts';
import { plainLine } from '../../../protocol/plainText.ts';
import { element } from '../../kit/element.ts';
import { characterWords } from '../drawing/visible.ts';

/** More rows than these are for a file. */
const MOST_ROWS = 300;

/** A table that scrolls in itself where it is too wide; `title` says what of. */
export function numbersTable({ columns, rows }: FigureTable, title: string): HTMLElement {
  const shown = rows.slice(0, MOST_ROWS);
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...columns.map(name => headOf(name)))),
    element('tbody', {}, ...shown.map(row => element('tr', {}, ...row.map(cellOf)))),
  );
  const scroller = element('div', { class: 'tableScroll', tabindex: '0', role: 'region' }, table);
  scroller.setAttribute('aria-label', `Numbers of ${title}`);
  if (rows.length <= MOST_ROWS) return scroller;
  const rest = `${rows.length - MOST_ROWS} more rows are in the CSV file.`;
  return element('div', {}, scroller, element('p', { class: 'quiet' }, rest));
}

function cellOf(entry: Entry): HTMLElement {
  return typeof entry === 'string'
    ? element('td', {}, plainLine(entry))
    : element('td', { class: 'number' }, exactNumber(entry));
}

/** A column without a name has none for those who hear it either. */
function headOf(name: string): HTMLElement {
  if (name === '') return element('td', {});
  return element('th', { scope: 'col' }, name.trim() === '' ? characterWords(name) : plainLine(name));
}
