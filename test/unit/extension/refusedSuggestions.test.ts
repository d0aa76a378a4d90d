import assert from 'node:assert/strict';
import { RefusedSuggestions } from '../../../src/extension/completion/refusedSuggestions.ts';

const type = (offset: number, text: string) => ({ offset, length: 0, text });

const at = (offset: number) => ({ lineStart: 16, offset });

describe('refused suggestions', () => {
  let refused: RefusedSuggestions;
  beforeEach(() => {
    refused = new RefusedSuggestions();
    refused.add({ document: 1, offset: 20, text: ' return 0;' });
  });
  it('are refused at their place, more of them or less, and further on in the line', () => {
    for (const text of [' return 0;', 'return', 'return 0; }']) assert.ok(refused.has(1, at(20), text), text);
    assert.ok(refused.has(1, at(24), 'return 0;'));
    assert.ok(!refused.has(1, at(20), 'break;'));
  });

  it('are not refused before that place, in other lines and in other documents', () => {
    assert.ok(!refused.has(1, at(19), 'return 0;'));
    assert.ok(!refused.has(1, { lineStart: 21, offset: 24 }, 'return 0;'));
    assert.ok(!refused.has(2, at(20), 'return 0;'));
  });

  it('stay so after edits behind the place, and are forgotten after an edit before it', () => {
    refused.edited(1, [type(20, 'x')]);
    refused.edited(1, [{ offset: 20, length: 1, text: '' }]);
    refused.edited(2, [type(0, 'x')]);
    assert.ok(refused.has(1, at(20), 'return 0;'));
    refused.edited(1, [type(30, 'x'), type(19, 'x')]);
    assert.ok(!refused.has(1, at(20), 'return 0;'));
  });

  it('are nothing when they are blank, and the oldest of many go', () => {
    refused.add({ document: 1, offset: 20, text: '  ' });
    assert.ok(!refused.has(1, at(20), 'break;'));
    for (let i = 0; i < 50; i++) refused.add({ document: 2, offset: i, text: 'x' });
    assert.ok(!refused.has(1, at(20), 'return 0;'));
  });
});
