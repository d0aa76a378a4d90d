import assert from 'node:assert/strict';
import { Scale } from '../../../src/webview/lab/drawing/axis.ts';
import { drawFigure, isDrawn } from '../../../src/webview/lab/drawing/drawFigure.ts';
import { drawMatrix } from '../../../src/webview/lab/drawing/drawMatrix.ts';
import { drawStrip } from '../../../src/webview/lab/drawing/drawStrip.ts';
import type { Ink } from '../../../src/webview/lab/drawing/ink.ts';
import { isLit, parameterOf } from '../../../src/webview/lab/drawing/picture.ts';
import { svgText } from '../../../src/webview/lab/drawing/svgText.ts';
import { neighbour } from '../../../src/webview/lab/figures/neighbour.ts';
import { figures } from '../protocol/labFigures.ts';

const ink: Ink = {
  palette: 'red-blue',
  theme: 'dark',
  background: [0, 0, 0],
  text: '#fff',
  quiet: '#999',
  line: '#555',
  accent: '#09f',
  series: ['#00f', '#f80'],
  size: 13,
  fonts: { sans: 'sans-serif', mono: 'monospace' },
  measure: (text, _, size) => 0.6 * size * Array.from(text).length,
};

describe('drawings of the lab', () => {
  it('keep all that can be pointed at within the picture, in every width', () => {
    for (const figure of Object.values(figures).filter(isDrawn))
      for (const width of [200, 400, 1200]) {
        const picture = drawFigure(figure, width, ink);
        assert.ok(picture.targets.length > 0, figure.kind);
        for (const { x, y, width: w, height } of picture.targets) {
          assert.ok(
            x >= 0 && y >= 0 && x + w <= picture.width && y + height <= picture.height + 4,
            figure.kind,
          );
          assert.ok(w > 0 && height > 0, figure.kind);
        }
        for (const shape of picture.shapes)
          if (shape.kind === 'path') assert.doesNotMatch(shape.d, /NaN|Infinity|undefined/, figure.kind);
      }
  });

  it('say the value of each weight, and which parameter it is', () => {
    const { targets } = drawMatrix(figures.matrix, 400, ink);
    assert.equal(targets.length, 6);
    assert.equal(targets[2].words, 'Whh, row h[0], column h[0]: 2');
    assert.deepEqual(targets[5].parameters, [
      { name: 'W', element: '1,2' },
      { name: 'Whh', element: '1,0' },
    ]);
  });

  it('keep the lines of a short text, and choose a place in it', () => {
    const { targets } = drawStrip(figures.strip, 400, ink);
    assert.deepEqual(
      targets.map(({ choice }) => choice),
      [0, 1, 2, 3],
    );
    assert.ok(targets[3].y > targets[2].y);
    assert.equal(targets[3].x, targets[0].x);
    assert.equal(targets[0].words, '0, the initial state: h[0] 0');
    assert.equal(targets[2].words, '2, line end: h[0] −0.5');
  });

  it('light up a parameter, or the one number of it', () => {
    assert.deepEqual(parameterOf('Whh[0, 1]'), { name: 'Whh', element: '0,1' });
    assert.deepEqual(parameterOf('b[2]'), { name: 'b', element: '2' });
    assert.deepEqual(parameterOf('Wxh'), { name: 'Wxh' });
    assert.ok(isLit({ name: 'Whh' }, { name: 'Whh', element: '0,1' }));
    assert.ok(isLit({ name: 'Whh', element: '0,1' }, { name: 'Whh' }));
    assert.ok(!isLit({ name: 'Whh', element: '0,1' }, { name: 'Whh', element: '1,0' }));
    assert.ok(!isLit({ name: 'Whh' }, { name: 'Wxh' }));
  });

  it('put text into an SVG file as text', () => {
    const hostile = { ...figures.bars, bars: [{ label: '<script>"&', value: 1 }] };
    const text = svgText(drawFigure(hostile, 400, ink), ink);
    assert.match(text, />&lt;script&gt;&quot;&amp;</);
    assert.doesNotMatch(text, /<script/);
  });

  it('go from one target to the next by keys', () => {
    const { targets } = drawMatrix(figures.matrix, 400, ink);
    assert.equal(neighbour(targets, 0, 'right'), 1);
    assert.equal(neighbour(targets, 1, 'down'), 4);
    assert.equal(neighbour(targets, 4, 'left'), 3);
    assert.equal(neighbour(targets, 4, 'up'), 1);
    assert.equal(neighbour(targets, 2, 'right'), 2);
  });
});

describe('an axis', () => {
  it('has round numbers within its range', () => {
    const scale = new Scale({ scale: 'linear' }, [0, 7, 3], [0, 100]);
    assert.deepEqual(
      scale.ticks(4).map(({ text }) => text),
      ['0', '2', '4', '6'],
    );
    assert.equal(scale.place(3.5), 50);
  });

  it('has powers of ten where it is logarithmic, and no place for zero', () => {
    const scale = new Scale({ scale: 'logarithmic' }, [1e-6, 1e2, 0, -1], [0, 80]);
    assert.deepEqual(
      scale.ticks(4).map(({ value }) => value),
      [1e-6, 1e-4, 1e-2, 1, 100],
    );
    assert.ok(!scale.shows(0) && !scale.shows(null) && scale.shows(1));
    assert.ok(Math.abs(scale.place(1e-2) - 40) < 1e-9);
  });

  it('shows values that are all the same', () => {
    const scale = new Scale({ scale: 'linear' }, [2, 2], [0, 100]);
    assert.equal(scale.place(2), 50);
    assert.equal(new Scale({ scale: 'linear' }, [], [0, 100]).place(0.5), 50);
  });
});
