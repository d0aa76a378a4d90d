import assert from 'node:assert/strict';
import { defaultSuggestion } from '../../../src/model/suggest/complete.ts';
import type { Opening } from '../../../src/model/suggest/openings.ts';
import {
  endsInEmptyComment,
  expectedSavings,
  hasBody,
  isLoneOpening,
  isTooShort,
  maySuggestBefore,
  opensBlock,
  saysTheSame,
} from '../../../src/model/suggest/suggestionRules.ts';
import { editorDefault } from '../editorDefault.ts';
import { placeIn } from './places.ts';

describe('defaultSuggestion', () => {
  it('is what the editor shows', () => {
    assert.deepEqual(defaultSuggestion, {
      maxLength: editorDefault('completion.maxLength'),
      minimumProbability: editorDefault('completion.minimumProbability'),
      temperature: editorDefault('completion.temperature'),
    });
  });
});

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

describe('expectedSavings', () => {
  it('are the keys saved where the text is right, less the look where it is wrong', () => {
    const savings = expectedSavings([0.9, 0.85, 0.8, 0.35], 0.2).map(each => Number(each.toFixed(3)));
    assert.deepEqual(savings, [-Infinity, 0.775, 1.5, 0.725]);
  });

  it('are none where the text is less likely than asked for', () => {
    assert.deepEqual(expectedSavings([0.8, 0.6], 0.7).slice(1), [-Infinity]);
    assert.deepEqual(expectedSavings([], 0), []);
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

const isShort = (text: string, linePrefix: string, next: string) => isTooShort(text, { linePrefix, next });

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

  it('are less than four characters, unless they finish the word that is typed or a statement', () => {
    assert.ok(isShort('ua', 'eq', 'l'));
    assert.ok(!isShort('ual', 'eq', ' '));
    assert.ok(isShort('l', 'equa', ' '));
    assert.ok(isShort(' is', 'this', ' '));
    assert.ok(isShort('->', 'p', 'x'));
    assert.ok(isShort('    ->', 'p', 'x'));
    assert.ok(!isShort(');', 'f(x', '\n'));
    assert.ok(isShort(';', 'f(x)', '\n'));
    assert.ok(!isShort('->xy', 'p', 'z'));
    assert.ok(isShort('😀😀😀', 'p', 'z'));
    assert.ok(!isShort('😀😀😀😀', 'p', 'z'));
  });
});
