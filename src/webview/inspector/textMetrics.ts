import { element } from '../kit/element.ts';

/** Sizes of the grid that the text stands on, CSS pixels. */
interface TextMetrics {
  columnWidth: number;
  /** Height of a row's text. */
  textHeight: number;
  /** Height of the two rows of digits under a row, if they are shown. */
  digitsHeight: number;
}

const sample = 100;

/**
 * Measures the editor's font as the page shows it. A font whose letters differ in width cannot stand on a grid:
 * the class `proportional` then puts the system's monospaced one in its place. Undefined while nothing is laid out.
 */
export function measureText(host: HTMLElement): TextMetrics | undefined {
  if (host.clientWidth === 0) return undefined;
  host.classList.remove('proportional');
  const narrow = element('span', { class: 'measure' }, 'i'.repeat(sample));
  const wide = element('span', { class: 'measure' }, 'M'.repeat(sample));
  host.append(narrow, wide);
  const difference = Math.abs(narrow.getBoundingClientRect().width - wide.getBoundingClientRect().width);
  if (difference > 1) host.classList.add('proportional');
  const columnWidth = wide.getBoundingClientRect().width / sample;
  const fontSize = Number.parseFloat(getComputedStyle(wide).fontSize) || 14;
  narrow.remove();
  wide.remove();
  return {
    columnWidth,
    textHeight: Math.round(fontSize * 1.5),
    digitsHeight: Math.round(fontSize * 2.2),
  };
}
