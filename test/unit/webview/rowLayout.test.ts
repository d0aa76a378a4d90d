import assert from 'node:assert/strict';
import { RowLayout } from '../../../src/webview/inspector/rowLayout.ts';

function rowsOf(layout: RowLayout): string[] {
  return Array.from({ length: layout.rowCount }, (_, row) => layout.rowText(row));
}

function linesOf(layout: RowLayout): number[] {
  return Array.from({ length: layout.rowCount }, (_, row) => layout.line(row));
}

function laidOut(text: string, columns = 20, tabSize = 4): RowLayout {
  const layout = new RowLayout();
  layout.setColumns(columns);
  layout.setText(text, tabSize);
  return layout;
}

describe('RowLayout', () => {
  it('gives an empty text one empty row', () => {
    const layout = laidOut('');
    assert.deepEqual(rowsOf(layout), ['']);
    assert.equal(layout.lineCount, 1);
  });

  it('gives a text that ends with a line end an empty last row', () => {
    assert.deepEqual(rowsOf(laidOut('a\nb\n')), ['a', 'b', '']);
  });

  it('breaks a long line after a space, and numbers its rows alike', () => {
    const layout = laidOut('one two three four five six\nend');
    assert.deepEqual(rowsOf(layout), ['one two three four ', 'five six', 'end']);
    assert.deepEqual(linesOf(layout), [0, 0, 1]);
    assert.deepEqual(
      [0, 1, 2].map(row => layout.startsLine(row)),
      [true, false, true],
    );
  });

  it('breaks a line without spaces where it is full', () => {
    assert.deepEqual(rowsOf(laidOut('x'.repeat(45))), ['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]);
  });

  it('counts tabs by their stops and wide characters as two columns', () => {
    assert.deepEqual(rowsOf(laidOut(`a\t${'b'.repeat(17)}`)), [`a\t${'b'.repeat(16)}`, 'b']);
    assert.deepEqual(rowsOf(laidOut('漢'.repeat(11))), ['漢'.repeat(10), '漢']);
  });

  it('does not part a character from its marks or a surrogate pair', () => {
    const accented = 'e\u0301';
    assert.deepEqual(rowsOf(laidOut(accented.repeat(21))), [accented.repeat(20), accented]);
    assert.deepEqual(rowsOf(laidOut('👩‍👧'.repeat(11))), ['👩‍👧'.repeat(10), '👩‍👧']);
  });

  it('finds the row of an offset', () => {
    const layout = laidOut('ab\n\ncd');
    assert.deepEqual(
      [0, 2, 3, 4, 6].map(offset => layout.rowAt(offset)),
      [0, 0, 1, 2, 2],
    );
  });

  it('lays a text of one megabyte in one line out in rows', () => {
    const layout = laidOut('word '.repeat(200_000), 100);
    assert.equal(layout.rowCount, 10_000);
    assert.equal(layout.lineCount, 1);
  });

  it('is the same after an edit as a layout of the edited text', () => {
    // A small generator of its own keeps the edits the same from run to run.
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const pieces = ['\n', 'a', ' ', 'some longer words to break ', '\t', '\n\n', '漢字', 'x'.repeat(30)];
    const layout = laidOut('first\nsecond line that is longer than the row\n\nlast');
    for (let count = 0; count < 500; count++) {
      const offset = random(layout.text.length + 1);
      const length = Math.min(random(2) * random(12), layout.text.length - offset);
      const text = pieces[random(pieces.length)].repeat(random(3));
      const before = layout.rowCount;
      const change = layout.edit({ offset, length, text });
      const fresh = laidOut(layout.text);
      assert.deepEqual(rowsOf(layout), rowsOf(fresh));
      assert.deepEqual(linesOf(layout), linesOf(fresh));
      assert.equal(before - change.removed + change.added, layout.rowCount);
    }
  });
});
