import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { DocumentText } from '../../../src/model/predict/documentText.ts';
import { apply, charactersByHand, randomChange, randomText, vocabulary } from './readerWorkbench.ts';

function assertHolds(document: DocumentText, text: string, random: Random): void {
  const characters = charactersByHand(text);
  assert.equal(document.unitLength, text.length);
  assert.equal(document.length, characters.length);
  assert.deepEqual(document.ids(0, document.length), vocabulary.encode(text));
  assert.equal(document.slice(0, document.length), characters.map(({ character }) => character).join(''));
  for (let sample = 0; sample < 20; sample++) {
    const offset = Math.floor(random.next() * text.length);
    const index = characters.findLastIndex(character => character.offset <= offset);
    if (index < 0) continue;
    assert.equal(document.indexAt(offset), index);
    assert.equal(document.offsetAt(index), characters[index].offset);
    const end = characters[index + 1]?.offset ?? text.length;
    assert.deepEqual([...document.widths(index, index + 1)], [end - characters[index].offset]);
  }
}

describe('DocumentText', () => {
  it('holds an empty text', () => {
    const document = new DocumentText(vocabulary);
    assertHolds(document, '', new Random(1));
    assert.equal(document.indexAt(0), 0);
    assert.equal(document.offsetAt(0), 0);
    assert.equal(document.slice(0, 5), '');
  });

  it('counts a CRLF, a lone CR and a surrogate pair as one character each', () => {
    const document = new DocumentText(vocabulary);
    document.replace(0, 0, 'a\r\nb\r😀!');
    assert.equal(document.length, 6);
    assert.equal(document.slice(0, 6), 'a\nb\n😀!');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map(offset => document.indexAt(offset)),
      [0, 1, 1, 2, 3, 4, 4, 5, 6],
    );
    assert.deepEqual([...document.widths(0, 6)], [1, 2, 1, 1, 2, 1]);
  });

  it('says which characters changed', () => {
    const document = new DocumentText(vocabulary);
    document.replace(0, 0, 'abab\r\nab');
    assert.deepEqual(document.replace(2, 1, 'éé'), { from: 2, removed: 1, inserted: 2 });
    assert.deepEqual(document.replace(2, 2, 'éa'), { from: 3, removed: 1, inserted: 1 });
    const { removed, inserted } = document.replace(2, 2, 'éa');
    assert.deepEqual({ removed, inserted }, { removed: 0, inserted: 0 });
  });

  it('joins and parts characters across edits', () => {
    const document = new DocumentText(vocabulary);
    document.replace(0, 0, 'a\rb');
    document.replace(2, 0, '\n');
    assert.equal(document.slice(0, 9), 'a\nb');
    document.replace(2, 0, '\ud83d');
    document.replace(3, 1, '\ude00');
    assert.equal(document.slice(0, 9), 'a\n😀b');
    document.replace(3, 0, 'a');
    assert.equal(document.length, 6);
  });

  it('holds the text after random edits, of one and of many chunks', () => {
    const random = new Random(7);
    for (const size of [0, 30, 5000]) {
      const document = new DocumentText(vocabulary);
      let text = randomText(size, random);
      document.replace(0, 0, text);
      for (let edit = 0; edit < 60; edit++) {
        const change = randomChange(text.length, random);
        const before = vocabulary.encode(text);
        text = apply(text, change);
        const { from, removed, inserted } = document.replace(change.offset, change.length, change.text);
        assertHolds(document, text, random);
        const after = vocabulary.encode(text);
        assert.equal(after.length - before.length, inserted - removed);
        assert.deepEqual(after.subarray(0, from), before.subarray(0, from));
        assert.deepEqual(after.subarray(from + inserted), before.subarray(from + removed));
      }
    }
  });
});
