import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import { type Edit, editsBetween, type Hunk, hunksOf } from '../../../../src/model/suggest/replay/edits.ts';

function applied(text: string, edits: readonly Edit[]): string {
  return edits.reduce(
    (old, { offset, removed, inserted, opened }) =>
      old.slice(0, offset) + inserted + opened + old.slice(offset + removed),
    text,
  );
}

function newLineAt(line: number): Hunk {
  return { oldFrom: line, oldLines: 0, newFrom: line, newLines: 1 };
}

describe('edits', () => {
  it('are read from the heads of hunks', () => {
    const patch = `diff --git a/a.c b/a.c
--- a/a.c
+++ b/a.c
@@ -0,0 +1,2 @@
+one
+@@ -9 +9 @@
@@ -3 +5 @@ int main(void)
-x
+y
@@ -7,2 +8,0 @@
-a
-b
`;
    assert.deepEqual(hunksOf(patch), [
      { oldFrom: 0, oldLines: 0, newFrom: 0, newLines: 2 },
      { oldFrom: 2, oldLines: 1, newFrom: 4, newLines: 1 },
      { oldFrom: 6, oldLines: 2, newFrom: 8, newLines: 0 },
    ]);
  });

  it('change of a line only what differs', () => {
    const hunk = { oldFrom: 1, oldLines: 1, newFrom: 1, newLines: 1 };
    assert.deepEqual(editsBetween('x\nfoo(a, b);\ny\n', 'x\nfoo(a, b, c);\ny\n', [hunk]), [
      { offset: 10, removed: 0, inserted: ', c', opened: '' },
    ]);
  });

  it('change as many lines one by one', () => {
    const hunk = { oldFrom: 0, oldLines: 2, newFrom: 0, newLines: 2 };
    assert.deepEqual(editsBetween('int a;\nint b;\n', 'int *a;\nint c;\n', [hunk]), [
      { offset: 4, removed: 0, inserted: '*', opened: '' },
      { offset: 12, removed: 1, inserted: 'c', opened: '' },
    ]);
  });

  it('type new lines behind the line above them, or on one that is opened above the first', () => {
    assert.deepEqual(editsBetween('a\nb\n', 'a\nx\nb\n', [newLineAt(1)]), [
      { offset: 1, removed: 0, inserted: '\nx', opened: '' },
    ]);
    assert.deepEqual(editsBetween('a\n', 'x\na\n', [newLineAt(0)]), [
      { offset: 0, removed: 0, inserted: 'x', opened: '\n' },
    ]);
  });

  it('do not part the halves of a character', () => {
    const hunk = { oldFrom: 0, oldLines: 1, newFrom: 0, newLines: 1 };
    // The same first half, then the same second half.
    for (const [old, now] of [
      ['a😀b', 'a😁b'],
      ['a\u{1f600}b', 'a\u{1fa00}b'],
    ])
      assert.deepEqual(editsBetween(old, now, [hunk]), [
        { offset: 1, removed: 2, inserted: now.slice(1, 3), opened: '' },
      ]);
  });

  it('one after the other give the later text', () => {
    const random = new Random(7);
    const pick = (count: number) => Math.floor(random.next() * count);
    const line = () => `${'ab😀'.repeat(pick(2))}${'xy;'.slice(pick(3))}\n`;
    const lines = (count: number) => Array.from({ length: count }, line);
    for (let round = 0; round < 500; round++) {
      const old: string[] = [];
      const now: string[] = [];
      const hunks: Hunk[] = [];
      for (let part = pick(4); part >= 0; part--) {
        const same = lines(pick(3));
        old.push(...same);
        now.push(...same);
        const [removed, added] = [lines(pick(3)), lines(pick(3))];
        hunks.push({
          oldFrom: old.length,
          oldLines: removed.length,
          newFrom: now.length,
          newLines: added.length,
        });
        old.push(...removed);
        now.push(...added);
      }
      // The last line may have no end, in either.
      const end = (text: string) =>
        pick(3) === 0 && hunks.at(-1)!.newLines > 0 ? text.replace(/\n$/, '') : text;
      const [before, after] = [old.join(''), end(now.join(''))];
      assert.equal(
        applied(before, editsBetween(before, after, hunks)),
        after,
        JSON.stringify({ before, after }),
      );
    }
  });
});
