import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { assets } from '../../../src/protocol/assets.ts';

describe('the assets', () => {
  it('lie where they are said to, once the product is built', () => {
    const { workers, trainingThread, kernels, pageScripts, icon } = assets;
    for (const file of [...Object.values(workers), trainingThread, kernels, pageScripts, icon])
      assert.ok(existsSync(file), file);
  });

  it('are a style of all pages, and a script and a style for each', async () => {
    assert.ok(existsSync(path.join(assets.pageStyles, assets.sharedStyle)));
    const folders = await readdir('src/webview');
    const pages = folders.filter(folder => existsSync(path.join('src/webview', folder, 'main.ts')));
    assert.ok(pages.includes('inspector'));
    for (const page of pages) {
      assert.ok(existsSync(path.join(assets.pageScripts, `${page}.js`)), page);
      assert.ok(existsSync(path.join(assets.pageStyles, `${page}.css`)), page);
    }
  });
});
