import assert from 'node:assert/strict';
import { formatModelJson, parseModelJson } from '../../../src/model/files/modelJson.ts';
import { withField } from './changeJson.ts';
import { WordVocabulary } from '../../../src/model/text/wordVocabulary.ts';
import { checkpointAt, savedStorage } from './smallCheckpoint.ts';

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** Takes the place of a value in the text of model.json, since JSON.stringify itself could not write it. */
const DEEP = '"<deep>"';

function refuses(damaged: string, message: RegExp): void {
  assert.throws(() => parseModelJson(damaged, '/m'), { name: 'UserError', message });
}

describe('model.json', () => {
  let text = '';
  before(async () => {
    text = (await savedStorage()).text('model.json');
  });
  const changed = (path: string, value: unknown) => JSON.stringify(withField(JSON.parse(text), path, value));
  const impossible: [path: string, value: unknown, message: RegExp][] = [
    [
      'weightsFile',
      '../weights.safetensors',
      /weightsFile is "\.\.\/weights\.safetensors"; it must be the name/,
    ],
    ['weightsFile', undefined, /weightsFile is missing/],
    ['config', null, /config is null; it must be an object/],
    ['config', [1], /config is a list of 1; it must be an object/],
    ['config.cell', 'transformer', /config\.cell is "transformer"; it must be one of rnn, lstm, gru/],
    ['config.hiddenSize', 0, /config\.hiddenSize is 0; it must be a whole number from 1 to 8192/],
    ['config.hiddenSize', 1.5, /config\.hiddenSize is 1\.5/],
    ['config.hiddenSize', '3', /config\.hiddenSize is "3"/],
    ['config.vocabSize', 99, /config\.vocabSize is 99; it must be 8, the symbols of the vocabulary/],
    ['vocabulary', null, /vocabulary is null/],
    ['vocabulary.characters', { length: 4 }, /vocabulary\.characters is an object; it must be a list/],
    ['vocabulary.characters.1', 'ab', /vocabulary\.characters\[1\] is "ab"; it must be one character/],
    [
      'vocabulary.characters.3',
      'h',
      /vocabulary\.characters\[3\] is "h"; it must be one character, listed once/,
    ],
    ['vocabulary.characters.0', 7, /vocabulary\.characters\[0\] is 7/],
    ['vocabulary.characters.0', '\ud800', /vocabulary\.characters\[0\]/],
    [
      'vocabulary.characters',
      Array.from({ length: 2000 }, (_, i) => String.fromCodePoint(0x4e00 + i)),
      /1024/,
    ],
    ['vocabulary.words', 'be', /vocabulary\.words is "be"; it must be a list/],
    [
      'vocabulary.words',
      ['h e'],
      /vocabulary\.words\[0\] is "h e"; it must be a word of two characters or more/,
    ],
    ['vocabulary.words', ['h'], /vocabulary\.words\[0\] is "h"/],
    ['vocabulary.words', ['he', 'he'], /vocabulary\.words\[1\] is "he"; .* listed once/],
    ['vocabulary.words', ['he'], /config\.vocabSize is 8; it must be 25, the symbols of the vocabulary/],
    [
      'training.settings.tokens',
      'byte',
      /training\.settings\.tokens is "byte"; it must be one of char, word/,
    ],
    ['training.settings.tokens', 'word', /tokens is "word"; it must be char, as the vocabulary has it/],
    ['languages.0', 'cobol', /languages\[0\] is "cobol"; it must be one of c, latex, other/],
    ['globs', 'x', /globs is "x"; it must be a list/],
    ['heldOut.0', {}, /heldOut\[0\] is an object; it must be a text/],
    ['history.0.step', -1, /history\[0\]\.step is -1/],
    ['history.0', 5, /history\[0\] is 5; it must be an object/],
    ['trainedCharacters', -5, /trainedCharacters is -5/],
    ['validationBitsPerChar', -1, /validationBitsPerChar is -1/],
    ['digest', 7, /digest is 7/],
    ['training', 'x', /training is "x"; it must be an object/],
    ['training.tensorsFile', 'a/b.safetensors', /training\.tensorsFile is/],
    ['training.settings', 'x', /training\.settings is "x"/],
    ['training.settings', undefined, /training\.settings is missing/],
    ['training.settings.budget', null, /training\.settings\.budget is null; it must be an object/],
    ['training.settings.budget', {}, /training\.settings\.budget\.epochs is missing/],
    ['training.settings.budget', { seconds: 1e300 }, /training\.settings\.budget\.seconds is 1e\+300/],
    ['training.settings.budget', { epochs: -1 }, /training\.settings\.budget\.epochs is -1/],
    ['training.settings.batchSize', 1e9, /training\.settings\.batchSize is 1000000000; .* from 1 to 512/],
    ['training.settings.batchSize', '4', /training\.settings\.batchSize is "4"/],
    ['training.settings.learningRate', 1e308, /training\.settings\.learningRate/],
    ['training.settings.gradClip', 0, /training\.settings\.gradClip/],
    ['training.settings.hiddenSize', 4, /training\.settings\.hiddenSize is 4; it must be 3, as in config/],
    ['training.settings.cell', 'gru', /training\.settings\.cell is "gru"; it must be lstm, as in config/],
    ['training.corpusDigest', 5, /training\.corpusDigest is 5/],
    ['training.finished', 'no', /training\.finished is "no"; it must be true or false/],
    ['training.step', -1, /training\.step is -1/],
    ['training.step', 2 ** 40, /training\.step is 1099511627776/],
    ['training.position', null, /training\.position is null/],
    ['training.position.window', 0.5, /training\.position\.window is 0\.5/],
    ['training.streamGroups', 0, /training\.streamGroups is 0; it must be a whole number from 1/],
    ['training.streamGroups', 1e12, /training\.streamGroups is 1000000000000/],
    ['training.seconds', -1e9, /training\.seconds is -1000000000; it must be a number, 0 or more/],
    ['training.seconds', null, /training\.seconds is null/],
    ['training.learningRateScale', 1e308, /training\.learningRateScale is 1e\+308; .* from 0 to 1/],
    ['training.learningRateScale', 0, /training\.learningRateScale is 0; it must be more than 0/],
    ['training.decay.lastStep', 5, /training\.decay\.lastStep is 5; it must be a whole number, 6 or more/],
    ['training.decay', 7, /training\.decay is 7/],
    ['training.movingLoss', -1, /training\.movingLoss is -1/],
    ['training.bestLoss', 'x', /training\.bestLoss is "x"/],
    ['training.splitRule', { unseenBelow: 2 }, /training\.splitRule\.unseenBelow is 2/],
    ['training.learnt', 'xyz', /training\.learnt is "xyz"; it must be hexadecimal digits/],
    ['training.before', { steps: -1, characters: 1, changed: '' }, /training\.before\.steps is -1/],
  ];
  for (const [path, value, message] of impossible)
    it(`is refused with the field named when ${path} is ${(JSON.stringify(value) ?? 'missing').slice(0, 40)}`, () => {
      refuses(changed(path, value), message);
    });

  it('is refused in a line, however long or deep a value is', () => {
    for (const path of [
      'vocabulary',
      'vocabulary.characters',
      'vocabulary.characters.0',
      'config',
      'training',
    ])
      for (const value of ['x'.repeat(200_000), '<deep>'])
        for (const depth of [12, 100_000]) {
          const damaged = changed(path, value).replace(DEEP, deep(depth));
          assert.throws(
            () => parseModelJson(damaged, '/m'),
            (error: Error) => error.name === 'UserError' && error.message.length < 400,
            `${path} ${depth}`,
          );
        }
  });

  it('is seen to have changed where that leaves it possible', () => {
    for (const [path, value] of [
      ['trainedCharacters', 9],
      ['vocabulary.characters.1', 'z'],
      ['training.step', 2],
      ['training.seconds', 0.4],
      ['training.finished', true],
      ['training.learnt', '00'],
      ['heldOut.0', 'c.c'],
      ['globs', undefined],
    ] as const)
      assert.equal(parseModelJson(changed(path, value), '/m').isAsSaved, false, path);
    assert.equal(parseModelJson(text, '/m').isAsSaved, true);
  });

  it('is taken in another layout, with fields that nobody knows, and without a digest', () => {
    const expected = parseModelJson(text, '/m');
    const json = JSON.parse(text) as Record<string, unknown>;
    const reversed = Object.fromEntries(Object.entries(json).toReversed());
    const more = { ...json, future: { a: [1] }, __proto__: { b: 1 }, digest: undefined };
    const withProto = text.replace('{', '{"__proto__": {"weightsFile": 1}, "constructor": 2,');
    for (const other of [JSON.stringify(reversed), JSON.stringify(more), withProto])
      assert.deepEqual(parseModelJson(other, '/m'), expected);
  });

  it('of another program is refused as that', () => {
    for (const foreign of ['', 'hello', '{}', '[]', 'null', '7', '{"name":"x","weightsFile":1}', deep(1000)])
      refuses(
        foreign,
        /^model\.json in \/m is not of Cellscope, and is left as it is\. Choose another folder/,
      );
  });

  it('has words beside the characters in a version of its own, and stays as it was without them', async () => {
    const first = JSON.parse(text) as { formatVersion: number; training: { settings: object } };
    assert.equal(first.formatVersion, 1);
    assert.ok(!('tokens' in first.training.settings));
    const checkpoint = await checkpointAt(1);
    const { description, weightsFile, training } = parseModelJson(text, '/m');
    const vocabulary = new WordVocabulary(checkpoint.model.vocabulary, ['hello', 'hole']);
    const config = { ...description.config, vocabSize: vocabulary.size };
    const settings = { ...training!.settings, tokens: 'word' } as const;
    const json = { description: { ...description, config, vocabulary }, weightsFile };
    const written = formatModelJson(
      { ...json, training: { ...training!, settings } },
      { version: '0.0.0', place: '/m' },
    );
    assert.match(written, /"formatVersion": 2/);
    const read = parseModelJson(written, '/m');
    assert.ok(read.isAsSaved);
    assert.deepEqual(read.description.vocabulary.toJSON(), vocabulary.toJSON());
    assert.equal(read.training!.settings.tokens, 'word');
    const other = parseModelJson(written.replace('"hole"', '"holes"'), '/m');
    assert.ok(!other.isAsSaved);
  });

  it('is refused for its version, and without one', () => {
    refuses(
      changed('formatVersion', 3),
      /^Checkpoint version 3; this build reads 1 and 2\. .* update Cellscope\./,
    );
    refuses('{"formatVersion": 3}', /^Checkpoint version 3/);
    refuses(changed('formatVersion', undefined), /Checkpoint without a version/);
    refuses(changed('formatVersion', '1'), /Checkpoint without a version/);
  });

  it('is refused when it is cut short, or names a field twice', () => {
    for (let length = 60; length < text.length - 2; length += 7)
      refuses(text.slice(0, length), /is damaged|is not of Cellscope/);
    refuses(
      text.replace('"weightsFile"', '"weightsFile": "a.safetensors", "weightsFile"'),
      /"weightsFile" twice/,
    );
  });

  it('of before there were numbers in place of null is taken', () => {
    const old = withField(JSON.parse(text), 'digest', undefined);
    const withNulls = withField(withField(old, 'validationBitsPerChar', null), 'history.0.trainLoss', null);
    const { description } = parseModelJson(JSON.stringify(withNulls), '/m');
    assert.equal(description.validationBitsPerChar, undefined);
    assert.deepEqual(description.history, []);
  });
});
