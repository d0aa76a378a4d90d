import assert from 'node:assert/strict';
import { compileWildmatch } from '../../../../src/platform/node/git/gitPattern.ts';
import { RuleList } from '../../../../src/platform/node/git/ruleList.ts';
import { parseGlob } from '../../../../src/platform/node/files/pathGlob.ts';

/** Counts the steps that matching takes: a measure that no machine is too slow for. */
function counted() {
  const count = { steps: 0 };
  return { count, spend: (steps: number) => (count.steps += steps) };
}

function rules(text: string): RuleList {
  return new RuleList(text, { name: '.gitignore', base: '', ignoreCase: false });
}

const stars = `${'*a'.repeat(25)}b`;
const name = 'a'.repeat(60);

describe('rules that were made to take long', () => {
  it('take no more steps than pattern times name: many stars', () => {
    for (const matcher of [
      compileWildmatch(stars, { isPath: false, ignoreCase: false })!,
      compileWildmatch(stars, { isPath: true, ignoreCase: true })!,
      parseGlob(stars, 'path'),
      parseGlob(`**/${stars}`, 'path'),
      parseGlob(`{${stars},${stars}}`, 'path'),
    ]) {
      const { count, spend } = counted();
      assert.equal(matcher.matches(name, spend), false);
      assert.equal(matcher.matches(`${name}b`, spend), true);
      assert.ok(count.steps < 2 * 62 * 4 * 2 * 60, `${count.steps} steps`);
    }
  });

  it('take no time when they are longer than any name', () => {
    for (const long of [
      'x'.repeat(70_000),
      '*x'.repeat(35_000),
      '[x]'.repeat(25_000),
      `${'?'.repeat(70_000)}*`,
    ]) {
      const { count, spend } = counted();
      assert.equal(rules(`${long}\n*.o\n`).lastMatch('a.c', false, spend), undefined);
      assert.equal(rules(`${long}\n*.o\n`).lastMatch('a.o', false, spend)?.line, 2);
      assert.ok(count.steps < 3 * long.length, `${count.steps} steps`);
    }
  });

  it('are decided at once though there are 20,000 of them', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => [
      `name${i}.c`,
      `*.end${i}`,
      `/folder${i}/a.c`,
      `dir${i}/`,
    ]);
    const list = rules([...lines.flat(), '!name7.c'].join('\n'));
    const { count, spend } = counted();
    const lineOf = (path: string, isFolder = false) => list.lastMatch(path, isFolder, spend)?.line;
    assert.equal(lineOf('sub/name4999.c'), 4 * 4999 + 1);
    assert.equal(lineOf('sub/x.end12'), 4 * 12 + 2);
    assert.equal(lineOf('folder3/a.c'), 4 * 3 + 3);
    assert.equal(lineOf('sub/folder3/a.c'), undefined);
    assert.equal(lineOf('dir9', true), 4 * 9 + 4);
    assert.equal(lineOf('dir9'), undefined);
    assert.equal(lineOf('name7.c'), 20_001);
    assert.equal(count.steps, 0);
  });

  it('match what they say, in sets of many kinds of brackets and braces', () => {
    const deep = '{'.repeat(3000) + 'a' + '}'.repeat(3000);
    assert.ok(parseGlob(deep, 'path').matches('a', () => {}));
    assert.ok(parseGlob('{'.repeat(9000), 'path').matches('{'.repeat(9000), () => {}));
    assert.ok(!parseGlob('{a,b}'.repeat(1500), 'path').matches('ab'.repeat(749), () => {}));
    assert.ok(parseGlob('{a,b}'.repeat(1500), 'path').matches('ab'.repeat(750), () => {}));
  });

  it('are refused with one line when a glob is longer than anyone writes', () => {
    assert.throws(() => parseGlob('*'.repeat(65_536), 'path'), {
      name: 'UserError',
      message: /65536 characters/,
    });
  });
});
