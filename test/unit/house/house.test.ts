import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { circles, filesBelow, forbidden, type Import, importsOf, readImports, roomOf } from './imports.ts';
import { rooms } from './rooms.ts';

/** Lines of a module: one that is longer is usually two. */
const MOST_LINES = 400;

const modules = filesBelow('src', ['.ts', '.c', '.h']);

/** Fails with each of what was found on a line of its own. */
function assertNone(found: readonly string[], what: string): void {
  assert.equal(found.length, 0, `${what}:\n${found.join('\n')}`);
}

function imported(text: string) {
  return importsOf('src/model/text/a.ts', text);
}

function isType(text: string): boolean {
  return imported(text)[0].isType;
}

/** A module that imports from others. */
function module(file: string, ...others: string[]): [string, Import[]] {
  const text = others.map(other => `import { x } from '${other}';`).join('\n');
  return [file, importsOf(file, text)];
}

describe('the house', () => {
  it('has no circle of imports, types included', () => {
    const found = circles(readImports('src')).map(circle => circle.join(' -> '));
    assertNone(found, 'Circles of imports');
  });

  it('has arrows in the directions that its rooms allow', () => {
    const found = forbidden(readImports('src'), rooms);
    assertNone(found, 'Imports that test/unit/house/rooms.ts does not allow');
  });

  it('has no module in a folder without a room, and no room without a module', () => {
    const found = new Set(modules.map(roomOf));
    assertNone(
      [...found].filter(name => !(name in rooms)),
      'Folders that are not in test/unit/house/rooms.ts',
    );
    assertNone(
      Object.keys(rooms).filter(name => !found.has(name)),
      'Rooms that hold no module',
    );
  });

  it(`has no module of more than ${MOST_LINES} lines`, () => {
    const long = modules
      .map(file => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES)
      .map(({ file, lines }) => `${file}: ${lines}`);
    assertNone(long, 'Modules that are too long');
  });
});

describe('what the house is looked through with', () => {
  it('sees every form of an import', () => {
    const text = `import { a,
  type B } from './b.ts';
import './c.ts';
export { d } from '../base/d.ts';
export * from './e.ts';
const f = await import('./f.ts');
import { readFileSync } from 'node:fs';
import { version } from '../../../package.json';`;
    assert.deepEqual(
      imported(text).map(({ of, isPackage }) => [of, isPackage]),
      [
        ['src/model/text/b.ts', false],
        ['src/model/base/d.ts', false],
        ['src/model/text/e.ts', false],
        ['node:fs', true],
        ['package.json', true],
        ['src/model/text/c.ts', false],
        ['src/model/text/f.ts', false],
      ],
    );
  });

  it('tells imports of types from those of values', () => {
    assert.equal(isType(`import type { A } from './a.ts';`), true);
    assert.equal(isType(`export type { A } from './a.ts';`), true);
    assert.equal(isType(`import { type A, type B } from './a.ts';`), true);
    assert.equal(isType(`import { type A, b } from './a.ts';`), false);
    assert.equal(isType(`import { typed } from './a.ts';`), false);
    assert.equal(isType(`import './a.ts';`), false);
  });

  it('finds circles, and none where there is none', () => {
    const a = module('src/a.ts', './b.ts');
    const b = module('src/b.ts', './c.ts');
    assert.deepEqual(circles(new Map([a, b, module('src/c.ts', './a.ts')])), [
      ['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/a.ts'],
    ]);
    assert.deepEqual(circles(new Map([a, b, module('src/c.ts')])), []);
    assert.deepEqual(circles(new Map([module('src/a.ts', './b.ts', './c.ts'), b, module('src/c.ts')])), []);
  });

  it('finds imports that a room does not allow', () => {
    const allowing = {
      low: { why: '', imports: [] },
      high: { why: '', imports: ['low'], packages: ['node:'] },
      all: { why: '', imports: ['high/*'] },
      words: { why: '', imports: [], types: ['low'] },
    };
    const isFree = (file: string, of: string) =>
      forbidden(new Map([module(file, of)]), allowing).length === 0;
    assert.deepEqual(forbidden(new Map([module('src/low/a.ts', '../high/b.ts')]), allowing), [
      'src/low/a.ts -> src/high/b.ts',
    ]);
    assert.ok(isFree('src/high/b.ts', '../low/a.ts'));
    assert.ok(isFree('src/low/a.ts', './b.ts'));
    assert.ok(isFree('src/high/b.ts', 'node:fs'));
    assert.ok(!isFree('src/low/a.ts', 'node:fs'));
    assert.ok(!isFree('src/high/b.ts', '../low/inner/a.ts'));
    assert.ok(isFree('src/all/a.ts', '../high/inner/a.ts'));
    assert.ok(!isFree('src/all/a.ts', '../higher/a.ts'));
    assert.ok(!isFree('src/words/a.ts', '../low/a.ts'));
    const ofTypes = importsOf('src/words/a.ts', `import type { A } from '../low/a.ts';`);
    assert.deepEqual(forbidden(new Map([['src/words/a.ts', ofTypes]]), allowing), []);
  });
});
