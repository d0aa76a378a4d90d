import assert from 'node:assert/strict';
import { featureLineAt } from '../../../src/webview/inspector/featureLine.ts';
import { RangeWindow } from '../../../src/webview/inspector/rangeWindow.ts';

/** The line under a text, a sign for each character: `_` the line, `?` not known. */
function lineUnder(text: string, labels: string): string {
  const window = new RangeWindow(0, Uint8Array.from(labels, Number));
  const signs = { none: ' ', line: '_', unknown: '?' };
  return Array.from(text, (sign, at) => signs[featureLineAt(window, at, sign === '\n')]).join('');
}

describe('the line under what the cells are compared with', () => {
  it('stands under a quoted text and both of its quotes', () => {
    assert.equal(lineUnder('f("ab");', '00111000'), '  ____  ');
  });

  it('stands under the quotes of an empty string', () => {
    assert.equal(lineUnder('f("");', '001000'), '  __  ');
  });

  it('goes on between two strings that touch', () => {
    assert.equal(lineUnder('"a""b"c', '1101100'), '______ ');
  });

  it('ends with a comment that ends with its line', () => {
    assert.equal(lineUnder('a//b\nc', '011100'), ' ___  ');
  });

  it('goes on over the line ends of a comment of several lines', () => {
    assert.equal(lineUnder('/*\n*/x', '111100'), '_____ ');
  });

  it('says where it is not known', () => {
    assert.equal(lineUnder('ab"c"', '22110'), '??___');
  });
});
