import assert from 'node:assert/strict';
import { defaultOptions } from '../../../src/webview/inspector/inspectorState.ts';
import { readSavedView } from '../../../src/webview/inspector/savedView.ts';

describe('saved view', () => {
  it('comes back as it was saved', () => {
    const view = {
      cell: { layer: 2, index: 137 },
      features: { c: 'quotes' },
      cellFeature: 'quotes',
      palette: 'orange-blue',
      options: { order: 'layers', scale: 'full', values: 'digits', underline: false, quantity: 'c' },
      scroll: { name: 'src/a.c', offset: 1200 },
    };
    assert.deepEqual(readSavedView(structuredClone(view)), view);
  });

  it('leaves out what does not fit', () => {
    const empty = { features: {}, options: defaultOptions };
    for (const saved of [
      undefined,
      null,
      3,
      'x',
      [],
      { cell: { layer: 'a', index: -1 }, palette: 'green', scroll: 4 },
    ])
      assert.deepEqual(readSavedView(saved), empty);
  });
});
