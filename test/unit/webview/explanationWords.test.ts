import assert from 'node:assert/strict';
import {
  describe as wordsFor,
  glyphOf,
  summaryOf,
} from '../../../src/webview/explanation/explanationWords.ts';

const certain = { character: 'a', bits: 0, net: 0.25, contexts: 0.75 };

describe('the words about a suggestion', () => {
  it('say how likely it was, and who gave how much of it', () => {
    assert.equal(
      summaryOf([certain, { ...certain, bits: 1, net: 0.75, contexts: 0.25 }], 0.6),
      '2 characters, held to be right with 60 %: 50 % of it from the network, 50 % from the memory of the workspace.',
    );
    assert.match(summaryOf([certain], 0.999), /^1 character, held to be right with over 99 %: 25 % /);
    assert.match(summaryOf([certain]), /^1 character: 25 % of it from the network/);
    assert.equal(summaryOf([]), '');
  });

  it('do not say none or all where it is not so', () => {
    const words = wordsFor({ character: ' ', bits: 12.345, net: 0.001, contexts: 0.999 });
    assert.equal(words, 'space: network less than 1 %, memory over 99 %, 12.35 bits');
    assert.match(wordsFor({ ...certain, net: 0, contexts: 1 }), /network 0 %, memory 100 %/);
  });

  it('have a sign for characters that show nothing', () => {
    assert.deepEqual([' ', '\t', '\n', '😀', 'x'].map(glyphOf), ['␣', '→', '↵', '😀', 'x']);
  });
});
