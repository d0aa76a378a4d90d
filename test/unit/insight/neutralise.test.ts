import assert from 'node:assert/strict';
import { neutraliseVerbatim } from '../../../src/model/insight/neutralise.ts';

const cases: readonly [what: string, text: string, expected: string][] = [
  ['\\verb with any delimiter', '\\verb|%$| \\verb*+{+ %', '\\verb|xx| \\verb*+x+ %'],
  ['addresses', '\\url{a%20b_c} \\href{x#y}{$z$}', '\\url{ax20bxc} \\href{xxy}{$z$}'],
  [
    'listings in a line',
    '\\lstinline[language=C]!$a! \\mintinline{c}|%|',
    '\\lstinline[language=C]!xa! \\mintinline{c}|x|',
  ],
  ['verbatim bodies', '\\begin{Verbatim}\n%$\n\\end{Verbatim}$', '\\begin{Verbatim}\nxx\n\\end{Verbatim}$'],
  [
    'not what a comment hides',
    '% \\begin{verbatim} \\verb|\n$a$ \\verb|$|',
    '% \\begin{verbatim} \\verb|\n$a$ \\verb|x|',
  ],
  ['not behind a line break command', '\\\\verb|%| $', '\\\\verb|%| $'],
  ['not an escaped percent sign', '50\\% \\url{%}', '50\\% \\url{x}'],
  ['not a \\verb without an end', '\\verb|%\n| $a$', '\\verb|%\n| $a$'],
  ['not a longer command', '\\verbatiminput{a_b} \\verba|%|', '\\verbatiminput{a_b} \\verba|%|'],
];

describe('neutraliseVerbatim', () => {
  for (const [what, text, expected] of cases)
    it(what, () => {
      assert.equal(neutraliseVerbatim(text), expected);
      assert.equal(expected.length, text.length);
    });
});
