import assert from 'node:assert/strict';
import { Tally } from '../../../../src/model/suggest/replay/tally.ts';
import { learntWords, typeWithWordList, WordList } from '../../../../src/model/suggest/replay/wordList.ts';

function type(text: string, { before = '', choices = 1, learnt = [] as string[], beyond = '' } = {}): Tally {
  const tally = new Tally();
  const list = new WordList(learntWords(learnt));
  list.addText(before);
  typeWithWordList({ text, before, beyond, list, choices, tally });
  return tally;
}

describe('a list of words', () => {
  it('offers those used last first, then those learnt, each once', () => {
    const list = new WordList(learntWords(['count cost', 'cons']));
    list.addText('coat count code');
    assert.deepEqual(list.offer('co', 9), ['code', 'count', 'coat', 'cons', 'cost']);
    list.add('coat');
    assert.deepEqual(list.offer('co', 2), ['coat', 'code']);
    assert.deepEqual(list.offer('coat', 2), []);
  });

  it('saves the rest of a word that was typed before', () => {
    const tally = type('; length', { before: 'length' });
    // Semicolon, space, l, and one for the rest.
    assert.deepEqual([tally.characters, tally.keys, tally.keysWithText], [8, 4, 1]);
    assert.deepEqual(tally.looks.length, 1);
    assert.deepEqual(tally.looks[0], {
      characters: 5,
      probability: Number.NaN,
      isRight: true,
      isOtherRight: false,
      similarity: undefined,
    });
  });

  it('learns the words that are typed', () => {
    assert.equal(type('alpha alpha').keys, 6 + 2);
    assert.equal(type('alpha alphabet').keys, 6 + 8);
  });

  it('is looked at once as long as it stays the same', () => {
    const tally = type('lent lend', { before: 'length ' });
    // Before lent is known: "gth" stands behind l, le, len; then "lent" before "length" and the same until the d.
    assert.deepEqual([tally.keys, tally.looks.length, tally.keysWithText], [9, 2, 6]);
  });

  it('is walked down by a key for each word, where that is fewer keys', () => {
    const before = 'string stride strip ';
    assert.equal(type('string', { before }).keys, 6);
    assert.equal(type('string', { before, choices: 3 }).keys, 1 + 3);
    // Behind "str" the first is strip; by the third "strid" is nearly typed.
    assert.equal(type('strin', { before: 'strin strid strip ', choices: 3 }).keys, 1 + 3);
    assert.equal(type('stri', { before: 'stri strid strip ', choices: 3 }).keys, 4);
  });

  it('does not come up for numbers, and goes by the word around the cursor', () => {
    assert.equal(type(' 0x1f0', { before: '0x1f0' }).keys, 6);
    // In the middle of a word: what is typed is not all of it.
    assert.equal(type('eng', { before: 'length l', beyond: 'thy' }).keys, 3);
    assert.equal(type('ength', { before: 'length l', beyond: ';' }).keys, 2);
  });
});
