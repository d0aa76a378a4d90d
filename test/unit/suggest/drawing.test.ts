import assert from 'node:assert/strict';
import type { Predictor } from '../../../src/model/predict/predictor.ts';
import type { Continuation, DrawingRoom } from '../../../src/model/suggest/drawing/continuation.ts';
import { drawGreedily, type Turning } from '../../../src/model/suggest/drawing/greedy.ts';
import { search } from '../../../src/model/suggest/drawing/search.ts';
import { Oracle, prophet, speaker, vocabulary } from './oracle.ts';
import { placeIn } from './places.ts';

function roomFor(predictor: Predictor, changed: Partial<DrawingRoom> = {}): DrawingRoom {
  const place = placeIn('int a = ¦', 'c');
  return { predictor, vocabulary, place, maxLength: 40, isLikely: chance => chance >= 0.1, ...changed };
}

const textOf = ({ characters }: Continuation) => characters.join('');

describe('drawing greedily', () => {
  it('takes the likeliest each time and says how likely each beginning is', () => {
    const continuation = drawGreedily(roomFor(speaker({ 'b(1);': 0.6, 'b(2);': 0.4 })));
    assert.equal(textOf(continuation), 'b(1);');
    assert.deepEqual(
      continuation.chances.map(each => Number(each.toFixed(3))),
      [1, 1, 0.6, 0.6, 0.6],
    );
    assert.equal(continuation.next, '\n');
  });

  it('ends before the text gets too unlikely or too long, and says what comes next', () => {
    const sure = prophet('count(1);', 0.6);
    const unlikely = drawGreedily(roomFor(sure, { isLikely: chance => chance >= 0.3 }));
    assert.deepEqual([textOf(unlikely), unlikely.next], ['co', 'u']);
    const long = drawGreedily(roomFor(prophet('count(1);', 0.99), { maxLength: 3 }));
    assert.deepEqual([textOf(long), long.next], ['cou', 'n']);
  });

  it('ends where there is no character to draw', () => {
    const continuation = drawGreedily(roomFor(new Oracle(() => ({ a: 0.2 }))));
    assert.equal(textOf(continuation), '');
  });

  it('puts the predictor back, also when it fails', () => {
    const oracle = prophet('count(1);', 0.99);
    drawGreedily(roomFor(oracle));
    assert.ok(oracle.reads > 5);
    assert.equal(oracle.mark(), 0);
    const failing = new Oracle(written => ({ a: written.length < 3 ? 0.9 : Number.NaN }));
    assert.throws(() => drawGreedily(roomFor(failing)), /predicting character 4 of/);
    assert.equal(failing.mark(), 0);
  });

  it('tells where it could have gone another way', () => {
    const turnings: Turning[] = [];
    drawGreedily(roomFor(speaker({ 'b(1);': 0.6, 'b(2);': 0.4 })), { turnings });
    assert.equal(turnings.length, 1);
    const [likeliest] = turnings;
    assert.equal(likeliest.symbols.map(symbol => vocabulary.character(symbol)).join(''), 'b(2');
    assert.ok(Math.abs(likeliest.chance - 0.4) < 1e-6);
  });
});

describe('searching', () => {
  const shares = { 'alpha;': 0.3, 'beta;': 0.28, 'bet;': 0.22, 'gamma;': 0.2 };

  it('finds the likely texts, also those that a greedy draw passes by', () => {
    const found = search(roomFor(speaker(shares)), 4).map(textOf);
    assert.deepEqual(new Set(found), new Set(Object.keys(shares)));
    assert.equal(found[0], textOf(drawGreedily(roomFor(speaker(shares)))));
  });

  it('finds no more than there are, none that is too unlikely, and no more than asked for', () => {
    assert.equal(search(roomFor(speaker(shares)), 9).length, 4);
    assert.equal(search(roomFor(speaker(shares), { isLikely: chance => chance >= 0.25 }), 9).length, 2);
    assert.equal(search(roomFor(speaker(shares)), 2).length, 2);
  });
});
