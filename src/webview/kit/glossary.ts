import { element } from './element.ts';

/** A word of a page, and what it means. */
export type Meaning = readonly [word: string, meaning: string];

/** Explains on the page what it says in few words; closed until somebody wants to know. */
export function makeGlossary(meanings: readonly Meaning[]): HTMLElement {
  const list = element('dl', { tabindex: '0', 'aria-label': 'What the words mean' });
  for (const [word, meaning] of meanings) list.append(element('dt', {}, word), element('dd', {}, meaning));
  return element('details', { class: 'glossary' }, element('summary', {}, 'What the words mean'), list);
}
