import assert from 'node:assert/strict';
import { type Fate, OfferedText } from '../../../../src/extension/completion/offeredText.ts';

const document = 3;

/** `for` is written, and there is more of it on screen. */
function offered(...texts: string[]): OfferedText {
  const offer = new OfferedText();
  offer.show({ document, offset: 13, before: '\tfor', texts, probability: 0.5 });
  return offer;
}

function insert(offer: OfferedText, offset: number, text: string, length = 0): Fate | undefined {
  return offer.edited(document, offer.trimmed(document, { offset, length, text }));
}

describe('what is on screen', () => {
  it('is typed key by key, and moves with the cursor', () => {
    const offer = offered(' (i = 0;');
    for (const [i, key] of [' ', '(', 'i'].entries())
      assert.deepEqual(insert(offer, 13 + i, key), { kind: 'typed' });
    assert.ok(offer.shows(document, 16, ' = 0;'));
    assert.ok(!offer.shows(document, 15, ' = 0;'));
    assert.ok(!offer.shows(4, 16, ' = 0;'));
  });

  it('is typed where the editor closes a bracket, or indents a new line', () => {
    const offer = offered(' (i);\n\tx;');
    insert(offer, 13, ' ');
    assert.deepEqual(insert(offer, 14, '()'), { kind: 'typed' });
    assert.ok(offer.shows(document, 15, 'i);\n\tx;'));
    const empty = offered('();');
    assert.deepEqual(insert(empty, 13, '()'), { kind: 'typed' });
    assert.ok(empty.shows(document, 14, ');'));
    const line = offered('\n\t\treturn;');
    assert.deepEqual(insert(line, 13, '\n\t'), { kind: 'typed' });
  });

  it('is taken as a whole or in part', () => {
    const offer = offered(' (i = 0;');
    assert.deepEqual(insert(offer, 13, ' (i'), { kind: 'taken', text: ' (i', offset: 13, isWhole: false });
    assert.ok(offer.shows(document, 16, ' = 0;'));
    assert.deepEqual(insert(offer, 16, ' = 0;'), { kind: 'taken', text: ' = 0;', offset: 16, isWhole: true });
    assert.equal(offer.offer, undefined);
  });

  it('is taken where the editor writes the line anew to put it in', () => {
    const fate = insert(offered(' (i = 0;'), 9, '\tfor (i = 0;', 4);
    assert.deepEqual(fate, { kind: 'taken', text: ' (i = 0;', offset: 13, isWhole: true });
  });

  it('is taken in place of what the editor had closed', () => {
    const fate = insert(offered(' x);'), 13, ' x);', 1);
    assert.deepEqual(fate, { kind: 'taken', text: ' x);', offset: 13, isWhole: true });
  });

  it('is one of the others, too', () => {
    const offer = offered(' (i = 0;', ' (;;)');
    const fate = insert(offer, 13, ' (;;)');
    assert.deepEqual(fate, { kind: 'taken', text: ' (;;)', offset: 13, isWhole: true });
    assert.equal(offer.offer, undefined);
  });

  it('is refused by other text, and gone when what stands before it changes', () => {
    for (const text of ['x', ' while (1)', '\n']) {
      const offer = offered(' (i = 0;');
      assert.deepEqual(insert(offer, 13, text), { kind: 'refused' });
      assert.equal(offer.offer, undefined);
    }
    assert.deepEqual(insert(offered(' (i'), 12, '', 1), { kind: 'gone' });
    assert.deepEqual(insert(offered(' (i'), 0, '// '), { kind: 'gone' });
  });

  it('is not touched by what happens behind it or in another document', () => {
    const offer = offered(' (i');
    assert.deepEqual(insert(offer, 20, 'x'), { kind: 'kept' });
    assert.equal(offer.edited(8, { offset: 0, length: 1, text: 'x' }), undefined);
    assert.ok(offer.shows(document, 13, ' (i'));
  });
});
