import { characterEnd } from '../../text/documentText.ts';
import type { Spans } from './spans.ts';

/** One of each for every code point of a text with LF line ends. */
export interface Labels {
  /** 1: the position right after the character is inside the feature. */
  labels: Uint8Array;
  /** 1: not counted, since it is not known what is there. */
  masked: Uint8Array;
}

/** The labels of a text for one feature. */
export function paintLabels(text: string, spans: Spans): Labels {
  // 1 for each position, counted in units before it, that is inside; 1 for each unit that is not counted.
  const inside = new Uint8Array(text.length + 1);
  const masked = new Uint8Array(text.length);
  for (const { from, to, first = from, last = to } of spans.inside) inside.fill(1, first, last + 1);
  for (const [from, to] of spans.masked) masked.fill(1, from, to);
  return ofCharacters(text, inside, masked);
}

/** As `paintLabels`, of a text of which nothing is known. */
export function paintUnknown(text: string): Labels {
  return ofCharacters(text, new Uint8Array(text.length + 1), new Uint8Array(text.length).fill(1));
}

function ofCharacters(text: string, inside: Uint8Array, masked: Uint8Array): Labels {
  const labels = new Uint8Array(text.length);
  const maskedCharacters = new Uint8Array(text.length);
  let length = 0;
  for (let unit = 0; unit < text.length; length++) {
    const end = characterEnd(text, unit);
    labels[length] = inside[end];
    maskedCharacters[length] = masked[unit];
    unit = end;
  }
  return { labels: labels.slice(0, length), masked: maskedCharacters.slice(0, length) };
}
