import assert from 'node:assert/strict';
import { type Arguments, UsageError } from '../../../src/cli/base/command.ts';
import { numberOption, rangeOption, seedOption, wholeNumberOption } from '../../../src/cli/base/options.ts';

function given(text: string, name = 'n'): Arguments {
  return { positionals: [], values: { [name]: text } };
}

const anything = { what: 'a number' };

/** No number, whatever other languages and other places of this one make of them. */
const wrong = [
  '',
  ' ',
  ' 1',
  '1 ',
  '1\n',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e309',
  '-1e309',
  '0x10',
  '0b1',
  '0o7',
  '1_000',
  '1,000',
  '1,5',
  '+1',
  '--1',
  '1e',
  'e5',
  '.',
  '-',
  '1.2.3',
  '1n',
  '\u0661',
  'null',
  'true',
];

describe('numberOption', () => {
  for (const [text, value] of [
    ['0', 0],
    ['-0', 0],
    ['0.8', 0.8],
    ['.5', 0.5],
    ['5.', 5],
    ['-1.25', -1.25],
    ['1e-3', 1e-3],
    ['1E3', 1000],
    ['5e-324', 5e-324],
    ['007', 7],
  ] as const)
    it(`takes ${text}`, () => assert.ok(Object.is(numberOption(given(text), 'n', anything), value)));

  for (const text of wrong)
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => numberOption(given(text), 'n', anything),
        new UsageError(`--n is ${JSON.stringify(text)}; give a number.`),
      ));
});

describe('wholeNumberOption', () => {
  for (const text of [...wrong, '1.0', '1e3', '1.5', '9007199254740992', '-9007199254740993'])
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => wholeNumberOption(given(text), 'n', anything), UsageError));

  it('takes every whole number that is exact', () => {
    assert.equal(wholeNumberOption(given('9007199254740991'), 'n', anything), Number.MAX_SAFE_INTEGER);
    assert.equal(wholeNumberOption(given('-12'), 'n', anything), -12);
  });
});

describe('rangeOption', () => {
  it('says what is right', () => {
    const range = { minimum: 1, maximum: 9, whole: true };
    for (const text of ['0', '10', '4.5', 'x'])
      assert.throws(
        () => rangeOption(given(text), 'n', range),
        new UsageError(`--n is "${text}"; give a whole number from 1 to 9.`),
      );
    assert.equal(rangeOption(given('9'), 'n', range), 9);
    assert.equal(rangeOption(given('0.25'), 'n', { minimum: 0, maximum: 1, whole: false }), 0.25);
  });
});

describe('seedOption', () => {
  it('takes the seeds that are distinct, and no other', () => {
    assert.equal(seedOption(given('4294967295', 'seed')), 4294967295);
    for (const text of ['4294967296', '4294967297', '9007199254740991', '-1'])
      assert.throws(
        () => seedOption(given(text, 'seed')),
        new UsageError(`--seed is "${text}"; give a whole number from 0 to 4294967295.`),
      );
  });
});
