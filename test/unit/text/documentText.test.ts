import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { type CharacterChange, DocumentText } from '../../../src/model/text/documentText.ts';
import { apply, charactersByHand, randomChange, randomText, vocabulary } from '../predict/readerWorkbench.ts';

function assertHolds(document: DocumentText, text: string, random: Random): void {
  const characters = charactersByHand(text);
  assert.equal(document.unitLength, text.length);
  assert.equal(document.length, characters.length);
  assert.equal(document.whole(), text);
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
    const document = new DocumentText();
    assertHolds(document, '', new Random(1));
    assert.equal(document.indexAt(0), 0);
    assert.equal(document.offsetAt(0), 0);
    assert.equal(document.slice(0, 5), '');
  });

  it('counts a surrogate pair as one character', () => {
    const document = new DocumentText('a\nb\n😀!');
    assert.equal(document.length, 6);
    assert.equal(document.slice(0, 6), 'a\nb\n😀!');
    assert.equal(document.sliceUnits(1, 5), '\nb\n\ud83d');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map(offset => document.indexAt(offset)),
      [0, 1, 2, 3, 4, 4, 5, 6],
    );
    assert.deepEqual([...document.widths(0, 6)], [1, 1, 1, 1, 2, 1]);
  });

  it('says which characters changed, also when none did', () => {
    const document = new DocumentText('abab\nab');
    const changes: CharacterChange[] = [];
    const subscription = document.onChange((_, change) => changes.push(change));
    const { version } = document;
    document.replace({ offset: 2, length: 1, text: 'éé' });
    document.replace({ offset: 2, length: 2, text: 'éa' });
    assert.equal(document.version, version + 2);
    document.replace({ offset: 2, length: 2, text: 'éa' });
    assert.equal(document.version, version + 2);
    subscription.dispose();
    document.replace({ offset: 0, length: 0, text: 'x' });
    assert.deepEqual(changes.slice(0, 2), [
      { from: 2, removed: 1, inserted: 2 },
      { from: 3, removed: 1, inserted: 1 },
    ]);
    const [, , { removed, inserted }, ...more] = changes;
    assert.deepEqual([removed, inserted, more], [0, 0, []]);
  });

  it('joins and parts characters across edits', () => {
    const document = new DocumentText('a\nb');
    document.replace({ offset: 2, length: 0, text: '\ud83d' });
    document.replace({ offset: 3, length: 0, text: '\ude00' });
    assert.equal(document.slice(2, 3), '😀');
    assert.equal(document.length, 4);
    document.replace({ offset: 3, length: 0, text: 'a' });
    assert.equal(document.length, 6);
  });

  it('takes no text whose line ends were left as they were', () => {
    const document = new DocumentText('a\n');
    assert.throws(() => document.replace({ offset: 0, length: 0, text: '\r\n' }), /must be line feeds/);
    assert.equal(document.whole(), 'a\n');
  });

  it('holds the text after random edits, of one and of many chunks', () => {
    const random = new Random(7);
    for (const size of [0, 30, 5000]) {
      const document = new DocumentText();
      let text = randomText(size, random);
      document.set(text);
      let found: CharacterChange = { from: 0, removed: 0, inserted: 0 };
      document.onChange((_, change) => (found = change));
      for (let edit = 0; edit < 60; edit++) {
        const change = randomChange(text.length, random);
        const before = vocabulary.encode(text);
        text = apply(text, change);
        document.replace(change);
        const { from, removed, inserted } = found;
        assertHolds(document, text, random);
        const after = vocabulary.encode(text);
        assert.equal(after.length - before.length, inserted - removed);
        assert.deepEqual(after.subarray(0, from), before.subarray(0, from));
        assert.deepEqual(after.subarray(from + inserted), before.subarray(from + removed));
      }
    }
  });
});
