import assert from 'node:assert/strict';
import { pairsOf, type PairKind, unlearntPairs } from '../../../../src/model/lab/shapes/textPairs.ts';

const of = (kind: PairKind, text: string, path = 'a.c') =>
  pairsOf([{ path, text }], kind).map(({ source, target }) => [target, source]);

const ending = (name: string) => of('endings', `int ${name}(void) { }`)[0][0];
const pair = (source: string) => ({ source, target: 'x', path: 'a.c' });

describe('pairs of C functions', () => {
  it('are the definition without its name, and the name', () => {
    const text =
      '/* no f() { } here */\nstatic int list_add(struct list *l, int x)\n{\n\tif (x) /* yes */\n\t\treturn list_add(l, 0);\n\treturn 1;\n}\n';
    assert.deepEqual(of('functions', text), [
      ['list_add', 'static int _(struct list *l, int x) { if (x) return _(l, 0); return 1; }'],
    ]);
  });

  it('are no declarations, initialisers, structs, or macros that define something', () => {
    const text =
      'int f(int x);\nint a[] = { g(1), 2 };\nstruct s { int (*h)(void); };\nSYSCALL_DEFINE1(open, int, x)\n{\n}\n#define M(x) { k(x); }\nenum { A };\nint last(void) { return 0; }\n';
    assert.deepEqual(
      of('functions', text).map(([name]) => name),
      ['last'],
    );
  });

  it('see through attributes', () => {
    const text =
      '__printf(1, 2)\nvoid say(const char *f, ...)\n{\n}\nvoid take(int x) __acquires(x)\n{\n}\nint __init __start(void)\n{\n}\nstatic __cold void __attribute__((noreturn)) die(void)\n{\n}\n';
    assert.deepEqual(
      of('functions', text).map(([name]) => name),
      ['say', 'take', '__start', 'die'],
    );
  });

  it('go on after brackets that conditional text opens twice, and after a text that breaks off', () => {
    const text =
      'int f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t}\n}\nint g(void)\n{\n\treturn 2;\n}\nint h(void)\n{\n\tif (x) {';
    assert.deepEqual(
      of('functions', text).map(([name]) => name),
      ['f', 'g'],
    );
  });

  it('have as endings the last word of the name', () => {
    assert.deepEqual(['list_add', 'listAdd', 'list_ADD2', 'add', '__add__', 'x1'].map(ending), [
      'add',
      'add',
      'add2',
      'add',
      'add',
      'x1',
    ]);
  });
});

describe('pairs of C macros', () => {
  it('are what they stand for, over all its lines, and the name', () => {
    const text =
      '#define GUARD_H\n#define MAX(a, b) ((a) > (b) \\\n\t? (a) : (b)) // greater\n#define SIZE 10 /* bytes */\n#undef SIZE\n#define SELF f(SELF)\n';
    assert.deepEqual(of('macros', text), [
      ['MAX', '((a) > (b) ? (a) : (b))'],
      ['SIZE', '10'],
      ['SELF', 'f(_)'],
    ]);
  });
});

describe('pairs of LaTeX sections', () => {
  it('are the first paragraph with its label, and the title', () => {
    const text =
      '\\section{On {\\it cells}}\n\\label{sec:cells}\n\n\\noindent Cells remember. % not said\nThey do.\n\nMore.\n\\subsection*{Empty}\n\\section[short]{Last}Text \\subsection{Of it}';
    assert.deepEqual(of('sections', text, 'a.tex'), [
      ['On {\\it cells}', '\\label{sec:cells} \\noindent Cells remember. They do.'],
      ['Last', 'Text'],
    ]);
  });

  it('leave a heading out that is not closed', () => {
    assert.deepEqual(of('sections', '\\section{Open\n\nText', 'a.tex'), []);
  });
});

describe('pairs', () => {
  it('are of files of their language only', () => {
    assert.deepEqual(of('functions', 'int f(void) { }', 'a.tex'), []);
  });

  it('that were learnt are not tried, nor any twice', () => {
    const tried = unlearntPairs([pair('a'), pair('b'), pair('b'), pair('c')], [pair('a')]);
    assert.deepEqual(
      tried.map(({ source }) => source),
      ['b', 'c'],
    );
  });
});
