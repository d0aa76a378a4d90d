import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import type { Outcome } from '../../../../src/model/suggest/outcome.ts';
import { Pace } from '../../../../src/model/suggest/replay/pace.ts';
import { Tally } from '../../../../src/model/suggest/replay/tally.ts';
import { firstWord, Typist, type Way } from '../../../../src/model/suggest/replay/typist.ts';
import { DocumentText } from '../../../../src/model/text/documentText.ts';

function shows(text: string, { alternatives = [] as readonly string[] } = {}): Outcome {
  return { text, replaces: 0, probability: 0.5, saves: 1, alternatives };
}

/** Types a text into an empty document, with what is shown at each offset; elsewhere nothing. */
async function type(
  text: string,
  shown: Readonly<Record<number, string>> | ((offset: number) => Outcome),
  { way = 'whole', beyond = '' }: { way?: Way; beyond?: string } = {},
) {
  const tally = new Tally();
  const document = new DocumentText();
  const asked: number[] = [];
  const suggest = (offset: number) => {
    asked.push(offset);
    if (typeof shown === 'function') return Promise.resolve(shown(offset));
    return Promise.resolve(offset in shown ? shows(shown[offset]) : { reason: 'unsure' as const });
  };
  let clock = 0;
  // Each answer takes one more millisecond than the one before it.
  const now = () => (clock++ % 2 === 0 ? 0 : clock / 2);
  await new Typist({ document, suggest, way, tally, now }).type({ offset: 0, text, beyond });
  return { tally, asked, typed: document.whole() };
}

/** Types a long text of which everything is known, with all that is left of it suggested, or with something else. */
async function inTime(of: { saves: number; isRight: boolean; seed?: number }) {
  const line = 'abcdefghijklmnopqrstuvwxyz\n';
  const text = line.repeat(40);
  const tally = new Tally();
  const document = new DocumentText();
  let shown = 0;
  const suggest = (offset: number): Promise<Outcome> => {
    const rest = text.slice(offset, text.indexOf('\n', offset));
    if (rest === '') return Promise.resolve({ reason: 'unsure' });
    const suggested = of.isRight ? rest : `${rest}!`;
    return Promise.resolve({ ...shows(suggested), saves: of.saves } as Outcome);
  };
  const pace = new Pace(new Random(of.seed ?? 1));
  const typist = new Typist({
    document,
    suggest,
    shown: () => shown++,
    way: 'whole',
    tally,
    now: () => 0,
    pace,
  });
  await typist.type({ offset: 0, text });
  assert.equal(document.whole(), text);
  assert.equal(shown, tally.keysWithText);
  const { keys, keysWithText, looks } = tally;
  return { keys, keysWithText, looks, length: text.length };
}

