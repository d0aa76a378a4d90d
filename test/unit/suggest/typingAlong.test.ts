import assert from 'node:assert/strict';
import { TypingAlong } from '../../../src/model/suggest/typingAlong.ts';

const type = (offset: number, text: string) => ({ offset, length: 0, text });

describe('typing along a suggestion', () => {
  let along: TypingAlong;
  beforeEach(() => {
    along = new TypingAlong();
    along.show(10, 'printf("%d");');
  });

  it('keeps what is left while its characters are typed, one or several at a time', () => {
    along.edited(type(10, 'p'));
    assert.equal(along.rest(11)?.text, 'rintf("%d");');
    along.edited(type(11, 'rint'));
    assert.equal(along.rest(15)?.text, 'f("%d");');
  });

  it('brings characters back that are taken back', () => {
    along.edited(type(10, 'pri'));
    along.edited({ offset: 11, length: 2, text: '' });
    assert.equal(along.rest(11)?.text, 'rintf("%d");');
  });

  it('is not disturbed by a bracket or quote that the editor closes by itself', () => {
    along.edited(type(10, 'printf'));
    along.edited(type(16, '()'));
    assert.equal(along.rest(17)?.text, '"%d");');
    along.edited(type(17, '""'));
    assert.equal(along.rest(18)?.text, '%d");');
    along.edited(type(18, '%d'));
    along.edited({ offset: 20, length: 1, text: '"' });
    assert.equal(along.rest(21)?.text, ');');
  });

  it('takes the place of what the editor has closed by itself', () => {
    along.edited(type(10, 'printf()'));
    assert.deepEqual(along.rest(17), { text: '"%d");', replaces: 1 });
    along.edited(type(17, '""'));
    assert.deepEqual(along.rest(18), { text: '%d");', replaces: 2 });
    // A backspace between the two takes both away.
    along.edited({ offset: 17, length: 2, text: '' });
    assert.deepEqual(along.rest(17), { text: '"%d");', replaces: 1 });
    along.edited(type(17, '"%d"'));
    // What closes is typed over.
    along.edited({ offset: 21, length: 1, text: ')' });
    assert.deepEqual(along.rest(22), { text: ';', replaces: 0 });
  });

  it('tells brackets that were closed from brackets that were typed by the cursor', () => {
    along.show(10, 'f();');
    along.edited(type(10, 'f()'));
    assert.deepEqual(along.rest(11 + 1), { text: ');', replaces: 1 });
    along.show(10, 'f();');
    along.edited(type(10, 'f()'));
    assert.deepEqual(along.rest(13), { text: ';', replaces: 0 });
  });

  const closed: readonly [suggestion: string, typed: string, added: string][] = [
    ['{itemize}', '{', '}'],
    [String.raw`(x + \right)`, '(', String.raw`\right)`],
    [String.raw`\bigl( x \bigr)`, String.raw`\bigl(`, String.raw`\bigr)`],
    [String.raw`[x\]`, '[', String.raw`\]`],
    [String.raw`{a\right\}`, '{', String.raw`\right\}`],
    ['/* see */', '/*', ' */'],
    ["`word'", '`', "'"],
    ['\\begin{x}\n  a\n\\end{x}', '\\begin{x}', '\n\\end{x}'],
    ['f(g(x));', 'f(g(', '))'],
  ];
  for (const [suggestion, typed, added] of closed)
    it(`${JSON.stringify(suggestion)} stands when ${JSON.stringify(added)} is added`, () => {
      along.show(10, suggestion);
      along.edited(type(10, typed + added));
      const text = suggestion.slice(typed.length);
      assert.deepEqual(along.rest(10 + typed.length), { text, replaces: added.length });
    });

  it('goes in before what is closed behind it and not in it', () => {
    along.show(10, 'f(x');
    along.edited(type(10, 'f()'));
    assert.deepEqual(along.rest(12), { text: 'x', replaces: 0 });
    along.show(10, 'f(g(x)');
    along.edited(type(10, 'f()'));
    assert.deepEqual(along.rest(12), { text: 'g(x)', replaces: 0 });
    along.show(10, 'f("a\\"b", c');
    along.edited(type(10, 'f("")'));
    assert.deepEqual(along.rest(13), { text: 'a\\"b", c', replaces: 1 });
  });

  it('says what was refused: what stood where something else was typed', () => {
    assert.equal(along.edited(type(10, 'pri')), undefined);
    assert.deepEqual(along.edited(type(13, 'x')), { kind: 'refused', offset: 13, text: 'ntf("%d");' });
    along.show(10, 'abc');
    assert.equal(along.edited(type(3, 'x')), undefined);
    along.show(10, 'abc');
    assert.equal(along.edited({ offset: 9, length: 1, text: '' }), undefined);
  });

  it('says what was taken, once: all of it stands in the text', () => {
    assert.equal(along.edited(type(10, 'printf("%d"')), undefined);
    assert.deepEqual(along.edited(type(21, ');')), { kind: 'taken' });
    assert.equal(along.edited({ offset: 22, length: 1, text: '' }), undefined);
    assert.equal(along.edited(type(22, ';')), undefined);
    assert.equal(along.edited({ offset: 22, length: 1, text: 'x' }), undefined);
    along.show(10, 'abc');
    assert.deepEqual(along.edited(type(10, 'abc')), { kind: 'taken' });
  });

  it('forgets a suggestion when another character is typed', () => {
    along.edited(type(10, 'q'));
    assert.equal(along.rest(11), undefined);
    along.edited({ offset: 10, length: 1, text: '' });
    assert.equal(along.rest(10), undefined);
  });

  it('forgets it when the text before it changes', () => {
    along.edited(type(3, 'x'));
    assert.equal(along.rest(10), undefined);
    assert.equal(along.rest(11), undefined);
  });

  it('stays with the text after it changed', () => {
    along.edited(type(12, 'x'));
    assert.equal(along.rest(10)?.text, 'printf("%d");');
  });

  it('does not apply at another place', () => {
    assert.equal(along.rest(9), undefined);
  });

  it('leaves nothing when all but white space was typed', () => {
    along.show(10, 'int x;\n\t');
    along.edited(type(10, 'int x;'));
    assert.equal(along.rest(16), undefined);
  });

  it('leaves nothing when all of it was typed', () => {
    along.edited(type(10, 'printf("%d");'));
    assert.equal(along.rest(23), undefined);
  });

  it('follows several edits of one change, the last in the text first', () => {
    along.edited(type(40, 'z'));
    along.edited(type(10, 'p'));
    assert.equal(along.rest(11)?.text, 'rintf("%d");');
  });
});
