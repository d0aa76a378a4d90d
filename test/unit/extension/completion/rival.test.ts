import assert from 'node:assert/strict';
import { Rival } from '../../../../src/extension/completion/rival.ts';

describe('another provider', () => {
  it('seems to be absent once it was waited for in vain often enough in a row', () => {
    const rival = new Rival();
    for (let i = 0; i < 7; i++) rival.waitedFor();
    assert.ok(!rival.seemsAbsent);
    rival.won();
    for (let i = 0; i < 7; i++) rival.waitedFor();
    assert.ok(!rival.seemsAbsent);
    rival.waitedFor();
    assert.ok(rival.seemsAbsent);
  });

  it('is waited for again as soon as it was faster', () => {
    const rival = new Rival();
    for (let i = 0; i < 100; i++) rival.waitedFor();
    rival.won();
    assert.ok(!rival.seemsAbsent);
  });
});
