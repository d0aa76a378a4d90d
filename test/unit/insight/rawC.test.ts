import assert from 'node:assert/strict';
import { hideMacroComments, rawParts } from '../../../src/model/insight/rawC.ts';

function parts(text: string): string[] {
  return rawParts(text).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);
}

describe('rawParts', () => {
  it('finds literals and comments, each outside of the others', () => {
    assert.deepEqual(parts(`"a // b" 'c' /* "d" */ '\\n' '\\x1b' "e\\"f" // 'g'`), [
      'quotes "a // b"',
      "quotes 'c'",
      'comment /* "d" */',
      "quotes '\\n'",
      "quotes '\\x1b'",
      'quotes "e\\"f"',
      "comment // 'g'",
    ]);
  });

  it('takes apostrophes in words and unfinished literals for nothing', () => {
    assert.deepEqual(parts(`don't you can't "open\n"`), []);
  });
});

describe('hideMacroComments', () => {
  it('blanks comments within a macro, keeping length and lines', () => {
    const text =
      '#define A(x) f(x) /* one */ + \\\n  g("/* s */") /* two \\\n */ + 1 /* end */\nint a; /* b */ c;\n';
    const { source, hidden } = hideMacroComments(text);
    assert.equal(source.length, text.length);
    assert.deepEqual(
      hidden.map(([from, to]) => text.slice(from, to)),
      ['/* one */', '/* two \\\n */'],
    );
    assert.ok(source.includes('g("/* s */")'));
    assert.ok(source.endsWith('+ 1 /* end */\nint a; /* b */ c;\n'));
  });
});
