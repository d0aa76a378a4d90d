import assert from 'node:assert/strict';
import { rangeAfter, ValuesAhead } from '../../../src/extension/panels/valuesAhead.ts';

const cell = { layer: 1, index: 3, quantity: 'c' } as const;
const wish = (version: number, from: number, to: number) =>
  ({ kind: 'values', document: 1, version, from, to, cells: [cell] }) as const;
const edit = (version: number, offset: number, text: string) => ({
  document: 1,
  version,
  edits: [{ offset, length: 0, text }],
});
const mutable = (wanted: ReturnType<typeof wish>) => ({ ...wanted, cells: [...wanted.cells] });

describe('values that are asked for ahead', () => {
  it('are those from the edit to the end of what was seen', () => {
    const ahead = new ValuesAhead();
    ahead.asked(mutable(wish(1, 0, 400)));
    assert.deepEqual(ahead.after(edit(2, 100, 'abc')), wish(2, 100, 403));
    assert.deepEqual(ahead.after(edit(3, 103, 'd')), wish(3, 103, 404));
  });

  it('are none where nothing was seen, or the edit is behind or far before it', () => {
    const ahead = new ValuesAhead();
    assert.equal(ahead.after(edit(2, 0, 'a')), undefined);
    ahead.asked(mutable(wish(1, 20_000, 20_400)));
    assert.equal(ahead.after(edit(2, 30_000, 'a')), undefined);
    assert.equal(ahead.after(edit(3, 5, 'a')), undefined);
  });

  it('are of the cell that the page asked for last, its neighbours left out', () => {
    const ahead = new ValuesAhead();
    ahead.asked(mutable(wish(1, 0, 400)));
    const other = { ...cell, index: 4 };
    ahead.asked({ ...mutable(wish(1, 0, 4000)), cells: [other, cell] });
    assert.deepEqual(ahead.after(edit(2, 100, 'a')), { ...wish(2, 100, 401), cells: [other] });
  });

  it('answer what the page asks for of them, and nothing else', async () => {
    const ahead = new ValuesAhead();
    ahead.asked(mutable(wish(1, 0, 400)));
    const wanted = ahead.after(edit(2, 100, 'a'));
    assert.ok(wanted);
    const values = [Float32Array.from({ length: 301 }, (_, i) => i)];
    const unasked = ahead.foresee(wanted, Promise.resolve({ revision: 7, values }));
    assert.equal(ahead.answerTo(mutable(wish(2, 99, 390))), undefined);
    assert.equal(ahead.answerTo(mutable(wish(3, 100, 390))), undefined);
    const otherCell = { ...mutable(wish(2, 100, 390)), cells: [{ ...cell, index: 4 }] };
    assert.equal(ahead.answerTo(otherCell), undefined);
    const answer = await ahead.answerTo(mutable(wish(2, 110, 114)));
    assert.deepEqual(answer, { revision: 7, values: [Float32Array.of(10, 11, 12, 13)] });
    // Nothing is sent to a page that has asked.
    assert.equal(await unasked, undefined);
  });

  it('are sent to a page that has not asked for them yet', async () => {
    const ahead = new ValuesAhead();
    const answer = { revision: 7, values: [Float32Array.of(0.5)] };
    assert.equal(await ahead.foresee(mutable(wish(1, 0, 1)), Promise.resolve(answer)), answer);
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
