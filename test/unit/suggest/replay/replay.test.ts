import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import { undisturbed } from '../../../../src/model/base/readControl.ts';
import type { DocumentPredictor } from '../../../../src/model/predict/documentPredictor.ts';
import type { Branches, Predictor } from '../../../../src/model/predict/predictor.ts';
import type { Manner } from '../../../../src/model/suggest/manner.ts';
import { figuresOf } from '../../../../src/model/suggest/replay/figures.ts';
import { choosePassages, type Passage } from '../../../../src/model/suggest/replay/passages.ts';
import {
  beginningOf,
  type EditedFile,
  type Follow,
  replayEdits,
  replayPassage,
} from '../../../../src/model/suggest/replay/replay.ts';
import {
  replayRequests,
  RequestTally,
  requestFiguresOf,
} from '../../../../src/model/suggest/replay/requests.ts';
import { type Look, Tally } from '../../../../src/model/suggest/replay/tally.ts';
import { Experience } from '../../../../src/model/suggest/experience.ts';
import { Taste } from '../../../../src/model/suggest/taste.ts';
import { wordsInEdits, wordsInPassage } from '../../../../src/model/suggest/replay/wordReplay.ts';
import { Vocabulary } from '../../../../src/model/text/vocabulary.ts';

const vocabulary = Vocabulary.fromTexts(['\n abcdefghijklmnopqrstuvwxyz;=']);

/** What comes after a text, and how sure that is; undefined where nothing is known. */
type Knowledge = (before: string) => { character: string; sureness: number } | undefined;

/** Knows what comes next by the text before it, and learns nothing. */
class Oracle implements Predictor {
  readonly vocabSize = vocabulary.size;
  private readonly knowledge: Knowledge;
  private text: string;

  constructor(knowledge: Knowledge, text: string) {
    this.knowledge = knowledge;
    this.text = text;
  }

  read(symbols: ArrayLike<number>): void {
    this.text += vocabulary.decode(Array.from(symbols));
  }

  distribution(into: Float32Array): void {
    const known = this.knowledge(this.text);
    into.fill(0);
    // What is not known is left to characters that cannot be suggested.
    into[Vocabulary.unknown] = 1 - (known?.sureness ?? 0);
    if (known) into[vocabulary.encode(known.character)[0]] += known.sureness;
  }

  mark(): number {
    return this.text.length;
  }

  rewind(mark: number): void {
    this.text = this.text.slice(0, mark);
  }

  branch(count: number): Branches {
    const oracles = Array.from({ length: count }, () => new Oracle(this.knowledge, this.text));
    return {
      count,
      read: symbols => oracles.forEach((oracle, i) => oracle.read([symbols[i]])),
      distributions: into =>
        oracles.forEach((oracle, i) =>
          oracle.distribution(into.subarray(i * this.vocabSize, (i + 1) * this.vocabSize)),
        ),
    };
  }
}

/** How many documents are followed just now, and by what. */
function follower(knowledge: Knowledge): { follow: Follow; open: () => number } {
  let open = 0;
  const follow: Follow = (text, language) => {
    open++;
    const predictorAt = (index: number) => Promise.resolve(new Oracle(knowledge, text.slice(0, index)));
    const predictor: DocumentPredictor = {
      text,
      language,
      vocabulary,
      predictorAt,
      nearbyPredictorAt: predictorAt,
      learn: async () => true,
    };
    return { predictor, dispose: () => void open-- };
  };
  return { follow, open: () => open };
}

/** Knows one text, whatever part of it stands there. */
function knows(text: string, sureness = 1): Knowledge {
  return before =>
    text.startsWith(before) && before.length < text.length
      ? { character: text[before.length], sureness }
      : undefined;
}

const nothing: Knowledge = () => undefined;

const LINES = ['alpha = beta;', 'gamma = delta;', 'epsilon = zeta;'];
const TEXT = `${LINES.join('\n')}\n`;

function passageOf(text: string, from = 0, to = text.length): Passage {
  return { path: 'a.c', language: 'c', text, from, to };
}

const base = {
  manner: 'eager' as Manner,
  way: 'whole' as const,
  seed: 1,
  now: () => 0,
  control: undisturbed,
};

