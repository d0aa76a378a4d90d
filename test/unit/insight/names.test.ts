import assert from 'node:assert/strict';
import { formatCell, parseCell } from '../../../src/model/insight/cellName.ts';
import { featureNamed } from '../../../src/model/insight/labels/features.ts';
import { featuresOf } from '../../../src/model/insight/labels/labelledSyntaxes.ts';
import { UserError } from '../../../src/model/base/userError.ts';

describe('parseCell', () => {
  const config = { cell: 'lstm', vocabSize: 5, hiddenSize: 128, numLayers: 2 } as const;

  it('reads layer.index, layers from 1 and cells from 0', () => {
    assert.deepEqual(parseCell('2.127', config), { layer: 2, index: 127 });
    assert.equal(formatCell({ layer: 1, index: 0 }), '1.0');
  });

  it('says which cells there are', () => {
    for (const name of ['0.1', '3.1', '1.128', '1', '', 'x.1', '1.-1'])
      assert.throws(() => parseCell(name, config), {
        name: UserError.name,
        message: `There is no cell ${JSON.stringify(name)}. Write layer.index, here from 1.0 to 2.127.`,
      });
  });
});

describe('features', () => {
  it('are found by name and by language', () => {
    assert.equal(featureNamed('math').title, 'Inside math');
    for (const [name, alias] of [
      ['comment', 'comments'],
      ['quotes', 'Quote'],
      ['if', 'ifs'],
      ['environment', 'environments'],
    ])
      assert.equal(featureNamed(alias).name, name);
    assert.deepEqual(
      featuresOf('c').map(({ name }) => name),
      ['quotes', 'comment', 'if'],
    );
    assert.deepEqual(
      featuresOf('latex').map(({ name }) => name),
      ['math', 'comment', 'environment'],
    );
    assert.deepEqual(featuresOf('other'), []);
    assert.throws(() => featureNamed('url'), /no feature "url".*quotes, math, comment, if, environment/);
  });
});
