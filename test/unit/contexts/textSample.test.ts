import assert from 'node:assert/strict';
import { TextSample } from '../../../src/model/contexts/textSample.ts';

const paths = Array.from({ length: 2000 }, (_, i) => `folder/${i % 7}/file${i}.c`);

describe('the sample of text that a table learns', () => {
  it('is all of it where the table can hold it', () => {
    const sample = new TextSample({ textBytes: 16e6, megabytes: 128 });
    assert.ok(paths.every(path => sample.has(path)));
    assert.ok(new TextSample({ textBytes: 0, megabytes: 8 }).has('a.c'));
  });

  it('is a share of the files where there is more, and a greater one has all of a smaller', () => {
    const [small, great] = [160e6, 40e6].map(textBytes => new TextSample({ textBytes, megabytes: 128 }));
    const taken = paths.filter(path => small.has(path));
    assert.ok(Math.abs(taken.length / paths.length - 0.105) < 0.03, String(taken.length));
    assert.ok(taken.every(path => great.has(path)));
    assert.ok(paths.filter(path => great.has(path)).length > 3 * taken.length);
  });
});
