// Texts in which « » stand around what is inside a feature, and ⟦ ⟧ around what is masked.
import assert from 'node:assert/strict';
import { featureRanges } from '../../../../src/model/insight/labels/featureRanges.ts';
import type { FeatureName } from '../../../../src/model/insight/labels/features.ts';
import { LabelledDocument } from '../../../../src/model/insight/labels/labelledDocument.ts';
import type { LabelledSyntax } from '../../../../src/model/insight/labels/labelledSyntaxes.ts';

/** A clock that stands still: no budget is ever used up. */
export const untimed = { clock: () => 0, milliseconds: 1 };

function withoutBrackets(bracketed: string): string {
  return bracketed.replace(/[«»⟦⟧]/g, '');
}

/** Finds a feature in a text, and puts the brackets where it and what is masked were found. */
export function bracket(syntax: LabelledSyntax, feature: FeatureName, text: string): string {
  const document = new LabelledDocument(syntax, untimed);
  document.scan(text);
  const [{ ranges, masked }] = featureRanges(text, document.spans, [feature]);
  const marks = new Map<number, string>();
  const put = (offset: number, mark: string) => marks.set(offset, (marks.get(offset) ?? '') + mark);
  for (const [from, to] of masked) {
    put(from, '⟦');
    put(to, '⟧');
  }
  for (const [from, to] of ranges) {
    put(from, '«');
    put(to, '»');
  }
  // At one place what ends comes before what begins, the inner end first, and the outer beginning.
  const order = '»⟧⟦«';
  let output = '';
  for (let offset = 0; offset <= text.length; offset++) {
    const here = Array.from(marks.get(offset) ?? '');
    output +=
      here.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).join('') + text.slice(offset, offset + 1);
  }
  return output;
}

/** Tests, one a text, that a feature is where the brackets stand, and nowhere else. */
export function itFinds(syntax: LabelledSyntax, feature: FeatureName, cases: Record<string, string>): void {
  for (const [what, bracketed] of Object.entries(cases))
    it(`finds ${feature}: ${what}`, () => {
      assert.equal(bracket(syntax, feature, withoutBrackets(bracketed)), bracketed);
    });
}
