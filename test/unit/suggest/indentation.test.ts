import assert from 'node:assert/strict';
import { columnsOf } from '../../../src/model/suggest/columns.ts';
import { indentationOf, reindent } from '../../../src/model/suggest/indentation.ts';
import type { Language } from '../../../src/model/text/language.ts';

const block = (space: string) => `if (a) {\n${space}b();\n}\nif (c) {\n${space}d();\n}\n`;

describe('indentationOf', () => {
  it('is what the lines of a text begin with', () => {
    assert.deepEqual(indentationOf(block('\t'), 'c'), { step: '\t', isRegular: true });
    for (const step of ['  ', '   ', '    ', '        '])
      assert.deepEqual(indentationOf(block(step), 'c'), { step, isRegular: true });
    const latex = '\\begin{itemize}\n  \\item a\n\\end{itemize}\n';
    assert.deepEqual(indentationOf(latex, 'latex'), { step: '  ', isRegular: false });
  });

  it('is the step of blocks, not what aligns a line with the one above', () => {
    const aligned = 'call(a,\n        b);\ncall(a,\n        b);\n'.repeat(3);
    assert.equal(indentationOf(block('    ') + aligned, 'c')?.step, '    ');
  });

  it('is what the editor would do where the text has none, and nobody knows where it has both', () => {
    assert.deepEqual(indentationOf('int x;\n', 'c', '\t'), { step: '\t', isRegular: false });
    assert.equal(indentationOf('int x;\n/*\n * comment\n */\n', 'c'), undefined);
    assert.equal(indentationOf(block('\t') + block('  '), 'c', '\t'), undefined);
  });
});

describe('columnsOf', () => {
  it('counts a tab to the next multiple of eight', () => {
    assert.deepEqual(['', '  x', '\tx', '  \t x'].map(columnsOf), [0, 2, 8, 9]);
  });
});

describe('reindent', () => {
  interface Case {
    what: string;
    step: string;
    linePrefix: string;
    lineAbove?: string;
    suggestion: string;
    expected: string;
    language?: Language;
  }
  const cases: readonly Case[] = [
    {
      what: 'tabs to spaces',
      step: '    ',
      linePrefix: '    if (a) {',
      suggestion: '\n\t\tfor (;;) {\n\t\t\tb();\n\t\t}\n\t}',
      expected: '\n        for (;;) {\n            b();\n        }\n    }',
    },
    {
      what: 'spaces to tabs',
      step: '\t',
      linePrefix: '\tif (a) {',
      suggestion: '\n            for (;;) {\n                b();\n            }\n        }',
      expected: '\n\t\tfor (;;) {\n\t\t\tb();\n\t\t}\n\t}',
    },
    {
      what: 'steps of four to steps of two',
      step: '  ',
      linePrefix: '  if (a) {',
      suggestion: '\n      b();\n      c();\n  }',
      expected: '\n    b();\n    c();\n  }',
    },
    {
      what: 'its own steps to its own',
      step: '    ',
      linePrefix: '    if (a) {',
      suggestion: '\n        b(x,\n          y);\n    }',
      expected: '\n        b(x,\n          y);\n    }',
    },
    {
      what: 'tabs with spaces behind them, where the text has tabs, to themselves',
      step: '\t',
      linePrefix: '\tif (a) {',
      suggestion: '\n\t\tb(x,\n\t\t  y);\n\t}',
      expected: '\n\t\tb(x,\n\t\t  y);\n\t}',
    },
    {
      what: 'a brace at once',
      step: '    ',
      linePrefix: '    if (a) {',
      suggestion: '\n\t}',
      expected: '\n    }',
    },
    {
      what: 'the first line, at the start of a line',
      step: '    ',
      linePrefix: '',
      lineAbove: '    if (a) {',
      suggestion: '\t\tb();',
      expected: '        b();',
    },
    {
      what: 'the first line, where the editor has indented it already',
      step: '    ',
      linePrefix: '        ',
      lineAbove: '    if (a) {',
      suggestion: '\tb();',
      expected: 'b();',
    },
    {
      what: 'a closing first line',
      step: '  ',
      linePrefix: '',
      lineAbove: '    b();',
      suggestion: '\t}',
      expected: '  }',
    },
    {
      what: 'an environment of LaTeX',
      step: '  ',
      linePrefix: '\\begin{itemize}',
      suggestion: '\n\t\\item a\n\\end{itemize}',
      expected: '\n  \\item a\n\\end{itemize}',
      language: 'latex',
    },
  ];
  for (const { what, step, linePrefix, lineAbove, suggestion, expected, language = 'c' } of cases)
    it(`makes ${what}`, () => {
      const place = { linePrefix, lineAbove, language };
      assert.equal(reindent(suggestion, place, { step, isRegular: true }), expected);
    });
});
