import assert from 'node:assert/strict';
import { LabelledDocument } from '../../../../src/model/insight/labels/labelledDocument.ts';
import type { LabelledSyntax } from '../../../../src/model/insight/labels/labelledSyntaxes.ts';
import { untimed } from './bracketed.ts';

const MANY = 100_000;

/** Texts that nest without an end, or begin what never ends: each must cost no more than its length. */
const texts: readonly [what: string, syntax: LabelledSyntax, text: string][] = [
  ['braces', 'c', '{'.repeat(MANY)],
  ['closing braces', 'c', '}\n'.repeat(MANY)],
  ['parentheses and semicolons', 'c', '('.repeat(MANY) + ';'.repeat(MANY)],
  ['brackets of the wrong kind', 'c', '['.repeat(MANY) + ')'.repeat(MANY)],
  ['else', 'c', `${'if (a) b, c;\nelse '.repeat(MANY)}d;`],
  ['if within if', 'c', `${'if (a) '.repeat(MANY)}b;`],
  ['else with #if', 'c', 'if (a) {\n#ifdef A\n} else if (b) {\n#endif\n} else '.repeat(MANY / 4)],
  ['#if', 'c', '#if A\nif (a) {\n'.repeat(MANY / 4) + '#endif\n'.repeat(MANY / 4)],
  ['quotes', 'c', '"\\'.repeat(MANY)],
  ['functions that do not end', 'c', 'void f()\n{\n  if (a) {\n'.repeat(MANY / 4)],
  ['groups', 'latex', '{'.repeat(MANY)],
  ['groups that end', 'latex', '{'.repeat(MANY) + '}'.repeat(2 * MANY)],
  ['formulas in groups', 'latex', '{$'.repeat(MANY)],
  ['formulas in formulas', 'latex', '\\(\n'.repeat(MANY) + '\\]\n\n'.repeat(MANY)],
  ['environments', 'latex', '\\begin{a}'.repeat(MANY) + '\\end{b}}'.repeat(MANY)],
  ['names that do not end', 'latex', '\\begin{'.repeat(MANY)],
  ['addresses', 'latex', '\\url{'.repeat(MANY)],
  ['quoted text', 'latex', '\\verb|'.repeat(MANY + 1)],
  ['conditionals', 'latex', '\\iffalse '.repeat(MANY)],
  ['conditionals in definitions', 'latex', '\\def\\a{\\iffalse '.repeat(MANY / 4)],
  ['definitions', 'latex', '\\newcommand{'.repeat(MANY / 4)],
  ['verbatim in definitions', 'latex', '\\def\\a{\\begin{verbatim}'.repeat(MANY / 4)],
  ['entries', 'bibtex', '@a{'.repeat(MANY)],
  ['entries in lines', 'bibtex', '@a{b, c = {\n'.repeat(MANY)],
  ['values', 'bibtex', `@a{b, ${'c = {$'.repeat(MANY)}`],
];

describe('deep nesting', () => {
  for (const [what, syntax, text] of texts)
    it(`of ${what} in ${syntax} is labelled`, () => {
      const document = new LabelledDocument(syntax, untimed);
      document.scan(text);
      assert.ok(!document.isUnlabelled);
      assert.equal(document.labels('comment').labels.length, text.length);
    });
});
