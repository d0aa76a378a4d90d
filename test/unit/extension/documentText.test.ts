import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import {
  normalisedEdits,
  normalisedOffset,
  normalisedText,
  positionOf,
} from '../../../src/extension/documents/documentText.ts';

const position = (line: number, character: number) => ({ line, character }) as vscode.Position;

/** What an editor's document says about itself, by the slowest way. */
function documentOf(text: string) {
  const crlf = text.includes('\r\n');
  const eol = crlf ? '\r\n' : '\n';
  const lines = text.split(eol);
  const offsetAt = ({ line, character }: vscode.Position) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + eol.length, 0) +
    Math.min(character, lines[line].length);
  const positionAt = (offset: number) => {
    const before = text.slice(0, offset).split(eol);
    return position(before.length - 1, (before.at(-1) as string).length);
  };
  return { eol: crlf ? 2 : 1, lineCount: lines.length, getText: () => text, offsetAt, positionAt };
}

describe("offsets in text with '\\n' line ends", () => {
  for (const [name, text] of [
    ['a document with \\n', 'ab\n\ncd\ne'],
    ['a document with \\r\\n', 'ab\r\n\r\ncd\r\ne'],
  ] as const) {
    it(`go to positions and back in ${name}`, () => {
      const document = documentOf(text);
      const normalised = normalisedText(document);
      assert.equal(normalised, 'ab\n\ncd\ne');
      for (let offset = 0; offset <= normalised.length; offset++) {
        const before: string[] = normalised.slice(0, offset).split('\n');
        const place: vscode.Position = positionOf(document, offset);
        assert.equal(place.line, before.length - 1);
        assert.equal(place.character, (before.at(-1) as string).length);
        assert.equal(normalisedOffset(document, place), offset);
      }
    });
  }

  it('carry over the changes of a document with \\r\\n', () => {
    const change = {
      range: { start: position(1, 0), end: position(3, 1) },
      rangeOffset: 4,
      rangeLength: 7,
      text: 'x\r\ny',
    } as vscode.TextDocumentContentChangeEvent;
    // 'ab|||cd|e' without '\r': units 3 to 8.
    assert.deepEqual(normalisedEdits(2, [change]), [{ offset: 3, length: 5, text: 'x\ny' }]);
    assert.deepEqual(normalisedEdits(1, [change]), [{ offset: 4, length: 7, text: 'x\ny' }]);
  });
});
