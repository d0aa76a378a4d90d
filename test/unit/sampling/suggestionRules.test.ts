import assert from 'node:assert/strict';
import { defaultSuggestion } from '../../../src/model/sampling/complete.ts';
import { editorDefault } from '../editorDefault.ts';
import {
  bestLength,
  hasBody,
  isTooLittle,
  maySuggestBefore,
  openBlocks,
  opensBlock,
  repeatsLineAbove,
  trimStanding,
  withoutRepeats,
} from '../../../src/model/sampling/suggestionRules.ts';

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
      assert.ok(maySuggestBefore(rest), rest);
    for (const rest of ['a', ') {', ' b)', '(', '1;', '\\end']) assert.ok(!maySuggestBefore(rest), rest);
  });
});

describe('opensBlock', () => {
  it('is a brace at the end of a line of C, or a \\begin at the end of one of LaTeX', () => {
    assert.ok(opensBlock('if (a) {  ', 'c'));
    assert.ok(!opensBlock('if (a) { b', 'c'));
    assert.ok(opensBlock('\\begin{itemize}', 'latex'));
    assert.ok(!opensBlock('\\textbf{', 'latex'));
    assert.ok(!opensBlock('Some prose', 'latex'));
  });
});

describe('openBlocks', () => {
  it('counts what is opened and not closed', () => {
    assert.equal(openBlocks('\ta {\n\t}\n}', 'c'), -1);
    assert.equal(openBlocks('} else {', 'c'), 0);
    assert.equal(openBlocks('\\begin{a} {x} \\begin{b} \\end{b}', 'latex'), 1);
    assert.equal(openBlocks('', 'latex'), 0);
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

describe('bestLength', () => {
  it('maximises the expected gain among lengths that are likely enough', () => {
    // Gains: -0.05, 0.75, 1.55, 1.2, ...
    assert.equal(bestLength([0.9, 0.85, 0.8, 0.35], 0.2), 3);
    assert.equal(bestLength([0.9, 0.85, 0.8, 0.79], 0.2), 4);
    // P = 0.5 at k = 10 is worth 4.25, more than all before.
    const late = [...Array<number>(9).fill(0.51), 0.5];
    assert.equal(bestLength(late, 0.5), 10);
    assert.equal(bestLength(late, 0.505), 9);
  });

  it('is 0 when nothing is worth reading', () => {
    assert.equal(bestLength([], 0), 0);
    assert.equal(bestLength([0.99], 0), 0);
    assert.equal(bestLength([0.3, 0.3], 0), 0);
    assert.equal(bestLength([0.8, 0.6], 0.7), 0);
  });
});

describe('trimStanding', () => {
  const cases: readonly [suggestion: string, rest: string, expected: string][] = [
    ['a, b);', ');', 'a, b'],
    ['a, b);', ')', 'a, b'],
    ['a, b)', ');', 'a, b'],
    ['f(a), b);', ');', 'f(a), b'],
    ['f(a)', ')', 'f(a)'],
    ['\\n", x);', '");', '\\n'],
    ['say \\"hi\\"', '"', 'say \\"hi\\"'],
    ['a;', ' ;', 'a'],
    ['x^2$', '$.', 'x^2'],
    ['x', '  ', 'x'],
    ['i]', '] = 0', 'i'],
  ];
  for (const [suggestion, rest, expected] of cases)
    it(`${JSON.stringify(suggestion)} before ${JSON.stringify(rest)}`, () =>
      assert.equal(trimStanding(suggestion, rest), expected));
});

describe('repeats of the line above', () => {
  it('are lines that say the same but for their indentation', () => {
    assert.ok(repeatsLineAbove('\treturn 0;', 'return 0; '));
    assert.ok(!repeatsLineAbove('', ''));
    assert.ok(!repeatsLineAbove('}', '\t}'));
    assert.ok(!repeatsLineAbove('a', undefined));
  });

  it('are dropped with all that follows', () => {
    assert.equal(withoutRepeats('turn 0;', '\tre', '\treturn 0;'), '');
    assert.equal(withoutRepeats('turn 1;', '\tre', '\treturn 0;'), 'turn 1;');
    assert.equal(withoutRepeats(' {\n\ta();\n\ta();\n}', 'if (x)', undefined), ' {\n\ta();');
  });

  it('as are blank lines at the end', () => {
    assert.equal(withoutRepeats(' {\n\ta();\n\t', 'if (x)', undefined), ' {\n\ta();');
    assert.equal(withoutRepeats('a ', '', undefined), 'a ');
  });
});

describe('isTooLittle', () => {
  it('is white space or a single character', () => {
    for (const text of ['', '  \n', 'a', '😀']) assert.ok(isTooLittle(text), text);
    for (const text of ['ab', '();', ' a']) assert.ok(!isTooLittle(text), text);
  });
});
