import assert from 'node:assert/strict';
import { textParts } from '../../../src/extension/panels/textParts.ts';

describe('a text sent in parts', () => {
  it('is one part when it is short, or empty', () => {
    assert.deepEqual(textParts('int x;\n', 0), ['int x;\n']);
    assert.deepEqual(textParts('', 0), ['']);
  });

  it('has all that is needed in its first part, and nothing lost', () => {
    const text = 'a line of text\n'.repeat(100_000);
    const parts = textParts(text, 900_000);
    assert.ok(parts[0].length >= 900_000 && parts[0].length < 901_000);
    assert.equal(parts.join(''), text);
    assert.ok(parts.every(part => part.endsWith('\n')));
    assert.ok(textParts(text, 0)[0].length < 70_000);
  });

  it('is cut within a line where that is very long, but not within a character', () => {
    const text = `x${'\u{1f600}'.repeat(400_000)}`;
    const parts = textParts(text, 0);
    assert.ok(parts.length > 2);
    assert.equal(parts.join(''), text);
    assert.ok(parts.every(part => !/^[\udc00-\udfff]/.test(part)));
  });
});
