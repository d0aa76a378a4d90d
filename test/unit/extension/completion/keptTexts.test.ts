import assert from 'node:assert/strict';
import { KeptTexts, leftOf } from '../../../../src/extension/completion/keptTexts.ts';

const document = 1;

/** What is left of `sum(a, b);` at 100 after some edits. */
function leftAfter(...edits: { offset: number; length?: number; text?: string; of?: number }[]): number {
  const kept = new KeptTexts();
  const watched = kept.watch({ document, offset: 100, text: 'sum(a, b);' });
  for (const { offset, length = 0, text = '', of = document } of edits)
    kept.edited(of, { offset, length, text });
  return leftOf(watched);
}

describe('a text that was taken', () => {
  it('stays where it is moved by what comes before it, and nothing of it is changed', () => {
    assert.equal(leftAfter({ offset: 0, text: 'int x;\n' }, { offset: 106, length: 1 }), 10);
    assert.equal(leftAfter({ offset: 10, length: 50 }, { offset: 50, length: 10 }), 0);
    assert.equal(leftAfter({ offset: 110, text: '\n' }, { offset: 110, length: 1 }), 10);
  });

  it('keeps its characters when something is put between them', () => {
    assert.equal(leftAfter({ offset: 105, text: 'bc' }, { offset: 105, length: 2 }), 10);
  });

  it('loses what is taken out or written over', () => {
    assert.equal(leftAfter({ offset: 104, length: 4 }), 6);
    assert.equal(leftAfter({ offset: 104, length: 1, text: 'first' }, { offset: 104, length: 5 }), 9);
    assert.equal(leftAfter({ offset: 90, length: 12 }, { offset: 96, length: 10 }), 6);
    assert.equal(leftAfter({ offset: 0, length: 500 }), 0);
  });

  it('is not touched by other documents', () => {
    assert.equal(leftAfter({ offset: 100, length: 10, of: 2 }), 10);
  });
});
