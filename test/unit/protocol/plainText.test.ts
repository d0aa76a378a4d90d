import assert from 'node:assert/strict';
import { isUnseen, LONGEST_LINE, plainJson, plainLine, plainText } from '../../../src/protocol/plainText.ts';
import { Random } from '../../../src/model/base/random.ts';

/** Each kind of character that may not go out as it is. */
const unseen = {
  NUL: '\0',
  ESC: '\u001b',
  'carriage return': '\r',
  backspace: '\b',
  DEL: '\u007f',
  'CSI of C1': '\u009b',
  'next line': '\u0085',
  'soft hyphen': '\u00ad',
  'Arabic letter mark': '\u061c',
  'zero-width space': '\u200b',
  'zero-width joiner': '\u200d',
  'right-to-left mark': '\u200f',
  'line separator': '\u2028',
  'paragraph separator': '\u2029',
  'left-to-right embedding': '\u202a',
  'right-to-left override': '\u202e',
  'word joiner': '\u2060',
  'left-to-right isolate': '\u2066',
  'pop isolate': '\u2069',
  'Hangul filler': '\u3164',
  'byte order mark': '\ufeff',
  'interlinear anchor': '\ufff9',
  'high surrogate alone': '\ud83d',
  'low surrogate alone': '\ude00',
  'tag letter': '\u{e0041}',
  'variation selector of the supplement': '\u{e0100}',
};

describe('plainLine', () => {
  for (const [name, character] of Object.entries(unseen))
    it(`makes visible: ${name}`, () => {
      const shown = plainLine(`a${character}b`);
      assert.match(shown, /^a\\[\x20-\x7e]+b$/);
      assert.ok(!shown.includes(character));
      assert.ok(isUnseen(character));
    });

  it('writes escapes that programmers know', () => {
    assert.equal(plainLine('a\nb\r\tc\u001b[2J\u202e\u{e0041}'), 'a\\nb\\r\\tc\\u001b[2J\\u202e\\u{e0041}');
  });

  it('leaves what is read by people as it is', () => {
    const text = 'src/größe – 名前/файл 😀❤\ufe0f é (1) \\x "q".c';
    assert.equal(plainLine(text), text);
  });

  it('cuts what is too long in its middle, and keeps the remedy at the end', () => {
    const shown = plainLine(`dtype is "${'x'.repeat(200_000)}"; train again.`);
    assert.equal(shown.length, LONGEST_LINE);
    assert.match(shown, /^dtype is "x+ \[\.\.\.\] x+"; train again\.$/);
    // Escapes make it longer, which must not make it too long.
    assert.ok(plainLine('\u001b'.repeat(200_000)).length <= LONGEST_LINE);
  });

  it('cuts no character in two', () => {
    for (let i = 0; i < 4; i++) {
      const shown = plainLine('x'.repeat(i) + '😀'.repeat(100), 50);
      assert.ok(shown.length <= 50);
      assert.match(shown, /^x*(😀)+ \[\.\.\.\] (😀)+$/u);
    }
  });

  it('is the same when it is made plain again', () => {
    const random = new Random(1);
    for (let i = 0; i < 200; i++) {
      const units = Array.from({ length: 30 }, () => Math.floor(random.next() * 0x10000));
      const once = plainLine(String.fromCharCode(...units), 60);
      assert.equal(plainLine(once, 60), once, `case ${i}`);
    }
  });
});

describe('plainText', () => {
  it('keeps lines and tabs, and nothing else that moves the cursor', () => {
    assert.equal(plainText('a\n\tb\r\n\u001b[2J\v'), 'a\n\tb\\r\n\\u001b[2J\\u000b');
  });

  it('has no greatest length', () => {
    const text = 'line\n'.repeat(10_000);
    assert.equal(plainText(text), text);
  });
});

describe('plainJson', () => {
  it('says the same, in characters that can be seen', () => {
    const value = { text: Object.values(unseen).join('x'), [unseen.ESC]: unseen['tag letter'], q: '"\\\n' };
    const json = plainJson(JSON.stringify(value));
    assert.deepEqual(JSON.parse(json), value);
    assert.match(json, /^[\x20-\x7e]+$/);
  });
});
