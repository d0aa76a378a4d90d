import type { Totals } from '../../protocol/statistics.ts';
import { element } from '../kit/element.ts';

/** A bar as long as what was shown, in parts: taken and kept, taken and not kept, not taken. `most` fills the width. */
export function tallyBar({ shown, taken, kept }: Totals, most: number): HTMLElement {
  const parts = [
    { look: 'kept', number: kept },
    { look: 'changed', number: Math.max(0, taken - kept) },
    { look: 'left', number: Math.max(0, shown - taken) },
  ];
  const words = `${shown} shown, ${taken} taken, ${kept} kept`;
  const bar = element('div', { class: 'bar', role: 'img', 'aria-label': words, title: words });
  for (const { look, number } of parts) {
    const part = element('div', { class: look });
    part.style.width = `${((100 * number) / most).toFixed(2)}%`;
    bar.append(part);
  }
  return bar;
}
