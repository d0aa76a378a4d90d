import assert from 'node:assert/strict';
import { RangeWindow } from '../../../src/webview/inspector/rangeWindow.ts';

/** Values 10, 11, 12, 13, 14 of the units 10 to 14. */
const window = () => new RangeWindow(10, Float32Array.of(10, 11, 12, 13, 14));

describe('RangeWindow', () => {
  it('covers what it holds and nothing else', () => {
    assert.equal(window().covers({ from: 10, to: 15 }), true);
    assert.equal(window().covers({ from: 9, to: 12 }), false);
    assert.equal(window().covers({ from: 12, to: 16 }), false);
  });

  it('keeps the values before an edit right and those behind it to be seen', () => {
    const edited = window().edited({ offset: 12, length: 1, text: 'ab' }, -1);
    assert.deepEqual([...edited.numbers], [10, 11, -1, -1, 13, 14]);
    assert.equal(edited.covers({ from: 10, to: 12 }), true);
    assert.equal(edited.covers({ from: 10, to: 13 }), false);
    assert.equal(edited.at(14), 13);
  });

  it('moves along when text before it changes', () => {
    const edited = window().edited({ offset: 2, length: 1, text: 'four' }, -1);
    assert.equal(edited.at(13), 10);
    assert.equal(edited.covers({ from: 13, to: 14 }), false);
  });

  it('loses the values of text that was removed over its edges', () => {
    assert.deepEqual([...window().edited({ offset: 8, length: 4, text: '' }, -1).numbers], [12, 13, 14]);
    assert.equal(window().edited({ offset: 8, length: 4, text: '' }, -1).from, 8);
    assert.deepEqual(
      [...window().edited({ offset: 13, length: 9, text: 'x' }, -1).numbers],
      [10, 11, 12, -1],
    );
  });

  it('stays as it is when the edit is behind it', () => {
    const edited = window().edited({ offset: 15, length: 0, text: 'x' }, -1);
    assert.equal(edited.covers({ from: 10, to: 15 }), true);
  });

  it('shows all values and trusts none of them when stale', () => {
    assert.equal(window().stale().at(10), 10);
    assert.equal(window().stale().covers({ from: 10, to: 11 }), false);
  });

  it('goes on with numbers that are put behind those that are right', () => {
    const grown = window().with(13, Float32Array.of(-3, -4, -5));
    assert.deepEqual([grown.from, [...grown.numbers]], [10, [10, 11, 12, -3, -4, -5]]);
    assert.equal(grown.covers({ from: 10, to: 16 }), true);
  });

  it('begins earlier with numbers that are put before it', () => {
    const grown = window().with(8, Float32Array.of(-8, -9));
    assert.deepEqual([grown.from, grown.freshTo, [...grown.numbers]], [8, 15, [-8, -9, 10, 11, 12, 13, 14]]);
  });

  it('shows the old values behind new ones, without trusting them', () => {
    const grown = window()
      .edited({ offset: 11, length: 0, text: 'x' }, Number.NaN)
      .with(11, Float32Array.of(-1, -2));
    assert.deepEqual([...grown.numbers], [10, -1, -2, 12, 13, 14]);
    assert.equal(grown.covers({ from: 10, to: 13 }), true);
    assert.deepEqual(grown.missing({ from: 10, to: 16 }), { from: 13, to: 16 });
  });

  it('does not trust what lies between', () => {
    const grown = window().stale().with(12, Float32Array.of(-2));
    assert.equal(grown.covers({ from: 12, to: 13 }), true);
    assert.equal(grown.covers({ from: 10, to: 13 }), false);
    assert.deepEqual(grown.missing({ from: 10, to: 13 }), { from: 10, to: 13 });
  });

  it('begins anew with numbers that are elsewhere, or when it would grow without end', () => {
    assert.deepEqual([...window().with(20, Float32Array.of(1)).numbers], [1]);
    const far = window().with(15, new Float32Array(70_000));
    assert.deepEqual([far.from, far.numbers.length], [15, 70_000]);
  });

  it('says what is missing of a range', () => {
    assert.equal(window().missing({ from: 11, to: 14 }), undefined);
    assert.deepEqual(window().missing({ from: 12, to: 20 }), { from: 15, to: 20 });
    assert.deepEqual(window().missing({ from: 8, to: 12 }), { from: 8, to: 12 });
    assert.deepEqual(window().missing({ from: 15, to: 20 }), { from: 15, to: 20 });
  });
});
