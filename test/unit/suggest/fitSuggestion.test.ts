import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../../src/model/text/language.ts';
import { languageOfPath } from '../../../src/protocol/languages.ts';
import { tryCuts } from './cuts.ts';
import { shown } from './places.ts';

type Row = [marked: string, continuation: string, expected: string];

function rows(language: Language, cases: readonly Row[]): void {
  for (const [marked, continuation, expected] of cases)
    it(`${JSON.stringify(marked)} and ${JSON.stringify(continuation)}`, () =>
      assert.equal(shown(marked, continuation, language), expected));
}

describe('fitting a suggestion in', () => {
  describe('among brackets of C', () => {
    rows('c', [
      ['x = malloc(¦)', 'sizeof(x)', 'sizeof(x)'],
      ['x = malloc(¦);', 'sizeof(x));', 'sizeof(x)'],
      ['x = a[¦];', 'b[i]', 'b[i]'],
      ['f(g(¦), h(y));', 'a, (b)', '<beforeText>'],
      ['f(g(¦));', 'a, (b)[1]', 'a, (b)[1]'],
      ['f(g(¦));', 'a, b)[1]', 'a, b'],
      ['struct s x = { ¦ };', '.a = 1, .b', '.a = 1, .b'],
      ['int x[] = {¦};', '1, 2 };', '1, 2'],
      ['int x[][2] = { {¦} };', '1, 2}, {3, 4', '1, 2}, {3, 4'],
      ['x = ¦;', 'a + b;', 'a + b'],
      ['x = foo(¦)', ') + 1', '<standsAfter>'],
      ['x = (a¦', ' + b);', ' + b);'],
      ['int f(void)\n{\n\tx = foo¦;\n}\n', '(a', '<leavesOpen>'],
      ['int f(void)\n{\n\tx = foo¦;\n}\n', '(abc, d', '<leavesOpen>'],
      ['int f(void)\n{\n\tx = foo¦', '(abc, d', '(abc, d'],
      ['x = f(a¦\n', ', "b)");\n', ', "b)");'],
      ['for (;;¦)', 'i++', 'i++'],
    ]);
  });

  describe('in quotes and comments of C', () => {
    rows('c', [
      ['char *s = "¦";', 'it\\"s', 'it\\"s'],
      ['char *s = "¦";', 'a\\\\b\\', 'a\\\\b'],
      ['char *s = "¦";', 'abcd\\', 'abcd'],
      ['char *s = "¦";', 'it", x', 'it'],
      ['char *s = "¦";', 'it is", x', 'it is'],
      ['char *s = L"¦";', 'wide text";', 'wide text'],
      ["char c = L'¦';", "\\'', x", '<standsAfter>'],
      ['x = "a\\¦";', 'n: %d', 'n: %d'],
      ['x = "a\\¦" b";', 'n: %d', '<beforeText>'],
      ["x = '\\¦'';", 'nabc', '<breaksToken>'],
      ['printf(¦)', '"a) b", c', '"a) b", c'],
      ['printf(¦)', '"a) b", c) + (d', '"a) b", c) + (d'],
      ['f(¦);', "'(', x", "'(', x"],
      ['f(¦);', "1'000, x", "1'000, x"],
      ['/* ¦ */', 'see foo', 'see foo'],
      ['/* ¦ */', 'see foo */', 'see foo'],
      ['/* ¦ */\n', "don't (ever", "don't (ever"],
      ['/* ¦/', 'a star *', 'a star'],
      ['x = 1; ¦\ny = 2;\n', '/* never closed', '<leavesOpen>'],
      ['x = 1; ¦\ny = 2;\n', '/* closed */', '/* closed */'],
      ['x = 1; ¦\ny = 2;\n', '// to the end (of the line', '// to the end (of the line'],
      ['x = 1; ¦\ny = 2;\n', '// to the end \\', '// to the end'],
      ['f(¦);\n', 'a // b', 'a'],
      ['f(¦);\n', 'abcd // b', 'abcd'],
    ]);
  });

  describe('at lines of the preprocessor', () => {
    rows('c', [
      ['¦\nint x;\n', '#include <stdio.h>', '#include <stdio.h>'],
      ['#include <¦>\n', 'stdio.h', 'stdio.h'],
      ['#include ¦\nint x;\n', '"abc.h"', '"abc.h"'],
      ['#define F(x) foo(¦) \\\n\tbar(x)\n', 'x)', 'x'],
      ['#define F(x) foo(¦) \\\n\tbar(x)\n', '(x) + 1)', '(x) + 1'],
      ['#define F {\nint f(void)\n{\n\tcall(¦);\n}\n', 'abcd);', 'abcd'],
      ['#if A\nif (a) {\n#else\nif (b) {\n#endif\n\tf(¦);\n}\n', 'abc(d)', 'abc(d)'],
      ['#if A\nif (a) {\n#else\nif (b) {¦\n#endif\n\tx;\n}\n', ' abc(); }', ' abc();'],
      ["#error can't (do\nint f(void) { return ¦; }", 'abcd', 'abcd'],
    ]);
  });

  describe('above what stands below', () => {
    rows('c', [
      ['if (p == NULL) {¦\n}\n', '\n\treturn -1;\n}', '\n\treturn -1;'],
      ['if (a) {¦\n} else {\n\tb();\n}\n', '\n\ta();\n}', '\n\ta();'],
      ['int a[] = {¦\n};\n', '\n\t1, 2,\n};', '\n\t1, 2,'],
      ['\tfree(x);\n¦\n\treturn -1;\n', '\treturn -1;', '<standsBelow>'],
      ['\tfree(x);\n\t¦\n\treturn -1;\n', 'return -1;', '<standsBelow>'],
      ['\tfree(x);\n\tret¦\n\treturn -1;\n', 'urn -1;', '<standsBelow>'],
      ['\t¦\n\tfree(x);\n\treturn -1;\n', 'free(x);\n\treturn -1;', '<standsBelow>'],
      ['if (x) {¦\n\tfree(x);\n\treturn -1;\n}\n', '\n\tlog(x);\n\tfree(x);\n\treturn -1;\n}', '\n\tlog(x);'],
      ['\tfree(x);\n\t¦\n', 'free(x);', '<repeatsLineAbove>'],
      ['\tfree(x);\n\tfree(¦);\n', 'x', '<repeatsLineAbove>'],
      ['{\n\tif (a) {¦\n\treturn 0;\n}\n', '\n\t\treturn 1;\n\t}', '\n\t\treturn 1;\n\t}'],
    ]);

    it('an unfinished line that stands below is no news either', () => {
      assert.equal(shown('\tfree(x);\n¦\n\treturn -1;\n', '\treturn', 'c', ' '), '<standsBelow>');
      assert.equal(shown('\tfree(x);\n¦\n\treturn -1;\n', '\treturn', 'c', ';'), '\treturn');
    });
  });

  describe('in LaTeX', () => {
    rows('latex', [
      ['\\textbf{¦}', '\\emph{x} y', '\\emph{x} y'],
      ['\\textbf{¦}', '\\emph{x} y} and more', '\\emph{x} y'],
      ['Let $¦$', '\\alpha > 0$. Then we have', '\\alpha > 0'],
      ['Let $¦$.', '\\alpha > 0$.', '\\alpha > 0'],
      ['$$¦$$', 'x^2 + y^2$$', 'x^2 + y^2'],
      ['\\[ ¦ \\]', 'x^2 + y^2 \\]', 'x^2 + y^2'],
      ['\\(¦\\)', 'x^2 + y^2\\) is', 'x^2 + y^2'],
      ['\\left(¦\\right)', '\\frac{a}{b}\\right)', '\\frac{a}{b}'],
      ['\\left(¦\\right)', '\\left[ a \\right)', '\\left[ a \\right)'],
      ['\\section[¦]{Long}', 'Short', '<beforeText>'],
      ['\\usepackage[¦]', 'utf8]', 'utf8'],
      ['\\begin{¦}', 'itemize}', 'itemize'],
      ['\\begin{equation}¦\n\\end{equation}\n', '\n  x = y\n\\end{equation}', '\n  x = y'],
      ['\\begin{align*}¦\n\\end{align*}\n', '\n  a &= b \\\\\n\\end{align*}', '\n  a &= b \\\\'],
      ['\\begin{align*}¦\n\\end{align*}\n', '\n  a &= b\n\\end{align}\n', '\n  a &= b'],
      ['\\begin{document}\n¦\n\\end{document}\n', '\\begin{itemize}', '<leavesOpen>'],
      ['\\begin{document}\n¦', '\\begin{itemize}', '\\begin{itemize}'],
      ['100\\% of $¦$', 'a\\$b', 'a\\$b'],
      ['x % $ ¦\n', 'a comment } with {', 'a comment } with {'],
      ['\\url{¦}', 'http://a/%20b', 'http://a/%20b'],
      ['\\verb|$| and $¦$', 'abcd$', 'abcd'],
      ['\\begin{verbatim}\n¦\n\\end{verbatim}\n', 'a $ { b', 'a $ { b'],
      ['\\begin{Sinput}\n¦\n\\end{Sinput}\n', 'a $ { b', 'a $ { b'],
      ['a & ¦ \\\\', 'bcde \\\\', 'bcde'],
      ['for $x \\in¦$', ' [0,1)', ' [0,1)'],
      ['\\textbf{\\¦}', 'alpha', 'alpha'],
      ['(see¦).', ' above', ' above'],
      ['(see¦).', ' above).', ' above'],
      ['a\n\nb ¦', '\\', '<loneOpening>'],
      ['a\n\nb ¦', 'abcd\\', 'abcd'],
    ]);

    it('does not end within a command', () => {
      assert.equal(shown('Let $¦$', 'aa + \\alp', 'latex', 'h'), 'aa +');
      assert.equal(shown('Let $¦$', 'a + \\alpha', 'latex', ' '), 'a + \\alpha');
    });
  });

  describe('in a language that it does not know', () => {
    rows('other', [
      ['print(¦)', '"a) b", c', '"a) b", c'],
      ["it's f(¦)", 'abcd)', 'abcd'],
    ]);
  });

  describe('that is a trifle', () => {
    rows('c', [
      ['if (x) {¦\n}\n', ' /* ', '<emptyComment>'],
      ['if (x) {¦\n}\n', ' /* */', '<emptyComment>'],
      ['if (x) {¦\n', '\n\t/*\n\t * ', '<emptyComment>'],
      ['x;¦\n', '\t// ', '<emptyComment>'],
      ['x; /¦\n', '/ // ', '<emptyComment>'],
      ['/* ¦', '*/', '<emptyComment>'],
      ['int eq¦\n', 'ua', 'ua'],
      ['p¦\n', '->', '->'],
      ['int retu¦\n', 'rn', 'rn'],
      ['f(x¦\n', ');', ');'],
      ['x ¦\n', '    ', '<blank>'],
    ]);

    it('is a comment or math that is only begun', () => {
      assert.equal(shown('text ¦\n', '% ', 'latex'), '<emptyComment>');
      assert.equal(shown('\\begin{document}\ntext¦', ' $', 'latex'), '<loneOpening>');
      assert.equal(shown('\\begin{document}\ntext¦', ' $', 'latex', 'x'), '<loneOpening>');
      assert.equal(shown('100¦\n', '\\% of it', 'latex'), '\\% of it');
    });

    it('keeps one space that it goes on behind, at the end of a line', () => {
      assert.equal(shown('static ¦\n', 'const ', 'c', 's'), 'const ');
      assert.equal(shown('static ¦\n', 'const ', 'c', '\n'), 'const');
    });
  });

  it('shows the beginning that is worth most, and the next best one where that would not fit', () => {
    assert.equal(shown('f(¦);', 'abcd);\n'), 'abcd');
  });

  it('does not stand before other text, nor before a rest of a line that no editor has put there', () => {
    assert.equal(shown('int ¦x;', 'abcd'), '<beforeText>');
    assert.equal(shown(`f(¦${')'.repeat(5_000_000)}`, 'abcd'), '<beforeText>');
  });

  describe('cuts at random', () => {
    const folders = ['test/fixtures/suggestions', 'test/fixtures/workspace/src', 'samples/workspace/notes'];
    const files = folders.flatMap(folder =>
      readdirSync(folder)
        .map(name => path.join(folder, name))
        .filter(file => languageOfPath(file) !== 'other'),
    );
    for (const file of files)
      it(`keep ${file} sound`, () => {
        const text = readFileSync(file, 'utf8');
        const { cuts, shownWhole, failures } = tryCuts(text, languageOfPath(file), { seed: 1, count: 150 });
        const [first] = failures;
        assert.equal(failures.length, 0, `${file}, ${JSON.stringify(first, undefined, 2)}`);
        assert.ok(shownWhole > cuts / 10, `${shownWhole} of ${cuts} were shown`);
      });
  });
});