describe('a typist', () => {
  it('takes all at once from one who knows the text, after the first key', async () => {
    const text = 'int abc;\n';
    const { tally, asked, typed } = await type(text, offset => shows(text.slice(offset)));
    assert.equal(typed, text);
    assert.deepEqual(asked, [1]);
    assert.deepEqual([tally.characters, tally.keys, tally.keysWithText], [9, 2, 1]);
    assert.deepEqual(tally.looks, [
      { characters: 8, probability: 0.5, isRight: true, isOtherRight: false, similarity: 1 },
    ]);
  });

  it('types each character himself where nothing is shown', async () => {
    const { tally, asked, typed } = await type('a😀bc', {});
    assert.equal(typed, 'a😀bc');
    assert.deepEqual(asked, [1, 3, 4]);
    assert.deepEqual([tally.characters, tally.keys, tally.keysWithText], [4, 4, 0]);
    assert.deepEqual(tally.looks, []);
    assert.deepEqual(tally.reasons, { unsure: 3 });
  });

  it('looks at what he does not take, and takes what is right', async () => {
    const { tally, typed } = await type('abcdefgh', { 1: 'xyz', 3: 'def' });
    assert.equal(typed, 'abcdefgh');
    assert.deepEqual([tally.characters, tally.keys, tally.keysWithText], [8, 6, 2]);
    assert.deepEqual(
      tally.looks.map(({ characters, isRight, similarity }) => [characters, isRight, similarity]),
      [
        [3, false, 0],
        [3, true, 3 / 5],
      ],
    );
  });

  it('does not look again at what only loses the characters that he types', async () => {
    // What stands there from the fourth key on is another text.
    const { tally } = await type('abcdefgh', { 1: 'bcxx', 2: 'cxx', 3: 'xx', 4: 'eyy', 5: 'yy!' });
    assert.deepEqual([tally.keys, tally.keysWithText], [8, 5]);
    assert.deepEqual(
      tally.looks.map(({ characters }) => characters),
      [4, 3, 3],
    );
  });

  it('does look again at what comes back', async () => {
    const { tally } = await type('abcdefgh', { 1: 'bcx', 3: 'x' });
    assert.equal(tally.looks.length, 2);
  });

  it('takes the first word where his way is by words, and the next one after it', async () => {
    const shown = { 1: 'bc de!!', 3: ' de!!', 4: 'de!!', 6: '!!' };
    const { tally, typed } = await type('abc de;', shown, { way: 'words' });
    assert.equal(typed, 'abc de;');
    // a, the word bc, a space that is not worth a key of its own but costs one, the word de, the semicolon.
    assert.deepEqual([tally.characters, tally.keys, tally.looks.length], [7, 5, 1]);
    assert.equal((await type('abc de;', shown)).tally.keys, 7);
  });

  it('takes no word of one character, and none that goes on otherwise', async () => {
    const { tally } = await type('abcd', { 1: 'b!!', 2: 'cx yy' }, { way: 'words' });
    assert.equal(tally.keys, 4);
  });

  it('may take what goes on behind the end of what he types', async () => {
    const { tally, typed } = await type('abc', { 1: 'bcdef' }, { beyond: 'defg' });
    assert.equal(typed, 'abcdef');
    assert.deepEqual([tally.characters, tally.keys], [6, 2]);
    assert.equal((await type('abc', { 1: 'bcdef' })).tally.keys, 3);
  });

  it('notes where another one would have been right', async () => {
    const { tally } = await type('abcd', offset =>
      offset === 1 ? shows('xx', { alternatives: ['yy', 'bc'] }) : shows('cd', { alternatives: ['yy'] }),
    );
    assert.deepEqual(
      tally.looks.map(({ isRight, isOtherRight }) => [isRight, isOtherRight]),
      [
        [false, true],
        [true, false],
      ],
    );
    assert.equal(tally.keys, 3);
  });

  it('times each answer that was not the rest of the one before', async () => {
    const { tally } = await type('abcd', { 1: 'bcx', 2: 'cx' });
    assert.deepEqual(tally.milliseconds, [1, 3]);
  });

  it('compares with what is left of the line, and with nothing at its end', async () => {
    const { tally } = await type('ab\ncd', { 1: 'b\nxx', 2: '\nzz', 4: 'd' });
    assert.deepEqual(
      tally.looks.map(({ similarity }) => similarity),
      [1, undefined, 1],
    );
  });

  it('knows first words as editors do', () => {
    const words = ['abc_1 def', '->next', '  x', ') {', '(a', 'é+', '😀😀 a', ''].map(firstWord);
    assert.deepEqual(words, ['abc_1', '->', '  ', ') ', '(', 'é', '😀😀 ', '']);
  });

  describe('in time', () => {
    it('is shown less than all that is found, and taken once it was seen', async () => {
      const { keys, keysWithText, looks, length } = await inTime({ saves: 0.3, isRight: true });
      assert.ok(keys > length / 10 && keys < length / 2, `${keys} of ${length}`);
      assert.ok(keysWithText < keys);
      // It stays on the screen while it is typed along.
      assert.ok(looks.length <= 41, `${looks.length} looks`);
    });

    it('is shown sooner where more is saved', async () => {
      const little = await inTime({ saves: 0.3, isRight: true });
      const much = await inTime({ saves: 2, isRight: true });
      assert.ok(much.keys < 0.9 * little.keys, `${much.keys} keys in place of ${little.keys}`);
    });

    it('is the same from the same seed', async () => {
      const of = { saves: 0.3, isRight: false };
      assert.deepEqual(await inTime(of), await inTime(of));
      assert.notDeepEqual((await inTime({ ...of, seed: 2 })).keysWithText, (await inTime(of)).keysWithText);
    });

    it('takes nothing that is wrong', async () => {
      const { keys, length } = await inTime({ saves: 1, isRight: false });
      assert.equal(keys, length);
    });
  });
});
