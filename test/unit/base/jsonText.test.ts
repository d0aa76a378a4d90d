import assert from 'node:assert/strict';
import { parseJsonText, shown } from '../../../src/model/base/jsonText.ts';

const limits = { length: 1000, depth: 3 };

describe('parseJsonText', () => {
  it('gives what JSON says', () => {
    for (const text of [
      '1',
      '"a"',
      'null',
      '[[{"a": "[[[[[{{{"}]]',
      '{"a": {"a": {"a": "\\"\\\\"}}}',
      ' [ ] ',
    ])
      assert.deepEqual(parseJsonText(text, limits), { value: JSON.parse(text) as unknown });
    const { value } = parseJsonText('{"__proto__": {"x": 1}}', limits);
    assert.deepEqual(Object.keys(value as object), ['__proto__']);
  });

  const refused: [text: string, problem: RegExp][] = [
    ['', /not JSON/],
    ['{', /not JSON/],
    ['"abc', /not JSON/],
    ['"abc\\', /not JSON/],
    ['{"a" 1}', /not JSON/],
    [']]]]', /not JSON/],
    ['[[[[]]]]', /nested more than 3 deep/],
    ['['.repeat(999), /nested more than 3 deep/],
    [`"${'x'.repeat(1000)}"`, /1002 characters, more than the 1000/],
    ['{"a": 1, "a": 2}', /"a" twice/],
    ['{"a": {"b": 1, "\\u0062" : 2}}', /"b" twice/],
  ];
  for (const [text, problem] of refused)
    it(`refuses ${text.slice(0, 30)}`, () => {
      const parsed = parseJsonText(text, limits);
      assert.ok('problem' in parsed);
      assert.match(parsed.problem, problem);
    });

  it('takes the same field in different objects', () => {
    const text = '[{"a": 1}, {"a": {"a": 2}}]';
    assert.deepEqual(parseJsonText(text, limits), { value: JSON.parse(text) as unknown });
  });
});

describe('a value in a message', () => {
  it('is short', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
    for (const value of [
      'x'.repeat(1e6),
      deep,
      { a: deep },
      Array.from({ length: 1e5 }),
      1e308,
      null,
      undefined,
    ])
      assert.ok(shown(value).length < 80);
    assert.equal(shown('a\n"'), '"a\\n\\""');
  });
});
