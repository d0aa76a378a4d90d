import assert from 'node:assert/strict';
import type { Opening } from '../../../src/model/suggest/openings.ts';
import {
  endsInEmptyComment,
  hasBody,
  isLoneOpening,
  maySuggestBefore,
  opensBlock,
  saysTheSame,
} from '../../../src/model/suggest/suggestionRules.ts';
import { placeIn } from './places.ts';

describe('maySuggestBefore', () => {
  it('allows the end of a line, closers and punctuation, and nothing else', () => {
    for (const rest of ['', '  ', ')', '");', ' }', ']);  ', '$.', '\\)', '*/'])
      assert.ok(maySuggestBefore(rest, 'c'), rest);
    for (const rest of ['a', ') {', ' b)', '(', '1;', '\\end']) assert.ok(!maySuggestBefore(rest, 'c'), rest);
    assert.ok(!maySuggestBefore('\\right)', 'c'));
  });

  it('allows the closers that LaTeX has words for', () => {
    for (const rest of ['\\right)', '\\right\\rangle}', '\\bigr] \\right|$', '\\end{x}', '\\right.'])
      assert.ok(maySuggestBefore(rest, 'latex'), rest);
    for (const rest of ['\\rightarrow', '\\right) x', '\\begin{x}', '\\ending'])
      assert.ok(!maySuggestBefore(rest, 'latex'), rest);
  });
});

const opens = (line: string, language: 'c' | 'latex') =>
  opensBlock(line, placeIn(`${line}¦`, language).open ?? ({ kind: '"' } as Opening));

describe('opensBlock', () => {
  it('is a brace at the end of a line of C, or a \\begin at the end of one of LaTeX', () => {
    assert.ok(opens('if (a) {  ', 'c'));
    assert.ok(!opens('if (a) { b', 'c'));
    assert.ok(!opens('x = "{', 'c'));
    assert.ok(!opens('// {', 'c'));
    assert.ok(opens('\\begin{itemize}', 'latex'));
    assert.ok(opens('\\begin{tabular}[t]{l|r}', 'latex'));
    assert.ok(!opens('\\begin{itemize} text', 'latex'));
    assert.ok(!opens('\\textbf', 'latex'));
  });
});

describe('hasBody', () => {
  it('is so when the next line is deeper', () => {
    assert.ok(hasBody('\tif (a) {', '\t\tb();'));
    assert.ok(!hasBody('\tif (a) {', '\t}'));
    assert.ok(!hasBody('  if (a) {', undefined));
    assert.ok(!hasBody('\tx', '        y'));
    assert.ok(!hasBody('x {', '   '));
  });
});

describe('lines that say the same', () => {
  it('may differ in their indentation, and have words', () => {
    assert.ok(saysTheSame('\treturn 0;', 'return 0; '));
    assert.ok(!saysTheSame('', ''));
    assert.ok(!saysTheSame('}', '\t}'));
    assert.ok(!saysTheSame('a', undefined));
  });
});

describe('trifles', () => {
  it('are comments with nothing in them', () => {
    for (const text of ['/* ', 'x; /* */', '//', ' // ', '/**\n * ', '/**'])
      assert.ok(endsInEmptyComment(text, 'c'), text);
    for (const text of ['/* x', 'a * b', 'x / y', 'https://x'])
      assert.ok(!endsInEmptyComment(text, 'c'), text);
    for (const text of ['%', 'x % ', '%%% ']) assert.ok(endsInEmptyComment(text, 'latex'), text);
    for (const text of ['10\\%', '% x']) assert.ok(!endsInEmptyComment(text, 'latex'), text);
  });

  it('are openings alone', () => {
    for (const text of [' $', '(', ' {', ' \\(', '"', '    [']) assert.ok(isLoneOpening(text), text);
    for (const text of [' $x', '()', '{}']) assert.ok(!isLoneOpening(text), text);
  });
});
