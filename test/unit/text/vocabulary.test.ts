import assert from 'node:assert/strict';
import { unitsOf } from '../../../src/model/text/textUnits.ts';
import { CharacterCounts, MAX_CHARACTERS, Vocabulary } from '../../../src/model/text/vocabulary.ts';

describe('Vocabulary', () => {
  it('has the unknown symbol, three start symbols and the characters in code point order', () => {
    const vocabulary = Vocabulary.fromTexts(['ba', 'é']);
    assert.equal(vocabulary.size, 7);
    assert.deepEqual(
      [0, 1, 4, 5, 6].map(id => vocabulary.character(id)),
      ['\uFFFD', '', 'a', 'b', 'é'],
    );
    assert.deepEqual(
      [vocabulary.startOf('c'), vocabulary.startOf('latex'), vocabulary.startOf('other')],
      [1, 2, 3],
    );
    assert.ok(vocabulary.isStart(3) && !vocabulary.isStart(4) && !vocabulary.isStart(0));
  });

  it('gives one id to a code point beyond the basic plane and 0 to an unseen one', () => {
    const vocabulary = Vocabulary.fromTexts(['a😀b']);
    const ids = vocabulary.encode('b😀a😁');
    assert.equal(ids.length, 4);
    assert.equal(ids[3], Vocabulary.unknown);
    assert.equal(vocabulary.decode(ids), 'b😀a\uFFFD');
  });

  it('survives a lone surrogate', () => {
    const vocabulary = Vocabulary.fromTexts(['a\uD83D']);
    assert.deepEqual([...vocabulary.encode('\uD83Da')], [0, 4]);
  });

  it('reads all line endings as LF', () => {
    const vocabulary = Vocabulary.fromTexts(['a\r\nb\rc']);
    assert.equal(vocabulary.decode(vocabulary.encode('a\r\nb\rc\n')), 'a\nb\nc\n');
    assert.ok(!vocabulary.toJSON().characters.includes('\r'));
  });

  it('spells a character that a large corpus has once as unknown, and keeps it in a small one', () => {
    const large = Vocabulary.fromTexts([`${'ab'.repeat(5000)}zyy`]);
    assert.deepEqual([...large.encode('zy')], [0, 6]);
    assert.equal(Vocabulary.fromTexts(['abz']).encode('z')[0], 6);
  });

  it('keeps the most frequent characters when there are too many', () => {
    const rare = Array.from({ length: 2000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const vocabulary = Vocabulary.fromTexts([rare, 'xyxy', rare.slice(0, 10)]);
    assert.equal(vocabulary.size, 4 + 1024);
    assert.ok(vocabulary.encode('xy').every(id => id > 0));
    assert.equal(vocabulary.encode(rare.slice(-1))[0], Vocabulary.unknown);
  });

  it('keeps those of an earlier one beside them, as far as there is room', () => {
    const counts = new CharacterCounts();
    counts.addUnits(unitsOf('ab'));
    assert.deepEqual(Vocabulary.fromCounts(counts, ['c', 'a', 'ä']).toJSON().characters, [
      'a',
      'b',
      'c',
      'ä',
    ]);
    const many = Array.from({ length: MAX_CHARACTERS }, (_, i) => String.fromCodePoint(0x4e00 + i));
    const { characters } = Vocabulary.fromCounts(counts, many).toJSON();
    assert.deepEqual(characters, ['a', 'b', ...many.slice(0, -2)]);
  });

  it('finds its symbols in another vocabulary', () => {
    const [one, other] = [Vocabulary.fromTexts(['abd😀']), Vocabulary.fromTexts(['bcd'])];
    const b = other.encode('b')[0];
    assert.deepEqual([...one.symbolsIn(other)], [0, 1, 2, 3, 0, b, b + 2, 0]);
    assert.deepEqual(
      [...one.symbolsIn(one)],
      Array.from({ length: one.size }, (_, id) => id),
    );
  });

  it('comes back from its characters', () => {
    const vocabulary = Vocabulary.fromTexts(['int main() "😀"\n']);
    const copy = Vocabulary.fromCharacters(vocabulary.toJSON().characters);
    assert.deepEqual(copy.toJSON(), vocabulary.toJSON());
    assert.deepEqual(copy.encode('main😀?'), vocabulary.encode('main😀?'));
  });
});
