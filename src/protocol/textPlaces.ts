/**
 * Places in a document's text.
 *
 * Offsets. Every `offset`, `from` and `to` counts UTF-16 units of the text with '\n' line ends, so that `text[offset]` is
 * the unit meant. Ranges are half open: from <= i < to. A character outside the basic plane takes two units; both carry
 * the same value.
 *
 * Versions. `version` counts up by one with every edit and starts anew with every document; together with `document` (a
 * number that the host gives out) it names one state of the text.
 */
import type { UnitRange } from '../model/insight/cellValues.ts';
import type { TextChange } from '../model/text/documentText.ts';

/** Half-open range of UTF-16 units. */
export type TextRange = UnitRange;

/** One replacement in the text, whose new part has '\n' line ends. */
export type TextEdit = TextChange;

/** One state of one document. */
export interface DocumentState {
  document: number;
  version: number;
}
