import assert from 'node:assert/strict';
import { TypingAlong } from '../../../src/extension/completion/typingAlong.ts';

const type = (offset: number, text: string) => ({ offset, length: 0, text });

describe('typing along a suggestion', () => {
  let along: TypingAlong;
  beforeEach(() => {
    along = new TypingAlong();
    along.show(1, 10, 'printf("%d");');
  });

  it('keeps what is left while its characters are typed, one or several at a time', () => {
    along.edited(1, [type(10, 'p')]);
    assert.equal(along.rest(1, 11)?.text, 'rintf("%d");');
    along.edited(1, [type(11, 'rint')]);
    assert.equal(along.rest(1, 15)?.text, 'f("%d");');
  });

  it('brings characters back that are taken back', () => {
    along.edited(1, [type(10, 'pri')]);
    along.edited(1, [{ offset: 11, length: 2, text: '' }]);
    assert.equal(along.rest(1, 11)?.text, 'rintf("%d");');
  });

  it('is not disturbed by a bracket or quote that the editor closes by itself', () => {
    along.edited(1, [type(10, 'printf')]);
    along.edited(1, [type(16, '()')]);
    assert.equal(along.rest(1, 17)?.text, '"%d");');
    along.edited(1, [type(17, '""')]);
    assert.equal(along.rest(1, 18)?.text, '%d");');
    along.edited(1, [type(18, '%d')]);
    along.edited(1, [{ offset: 20, length: 1, text: '"' }]);
    assert.equal(along.rest(1, 21)?.text, ');');
  });

  it('takes the place of what the editor has closed by itself', () => {
    along.edited(1, [type(10, 'printf()')]);
    assert.deepEqual(along.rest(1, 17), { text: '"%d");', replaces: 1 });
    along.edited(1, [type(17, '""')]);
    assert.deepEqual(along.rest(1, 18), { text: '%d");', replaces: 2 });
    // A backspace between the two takes both away.
    along.edited(1, [{ offset: 17, length: 2, text: '' }]);
    assert.deepEqual(along.rest(1, 17), { text: '"%d");', replaces: 1 });
    along.edited(1, [type(17, '"%d"')]);
    // What closes is typed over.
    along.edited(1, [{ offset: 21, length: 1, text: ')' }]);
    assert.deepEqual(along.rest(1, 22), { text: ';', replaces: 0 });
  });

  it('tells brackets that were closed from brackets that were typed by the cursor', () => {
    along.show(1, 10, 'f();');
    along.edited(1, [type(10, 'f()')]);
    assert.deepEqual(along.rest(1, 11 + 1), { text: ');', replaces: 1 });
    along.show(1, 10, 'f();');
    along.edited(1, [type(10, 'f()')]);
    assert.deepEqual(along.rest(1, 13), { text: ';', replaces: 0 });
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
      along.show(1, 10, suggestion);
      along.edited(1, [type(10, typed + added)]);
      const text = suggestion.slice(typed.length);
      assert.deepEqual(along.rest(1, 10 + typed.length), { text, replaces: added.length });
    });

  it('goes in before what is closed behind it and not in it', () => {
    along.show(1, 10, 'f(x');
    along.edited(1, [type(10, 'f()')]);
    assert.deepEqual(along.rest(1, 12), { text: 'x', replaces: 0 });
    along.show(1, 10, 'f(g(x)');
    along.edited(1, [type(10, 'f()')]);
    assert.deepEqual(along.rest(1, 12), { text: 'g(x)', replaces: 0 });
    along.show(1, 10, 'f("a\\"b", c');
    along.edited(1, [type(10, 'f("")')]);
    assert.deepEqual(along.rest(1, 13), { text: 'a\\"b", c', replaces: 1 });
  });

  it('says what was refused: what stood where something else was typed', () => {
    assert.equal(along.edited(1, [type(10, 'pri')]), undefined);
    assert.deepEqual(along.edited(1, [type(13, 'x')]), { document: 1, offset: 13, text: 'ntf("%d");' });
    along.show(1, 10, 'abc');
    assert.equal(along.edited(1, [type(3, 'x')]), undefined);
    along.show(1, 10, 'abc');
    assert.equal(along.edited(1, [{ offset: 9, length: 1, text: '' }]), undefined);
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
    assert.equal(along.rest(1, 10)?.text, 'printf("%d");');
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
    assert.equal(along.rest(1, 11)?.text, 'rintf("%d");');
  });
});
