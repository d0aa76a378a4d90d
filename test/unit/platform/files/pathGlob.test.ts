import assert from 'node:assert/strict';
import { parseGlob } from '../../../../src/platform/node/files/pathGlob.ts';

describe('globs of the settings', () => {
  const cases: readonly [glob: string, yes: readonly string[], no: readonly string[]][] = [
    ['*.txt', ['a.txt', '.txt'], ['d/a.txt', 'a.txt.c']],
    ['**/*.txt', ['a.txt', 'd/e/a.txt'], ['a.text']],
    ['./notes/**/*.md', ['notes/a.md', 'notes/b/c/a.md'], ['x/notes/a.md']],
    ['**/gen/**', ['gen', 'a/gen', 'gen/b', 'a/gen/b/c'], ['agen', 'generated/a']],
    ['build/', ['build'], ['build/a', 'sub/build']],
    ['a**b', ['ab', 'axxb'], ['a/b']],
    ['?.c', ['a.c', '\u00e4.c', '\u{1f600}.c'], ['ab.c', '/.c']],
    ['*.{c,h}', ['a.c', 'a.h'], ['a.x', 'a.ch']],
    ['{src,lib/{a,b}}/*.c', ['src/x.c', 'lib/a/x.c', 'lib/b/x.c'], ['lib/x.c', 'lib/c/x.c']],
    ['{**/x,y}.c', ['a/b/x.c', 'x.c', 'y.c'], ['a/y.c']],
    ['a{,b}', ['a', 'ab'], ['a,b', 'b']],
    ['[a-c]x', ['ax', 'cx'], ['dx', 'x']],
    ['[!a-c]x', ['dx', '\u00e4x'], ['ax', '/x']],
    ['a[/]b', ['a[/]b'], ['a/b']],
    ['[ab', ['[ab'], ['a']],
    ['{ab', ['{ab'], ['ab']],
    ['a}b,c', ['a}b,c'], ['ab']],
    [String.raw`\*\{a,b}`, ['*{a,b}'], ['x{a,b}', '*a']],
    ['x\\', ['x\\'], ['x']],
  ];
  for (const [glob, yes, no] of cases)
    it(`${glob} matches ${yes.join(' and ')}`, () => {
      const { matches } = parseGlob(glob, 'path');
      assert.deepEqual(
        [...yes, ...no].filter(path => matches(path, () => {})),
        yes,
      );
    });

  it('without a slash are about names in every folder where that is meant', () => {
    const { matches } = parseGlob('*.txt', 'anyFolder');
    assert.ok(matches('d/e/a.txt', () => {}));
    assert.ok(!parseGlob('d/*.txt', 'anyFolder').matches('x/d/a.txt', () => {}));
  });

  it('say what is wrong with them', () => {
    assert.throws(() => parseGlob(' ', 'path'), { name: 'UserError', message: /glob is empty/ });
    assert.throws(() => parseGlob('!*.c', 'path'), { name: 'UserError', message: /begins with "!"/ });
  });
});
