import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** docs/decisions/0035-one-language.md says why. */
describe('the words that a user reads', () => {
  it('are written where they are used, and nowhere looked up', async () => {
    const names = (await readdir('src', { recursive: true })).filter(name => name.endsWith('.ts'));
    assert.ok(names.length > 200);
    for (const name of names) {
      const text = await readFile(path.join('src', name), 'utf8');
      assert.doesNotMatch(text, /l10n/, name);
    }
    const manifest = await readFile('package.json', 'utf8');
    assert.doesNotMatch(manifest, /"%[\w.-]+%"|"l10n"/);
    assert.ok(!existsSync('package.nls.json') && !existsSync('l10n'));
  });
});