async function typed(
  knowledge: Knowledge,
  passage: Passage,
  options: { manner?: Manner } = {},
): Promise<Tally> {
  const tally = new Tally();
  const { follow, open } = follower(knowledge);
  await replayPassage(passage, { ...base, ...options, follow, tally });
  assert.equal(open(), 0);
  return tally;
}

/** Keys, where all that was shown was right and taken. */
function savedBy({ looks }: { looks: readonly Look[] }): number {
  return looks.reduce((sum, { characters }) => sum + characters - 1, 0);
}

describe('a replay of files', () => {
  it('takes nearly all keys off one for whom the text is known', async () => {
    const tally = await typed(knows(TEXT), passageOf(TEXT));
    const { characters, keys, rightPercent, savedPercent } = figuresOf(tally);
    assert.equal(characters, TEXT.length);
    assert.equal(rightPercent, 100);
    // A line is suggested at a time, and the key before it.
    assert.equal(keys, characters - savedBy(tally));
    assert.ok(savedPercent! > 80, `${savedPercent}`);
  });

  it('takes none where nothing is known, and shows nothing', async () => {
    const tally = await typed(nothing, passageOf(TEXT));
    assert.deepEqual([tally.characters, tally.keys, tally.looks.length], [TEXT.length, TEXT.length, 0]);
    assert.equal(
      Object.values(tally.reasons).reduce((sum, count) => sum + count, 0),
      TEXT.length - 1,
    );
  });

  it('counts what is wrong as a look that saves nothing', async () => {
    // Right up to the fourth line, which is another one.
    const wrong = `${TEXT}iota = kappa;\n`;
    const right = `${TEXT}other = thing;\n`;
    const known = await typed(knows(wrong), passageOf(right, 0, TEXT.length));
    assert.ok(known.looks.every(({ isRight }) => isRight));
    const tally = await typed(knows(wrong), passageOf(right, TEXT.length - 1));
    assert.deepEqual(
      tally.looks.map(({ isRight }) => isRight),
      [false],
    );
    assert.equal(tally.keys, right.length - TEXT.length + 1);
  });

  it('types only the passage, with what stands before it there', async () => {
    const from = LINES[0].length + 1;
    const to = from + LINES[1].length;
    const tally = await typed(knows(TEXT), passageOf(TEXT, from, to));
    assert.equal(tally.keys, 2);
    assert.ok(tally.characters >= LINES[1].length);
  });

  it('shows nothing to one who is only to be told on request', async () => {
    const tally = await typed(knows(TEXT), passageOf(TEXT), { manner: 'onRequest' });
    assert.deepEqual([tally.keys, tally.reasons], [TEXT.length, { onRequest: TEXT.length - 1 }]);
  });

  it('learns what one user takes, in one file after the other', async () => {
    const taste = new Taste();
    const { follow } = follower(knows(TEXT, 0.9));
    const replay = async () => {
      const tally = new Tally();
      await replayPassage(passageOf(TEXT), { ...base, follow, experience: new Experience({ taste }), tally });
      assert.ok(tally.looks.length > 0);
      return taste.leaning;
    };
    const first = await replay();
    assert.ok(first > 0);
    assert.ok((await replay()) > first);
  });

  it('stops following when something fails', async () => {
    const { follow, open } = follower(() => {
      throw new Error('broken');
    });
    await assert.rejects(replayPassage(passageOf(TEXT), { ...base, follow, tally: new Tally() }), /broken/);
    assert.equal(open(), 0);
  });

  it('has a list of words beside it, which knows what stands before the passage', () => {
    const text = 'length = 1;\nlength';
    const tally = new Tally();
    wordsInPassage(passageOf(text, 12), { learnt: new Map(), choices: 1, tally });
    assert.deepEqual([tally.characters, tally.keys], [6, 2]);
  });
});

