import assert from 'node:assert/strict';
import { RefusedSuggestions } from '../../../src/model/suggest/refusedSuggestions.ts';

const type = (offset: number, text: string) => ({ offset, length: 0, text });

const at = (offset: number) => ({ lineStart: 16, offset });

describe('refused suggestions', () => {
  let refused: RefusedSuggestions;
  beforeEach(() => {
    refused = new RefusedSuggestions();
    refused.add({ offset: 20, text: ' return 0;' });
  });
  it('are refused at their place, more of them or less, and further on in the line', () => {
    for (const text of [' return 0;', 'return', 'return 0; }']) assert.ok(refused.has(at(20), text), text);
    assert.ok(refused.has(at(24), 'return 0;'));
    assert.ok(!refused.has(at(20), 'break;'));
  });

  it('are not refused before that place, and in other lines', () => {
    assert.ok(!refused.has(at(19), 'return 0;'));
    assert.ok(!refused.has({ lineStart: 21, offset: 24 }, 'return 0;'));
  });

  it('stay so after edits behind the place, and are forgotten after an edit before it', () => {
    refused.edited(type(20, 'x'));
    refused.edited({ offset: 20, length: 1, text: '' });
    assert.ok(refused.has(at(20), 'return 0;'));
    refused.edited(type(30, 'x'));
    assert.ok(refused.has(at(20), 'return 0;'));
    refused.edited(type(19, 'x'));
    assert.ok(!refused.has(at(20), 'return 0;'));
  });

  it('are nothing when they are blank, and the oldest of many go', () => {
    refused.add({ offset: 20, text: '  ' });
    assert.ok(!refused.has(at(20), 'break;'));
    for (let i = 0; i < 50; i++) refused.add({ offset: i, text: 'x' });
    assert.ok(!refused.has(at(20), 'return 0;'));
  });
});
