import assert from 'node:assert/strict';
import { fitSuggestion } from '../../../src/extension/fitSuggestion.ts';

describe('fitting a suggestion to its line', () => {
  it('takes the whole suggestion where nothing follows', () => {
    const text = 'x) {\n  return 0;';
    assert.deepEqual(fitSuggestion(text, ''), { text, replaces: 0 });
    assert.deepEqual(fitSuggestion(text, '  '), { text, replaces: 0 });
  });

  it('replaces what it repeats after the cursor', () => {
    assert.deepEqual(fitSuggestion('int x);', ')'), { text: 'int x);', replaces: 1 });
    assert.deepEqual(fitSuggestion('%d", x);', '")'), { text: '%d", x);', replaces: 2 });
  });

  it('stays on the line when something follows', () => {
    assert.deepEqual(fitSuggestion('int x);\nint y;', ')'), { text: 'int x);', replaces: 1 });
  });

  it('cuts off what does not agree with what follows', () => {
    assert.deepEqual(fitSuggestion('x)', '];'), { text: 'x)', replaces: 0 });
    assert.deepEqual(fitSuggestion('x) + y', ');'), { text: 'x', replaces: 0 });
  });

  it('shows nothing before a long rest of a line', () => {
    assert.equal(fitSuggestion('x', ')'.repeat(5_000_000)), undefined);
  });

  it('shows nothing that is blank or stands there already', () => {
    assert.equal(fitSuggestion(' \n', ''), undefined);
    assert.equal(fitSuggestion(')', ')'), undefined);
  });
});
