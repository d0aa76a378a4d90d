import assert from 'node:assert/strict';
import { decodeText } from '../../../../src/platform/node/files/decodeText.ts';

const bytes = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding);
const utf16be = (text: string) => bytes(text, 'utf16le').swap16();

describe('the text of a file', () => {
  const text = 'int a; // \u00e4 \u{1f600}\r\n';
  const texts: Record<string, [Buffer, string]> = {
    'UTF-8': [bytes(text, 'utf8'), text],
    'UTF-8 with a byte order mark': [bytes(`\ufeff${text}`, 'utf8'), text],
    'two byte order marks: the second one is a character': [bytes('\ufeff\ufeffa', 'utf8'), '\ufeffa'],
    'UTF-16, small end first': [bytes(`\ufeff${text}`, 'utf16le'), text],
    'UTF-16, big end first': [utf16be(`\ufeff${text}`), text],
    nothing: [bytes(''), ''],
    'a byte order mark alone': [bytes('\ufeff', 'utf8'), ''],
    'a byte order mark alone, in UTF-16': [utf16be('\ufeff'), ''],
    'nothing but carriage returns': [bytes('\r\r'), '\r\r'],
  };
  for (const [what, [from, expected]] of Object.entries(texts))
    it(`is read of ${what}`, () => assert.deepEqual(decodeText(from), { text: expected }));

  const refusals: Record<string, [Buffer, RegExp]> = {
    'UTF-16 without a mark': [
      bytes('int a;\n', 'utf16le'),
      /UTF-16 without a byte order mark.*save it as UTF-8/,
    ],
    'UTF-16 without a mark, big end first': [utf16be('int \u00e4;\n\n'), /UTF-16 without a byte order mark/],
    'UTF-16 with half a character': [bytes('\xff\xfea\0b'), /begins as UTF-16LE does, but is damaged.*UTF-8/],
    'UTF-16 with half of a pair': [bytes('\xfe\xff\xd8\0\0a'), /begins as UTF-16BE does, but is damaged/],
    'UTF-32': [bytes('\xff\xfe\0\0a\0\0\0'), /UTF-32; save it as UTF-8/],
    'Latin-1': [
      bytes('int a;\n// gr\xfc\xdfe, caf\xe9'),
      /not UTF-8: probably.*Latin-1.*line 2; save it as UTF-8/,
    ],
    'one byte of Latin-1 at the end': [bytes('caf\xe9'), /Latin-1/],
    Cyrillic: [bytes('// \xcf\xf0\xe8\xe2\xe5\xf2'), /older encoding such as Windows-1251.*line 1/],
    'UTF-8 that is cut': [bytes('\u00e4\n\u00e4', 'utf8').subarray(0, -1), /from line 2 on it is damaged/],
    'a program': [bytes('\x7fELF\0\0\0\x01\x02\xff'), /NUL bytes, so it is not text/],
    'text with a NUL': [bytes('a\0b'), /NUL bytes/],
    'UTF-16 with a NUL': [bytes('\ufeffa\0b', 'utf16le'), /NUL bytes/],
    'a file of NULs': [Buffer.alloc(100), /NUL bytes/],
  };
  for (const [what, [from, reason]] of Object.entries(refusals))
    it(`is not had of ${what}, and it is said why`, () => {
      const read = decodeText(from);
      assert.ok('reason' in read, JSON.stringify(read));
      assert.match(read.reason, reason);
    });
});
