import assert from 'node:assert/strict';
import { piecesOf, unitsByColumn } from '../../../src/webview/inspector/columns.ts';
import { characterName, visibleGlyph } from '../../../src/webview/inspector/visibleGlyph.ts';

const units = (row: string) => [...unitsByColumn(row, piecesOf(row, 4), 4)];

describe('columns of a row', () => {
  it('puts each character in the column after the one before it', () => {
    assert.deepEqual(units('abc'), [0, 1, 2]);
  });

  it('gives a tab the columns to its stop', () => {
    assert.deepEqual(units('a\tb'), [0, 1, 1, 1, 2]);
  });

  it('gives wide characters two columns and marks none', () => {
    assert.deepEqual(units('漢b'), [0, 0, 1]);
    assert.deepEqual(units('e\u0301b'), [0, 2]);
    assert.deepEqual(units('👩‍👧b'), [0, 0, 5]);
  });

  it('shows what has no ink as a placeholder of one column', () => {
    const pieces = piecesOf('a\u202eb\u0000\u200b\ud800', 4);
    assert.deepEqual(
      pieces.map(piece => [piece.kind, piece.shown]),
      [
        ['text', 'a'],
        ['placeholder', '�'],
        ['text', 'b'],
        ['placeholder', '␀'],
        ['placeholder', '�'],
        ['placeholder', '�'],
      ],
    );
  });

  it('cuts a heap of marks, so that one character does not swallow the line', () => {
    assert.ok(piecesOf(`a${'\u0301'.repeat(1000)}`, 4).length > 50);
  });
});

describe('visible glyphs', () => {
  it('stand for characters that leave no ink', () => {
    assert.deepEqual([' ', '\t', '\n', '\u0007', '\u202e', 'a'].map(visibleGlyph), [
      '␣',
      '→',
      '↵',
      '␇',
      '�',
      'a',
    ]);
  });

  it('have names for a screen reader', () => {
    assert.deepEqual([' ', '\t', '\n', '\u202e', 'a'].map(characterName), [
      'space',
      'tab',
      'new line',
      'U+202E',
      'a',
    ]);
  });
});
