import assert from 'node:assert/strict';
import { rangeAfter, ValuesAhead } from '../../../src/extension/panels/valuesAhead.ts';

const cell = { layer: 1, index: 3, quantity: 'c' } as const;
const wish = (version: number, from: number, to: number) =>
  ({ kind: 'needValues', document: 1, version, from, to, cells: [cell] }) as const;
const edit = (version: number, offset: number, text: string) => ({
  document: 1,
  version,
  edits: [{ offset, length: 0, text }],
});
const mutable = (wanted: ReturnType<typeof wish>) => ({ ...wanted, cells: [...wanted.cells] });

describe('values that are asked for ahead', () => {
  it('are those from the edit to the end of what was seen', () => {
    const ahead = new ValuesAhead();
    ahead.wished(mutable(wish(1, 0, 400)));
    assert.deepEqual(ahead.after(edit(2, 100, 'abc'), cell), wish(2, 100, 403));
    assert.deepEqual(ahead.after(edit(3, 103, 'd'), cell), wish(3, 103, 404));
  });

  it('are none where nothing was seen, or the edit is behind or far before it', () => {
    const ahead = new ValuesAhead();
    assert.equal(ahead.after(edit(2, 0, 'a'), cell), undefined);
    ahead.wished(mutable(wish(1, 20_000, 20_400)));
    assert.equal(ahead.after(edit(2, 30_000, 'a'), cell), undefined);
    assert.equal(ahead.after(edit(3, 5, 'a'), cell), undefined);
    assert.equal(ahead.after(edit(4, 20_100, 'a'), undefined), undefined);
  });

  it('answer what the page asks for of them, and nothing else', async () => {
    const ahead = new ValuesAhead();
    ahead.wished(mutable(wish(1, 0, 400)));
    const wanted = ahead.after(edit(2, 100, 'a'), cell);
    assert.ok(wanted);
    ahead.asked(wanted, Promise.resolve(true));
    assert.equal(await ahead.answers(mutable(wish(2, 100, 390))), true);
    assert.equal(ahead.answers(mutable(wish(2, 99, 390))), undefined);
    assert.equal(ahead.answers(mutable(wish(3, 100, 390))), undefined);
    assert.equal(ahead.answers({ ...mutable(wish(2, 100, 390)), cells: [{ ...cell, index: 4 }] }), undefined);
  });

  it('follow several edits of one change', () => {
    const edits = [
      { offset: 50, length: 10, text: '' },
      { offset: 20, length: 0, text: 'abcd' },
    ];
    assert.deepEqual(rangeAfter(edits, 100), { from: 20, to: 94 });
    assert.deepEqual(rangeAfter([{ offset: 90, length: 100, text: 'xy' }], 100), { from: 90, to: 92 });
  });
});