describe('a replay of edits', () => {
  const file: EditedFile = {
    language: 'c',
    before: 'alpha = beta;\n\nomega;\n',
    edits: [
      { offset: 8, removed: 4, inserted: 'eta', opened: '' },
      { offset: 13, removed: 0, inserted: 'gamma = delta;', opened: '' },
    ],
  };

  async function edited(knowledge: Knowledge, characters = 100): Promise<Tally> {
    const tally = new Tally();
    await replayEdits(file, characters, { ...base, follow: follower(knowledge).follow, tally });
    return tally;
  }

  it('types what is written at each place, behind its first key with help', async () => {
    const tally = await edited(knows('alpha = eta;\ngamma = delta;'));
    assert.ok(tally.looks.some(({ characters }) => characters === 'amma = delta;'.length));
    assert.ok(tally.looks.every(({ isRight }) => isRight));
    assert.deepEqual([tally.characters, tally.keys], [17, 17 - savedBy(tally)]);
  });

  it('costs as many keys as there are characters where nothing is known', async () => {
    const tally = await edited(nothing);
    assert.deepEqual([tally.characters, tally.keys], [17, 17]);
  });

  it('types so many characters, and the rest comes by itself', async () => {
    const tally = await edited(nothing, 5);
    assert.deepEqual([tally.characters, tally.keys], [5, 5]);
  });

  it('has a list of words that knows what stands around', () => {
    const tally = new Tally();
    const options = { learnt: new Map<string, string[]>(), choices: 1, tally };
    wordsInEdits(
      { ...file, edits: [{ offset: 14, removed: 0, inserted: 'omega', opened: '' }] },
      100,
      options,
    );
    assert.deepEqual([tally.characters, tally.keys], [5, 2]);
  });

  it('cuts no character in two', () => {
    assert.deepEqual(
      [beginningOf('a😀', 2), beginningOf('a😀', 3), beginningOf('abc', 2)],
      ['a', 'a😀', 'ab'],
    );
  });
});

describe('requests', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const text = letters.map(letter => `${letter.repeat(20)} = gamma;\n`).join('');

  async function requested(knowledge: Knowledge): Promise<RequestTally> {
    const tally = new RequestTally();
    const { follow } = follower(knowledge);
    await replayRequests(passageOf(text), { ...base, manner: 'onRequest', follow, tally });
    return tally;
  }

  it('are answered with what comes by one who knows it', async () => {
    const tally = await requested(knows(text));
    const { asked, rightPercent, keysSavedPerRequest } = requestFiguresOf(tally);
    assert.ok(asked > 5);
    assert.ok(tally.looks.length > 0);
    assert.equal(rightPercent, 100);
    assert.equal(keysSavedPerRequest, (savedBy(tally) - asked) / asked);
  });

  it('cost a key each where nothing is known', async () => {
    const figures = requestFiguresOf(await requested(nothing));
    assert.deepEqual(
      [figures.answeredPercent, figures.rightPercent, figures.keysSavedPerRequest, figures.similarityPercent],
      [0, null, -1, 0],
    );
  });

  it('are made at the same places with the same seed', async () => {
    assert.deepEqual(await requested(knows(text)), await requested(knows(text)));
  });
});

describe('passages', () => {
  const texts = Array.from({ length: 10 }, (_, i) => ({
    path: `${i}.c`,
    language: 'c' as const,
    text: `line ${i}\n`.repeat(10 * i),
  }));
  const choose = (seed: number, limits = { files: 4, characters: 100 }) =>
    choosePassages(texts, { ...limits, random: new Random(seed) });

  it('are of as many files as asked for, in their order, and the same with the same seed', () => {
    const passages = choose(1);
    assert.equal(passages.length, 4);
    const names = passages.map(({ path }) => path);
    assert.deepEqual(names, names.toSorted());
    assert.deepEqual(choose(1), passages);
    assert.notDeepEqual(choose(2), passages);
  });

  it('begin with a line and are as long as asked for, or the whole file', () => {
    for (const { text, from, to } of choose(3, { files: 10, characters: 100 })) {
      assert.ok(from === 0 || text[from - 1] === '\n');
      assert.equal(to - from, Math.min(100, text.length));
    }
  });

  it('end with a whole character', () => {
    const [{ from, to }] = choosePassages([{ path: 'a.c', language: 'c', text: '😀'.repeat(9) }], {
      files: 1,
      characters: 5,
      random: new Random(1),
    });
    assert.deepEqual([from, to], [0, 6]);
  });
});
