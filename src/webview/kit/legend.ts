import { element } from './element.ts';

/** What the colours of a drawing mean: a sample of each look, which is a class of the page's style, and its words. */
export function makeLegend(entries: Readonly<Record<string, string>>): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...Object.entries(entries).map(([look, words]) =>
      element('li', {}, element('span', { class: `sample ${look}`, 'aria-hidden': 'true' }), words),
    ),
  );
}
