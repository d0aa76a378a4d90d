import type { ContextLayer } from '../../contexts/contextLayer.ts';

/** Bytes before a text that may stand before its source, too. */
const MOST_ALIKE = 256;

/** With fewer bytes alike, text and what stands before it together, it might be from anywhere. */
const LEAST_ALIKE = 12;

/** Where a text stands. */
export interface Copied {
  /** In the text of the layer. */
  position: number;
  /** Bytes before it that are like those before the text. */
  alike: number;
}

/**
 * Where in the text that a layer has learnt `text` stands, after what is most like what stands before it; the latest of
 * equals. Undefined when it stands nowhere, or after nothing alike. What was learnt from a position `until` on counts not.
 */
export function copiedFrom(
  layer: ContextLayer,
  { before, text }: { before: Uint8Array; text: Uint8Array },
  until = Infinity,
): Copied | undefined {
  if (text.length === 0) return undefined;
  const { textEnd } = layer;
  const start = Math.max(1, textEnd - layer.sizes.textBytes + 1);
  const learnt = layer.textBetween(start, Math.max(start, Math.min(until, textEnd)));
  let found: Copied | undefined;
  let longest = LEAST_ALIKE - text.length - 1;
  for (let at = learnt.indexOf(text[0]); at >= 0; at = learnt.indexOf(text[0], at + 1)) {
    if (!stands(learnt, at, text)) continue;
    const alike = alikeBefore(learnt, at, before);
    if (alike < longest) continue;
    longest = alike;
    found = { position: start + at, alike };
  }
  return found;
}

function stands(learnt: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 1; i < text.length; i++) if (learnt[at + i] !== text[i]) return false;
  return true;
}

function alikeBefore(learnt: Uint8Array, at: number, before: Uint8Array): number {
  let length = 0;
  while (
    length < MOST_ALIKE &&
    length < before.length &&
    length < at &&
    learnt[at - 1 - length] === before[before.length - 1 - length]
  )
    length++;
  return length;
}
