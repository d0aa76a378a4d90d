import assert from 'node:assert/strict';
import { TypingAlong } from '../../../src/extension/typingAlong.ts';

const type = (offset: number, text: string) => ({ offset, length: 0, text });

describe('typing along a suggestion', () => {
  let along: TypingAlong;
  beforeEach(() => {
    along = new TypingAlong();
    along.show(1, 10, 'printf("%d");');
  });

  it('keeps what is left while its characters are typed, one or several at a time', () => {
    along.edited(1, [type(10, 'p')]);
    assert.equal(along.rest(1, 11), 'rintf("%d");');
    along.edited(1, [type(11, 'rint')]);
    assert.equal(along.rest(1, 15), 'f("%d");');
  });

  it('brings characters back that are taken back', () => {
    along.edited(1, [type(10, 'pri')]);
    along.edited(1, [{ offset: 11, length: 2, text: '' }]);
    assert.equal(along.rest(1, 11), 'rintf("%d");');
  });

  it('is not disturbed by a bracket or quote that the editor closes by itself', () => {
    along.edited(1, [type(10, 'printf')]);
    along.edited(1, [type(16, '()')]);
    assert.equal(along.rest(1, 17), '"%d");');
    along.edited(1, [type(17, '""')]);
    assert.equal(along.rest(1, 18), '%d");');
    along.edited(1, [type(18, '%d')]);
    along.edited(1, [{ offset: 20, length: 1, text: '"' }]);
    assert.equal(along.rest(1, 21), ');');
  });

  it('forgets a suggestion when another character is typed', () => {
    along.edited(1, [type(10, 'q')]);
    assert.equal(along.rest(1, 11), undefined);
    along.edited(1, [{ offset: 10, length: 1, text: '' }]);
    assert.equal(along.rest(1, 10), undefined);
  });

  it('forgets it when the text before it changes', () => {
    along.edited(1, [type(3, 'x')]);
    assert.equal(along.rest(1, 10), undefined);
    assert.equal(along.rest(1, 11), undefined);
  });

  it('stays with the text after it changed, and with edits of other documents', () => {
    along.edited(1, [type(12, 'x')]);
    along.edited(2, [type(0, 'x')]);
    assert.equal(along.rest(1, 10), 'printf("%d");');
  });

  it('does not apply at another place or in another document', () => {
    assert.equal(along.rest(1, 9), undefined);
    assert.equal(along.rest(2, 10), undefined);
  });

  it('leaves nothing when all but white space was typed', () => {
    along.show(1, 10, 'int x;\n\t');
    along.edited(1, [type(10, 'int x;')]);
    assert.equal(along.rest(1, 16), undefined);
  });

  it('leaves nothing when all of it was typed', () => {
    along.edited(1, [type(10, 'printf("%d");')]);
    assert.equal(along.rest(1, 23), undefined);
  });

  it('follows several edits of one change, the last in the text first', () => {
    along.edited(1, [type(40, 'z'), type(10, 'p')]);
    assert.equal(along.rest(1, 11), 'rintf("%d");');
  });
});
