import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Random } from '../../../src/model/base/random.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { WordCounts } from '../../../src/model/text/wordCounts.ts';
import { countWords, isLongWord, piecesOf } from '../../../src/model/text/words.ts';
import { WordVocabulary } from '../../../src/model/text/wordVocabulary.ts';

function cut(text: string): string[] {
  return Array.from(piecesOf(text), ({ start, end }) => text.slice(start, end));
}

function vocabularyOf(texts: readonly string[], leastOften = 1): WordVocabulary {
  const counts = new WordCounts();
  for (const text of texts) counts.add(text);
  return new WordVocabulary(Vocabulary.fromTexts(texts), counts.frequent(100, leastOften));
}

/** Of any characters that there are, lone halves of pairs among them; now and then a piece comes again. */
function randomText(random: Random, length: number): string {
  const number = (below: number) => Math.floor(random.next() * below);
  const ranges: [number, number][] = [
    [0x20, 0x7f],
    [0x20, 0x7f],
    [0xa0, 0x24f],
    [0x300, 0x36f],
    [0x400, 0x4ff],
    [0x4e00, 0x9fff],
    [0xd800, 0xdfff],
    [0x1f300, 0x1faff],
    [0x0, 0x10ffff],
  ];
  let text = '';
  while (text.length < length) {
    const [from, to] = ranges[number(ranges.length)];
    const more =
      number(4) === 0 ? text.slice(-number(20)) : String.fromCodePoint(from + number(to - from + 1));
    text += number(6) === 0 ? ' ' : number(30) === 0 ? '\n' : more;
  }
  return text.replaceAll('\r', '\n');
}

describe('pieces of a text', () => {
  it('are words in whole, and every other character by itself', () => {
    assert.deepEqual(cut("don't  stop,\n\tx_1+=Größe;"), [
      'don',
      "'",
      't',
      ' ',
      ' ',
      'stop',
      ',',
      '\n',
      '\t',
      'x_1',
      '+',
      '=',
      'Größe',
      ';',
    ]);
    assert.deepEqual(cut('a😀b'), ['a', '😀', 'b']);
    assert.deepEqual(cut(''), []);
  });

  it('are counted as words and punctuation marks, white space left out', () => {
    assert.equal(countWords('if (a == 1)\n\treturn;\n'), 9);
    assert.equal(countWords(' \n\t'), 0);
  });

  it('are a long word from two characters on', () => {
    for (const word of ['ab', 'x1', '𝒳𝒴']) assert.ok(isLongWord(word), word);
    for (const other of ['', 'a', '𝒳', 'a b', 'ab,', '++']) assert.ok(!isLongWord(other), other);
  });
});

describe('a vocabulary of words', () => {
  it('has the symbols of the characters, sixteen digits, and the words in code unit order', () => {
    const vocabulary = vocabularyOf(['to be or not to be']);
    const { characters, words } = vocabulary.toJSON();
    assert.deepEqual(words, ['be', 'not', 'or', 'to']);
    assert.equal(vocabulary.size, 4 + characters.length + 16 + 4);
    assert.equal(vocabulary.specialSymbols.length, 4 + 16);
    const ids = vocabulary.encode('to be');
    assert.deepEqual(
      [...ids].map(id => vocabulary.decode([id])),
      ['to', ' ', 'be'],
    );
    assert.equal(vocabulary.countCharacters(ids), 5);
  });

  it('spells rare words in characters', () => {
    const vocabulary = vocabularyOf(['then then hen'], 2);
    const ids = vocabulary.encode('then hen');
    assert.deepEqual(
      [...ids].map(id => vocabulary.decode([id])),
      ['then', ' ', 'h', 'e', 'n'],
    );
  });

  it('spells a character that it does not have as its number, which counts as one character', () => {
    const vocabulary = vocabularyOf(['ab']);
    const ids = vocabulary.encode('a😀');
    assert.equal(ids.length, 1 + 7);
    assert.equal(ids[1], Vocabulary.unknown);
    assert.equal(vocabulary.countCharacters(ids), 2);
    assert.equal(vocabulary.decode(ids), 'a😀');
    // What is drawn, or cut off, may not spell one to its end, or none that there is.
    assert.equal(vocabulary.decode(ids.subarray(0, 5)), 'a\uFFFD');
    assert.equal(vocabulary.decode([...ids.subarray(1, 4), ids[0]]), '\uFFFDa');
    const f = vocabulary.encode('\u{fffff}')[5];
    assert.equal(vocabulary.decode([0, f, f, f, f, f, f]), '\uFFFD');
    assert.equal(vocabulary.decode([f]), '');
  });

  it('gives back any text', () => {
    const random = new Random(14);
    const vocabularies = [vocabularyOf(['']), vocabularyOf(['to be or not']), vocabularyOf(['漢字 été'])];
    for (let i = 0; i < 60; i++) {
      const text = randomText(random, 1 + 5 * i);
      assert.equal(cut(text).join(''), text);
      for (const vocabulary of [...vocabularies, vocabularyOf([text], 2)]) {
        const ids = vocabulary.encode(text);
        assert.equal(vocabulary.decode(ids), text);
        assert.equal(vocabulary.countCharacters(ids), Array.from(text).length);
      }
    }
  });

  it('gives back real files', () => {
    const files = ['src/model/kernels/kernels.c', 'README.md', 'test/unit/text/words.test.ts'];
    const texts = files.map(file => readFileSync(file, 'utf8'));
    const vocabulary = vocabularyOf(texts.slice(0, 1));
    for (const text of texts) assert.equal(vocabulary.decode(vocabulary.encode(text)), text);
  });

  it('keeps the most frequent words, and those that are frequent enough', () => {
    const counts = new WordCounts();
    counts.add('aa aa aa bb bb cc cc dd');
    assert.deepEqual(counts.frequent(2, 1), ['aa', 'bb']);
    assert.deepEqual(counts.frequent(9, 2), ['aa', 'bb', 'cc']);
  });

  it('says which symbols an earlier one has for the same', () => {
    const earlier = vocabularyOf(['ab cd']);
    const later = vocabularyOf(['cd efg']);
    const found = later.symbolsIn(earlier);
    assert.equal(found.length, later.size);
    for (const [id, source] of found.entries()) {
      const text = later.decode([id]);
      if (['c', 'd', ' ', 'cd'].includes(text)) assert.equal(earlier.decode([source]), text);
      else if (text !== '') assert.equal(source, Vocabulary.unknown);
    }
    assert.throws(() => later.symbolsIn(Vocabulary.fromTexts(['a'])), RangeError);
  });
});
