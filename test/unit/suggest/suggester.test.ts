import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { type ReadControl, undisturbed } from '../../../src/model/base/readControl.ts';
import type { DocumentPredictor } from '../../../src/model/predict/documentPredictor.ts';
import type { Branches, Predictor } from '../../../src/model/predict/predictor.ts';
import type { NoSuggestion } from '../../../src/model/suggest/outcome.ts';
import { Suggester, type SuggestOptions } from '../../../src/model/suggest/suggester.ts';
import { longestWait } from '../../../src/model/suggest/timeliness.ts';
import { DocumentText } from '../../../src/model/text/documentText.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';

const vocabulary = Vocabulary.fromTexts(['\n\t abcdefghijklmnopqrstuvwxyz0123456789(){};*/"\\+=.,']);

/** Predicts one text after whatever it has read, and is as sure of each character of it. */
class Prophet implements Predictor {
  readonly vocabSize = vocabulary.size;
  reads = 0;
  private readonly text: string;
  private readonly sureness: number;
  private at = 0;

  constructor(text: string, sureness: number) {
    this.text = text;
    this.sureness = sureness;
  }

  read(symbols: ArrayLike<number>): void {
    this.reads += symbols.length;
    this.at += symbols.length;
  }

  distribution(into: Float32Array): void {
    into.fill(0);
    into[Vocabulary.unknown] = 1 - this.sureness;
    into[vocabulary.encode(this.text[this.at] ?? '\n')[0]] = this.sureness;
  }

  mark(): number {
    return this.at;
  }

  rewind(mark: number): void {
    this.at = mark;
  }

  branch(): Branches {
    throw new Error('No suggestion needs several.');
  }
}

/** A document whose cursor is where '|' stands, and what a prophet would write there. */
function open(marked: string, says: string, { sureness = 0.99 } = {}) {
  const offset = marked.indexOf('|');
  const text = new DocumentText(marked.replace('|', ''));
  const prophet = new Prophet(says, sureness);
  let asked = 0;
  const predict = () => {
    asked++;
    return Promise.resolve(prophet);
  };
  const document: DocumentPredictor = {
    text,
    language: 'c',
    vocabulary,
    predictorAt: predict,
    nearbyPredictorAt: predict,
  };
  const suggester = new Suggester(document);
  const options: SuggestOptions = {
    offset,
    maxLength: 40,
    minimumProbability: 0.4,
    temperature: 0,
    random: new Random(1),
    isInvoked: false,
    waited: () => 0,
  };
  const ask = async (changed: Partial<SuggestOptions> = {}, control: ReadControl = undisturbed) => {
    const outcome = await suggester.suggest({ ...options, ...changed }, control);
    return 'text' in outcome ? outcome.text : `<${outcome.reason}>`;
  };
  return { text, suggester, offset, ask, prophet, asked: () => asked };
}

const aborted = { ...undisturbed, signal: AbortSignal.abort() };

/** One case for each reason: a reason without one does not compile. */
const reasons: Record<Exclude<NoSuggestion, 'outdated'>, () => Promise<string>> = {
  aborted: () => open('int a = |', 'count(1);').ask({}, aborted),
  late: () => open('int a = |', 'count(1);').ask({ waited: () => longestWait + 1 }),
  refused: async () => {
    const { text, offset, ask } = open('int a = |', 'count(1);');
    await ask();
    text.replace({ offset, length: 0, text: 'x' });
    text.replace({ offset, length: 1, text: '' });
    return await ask();
  },
  beforeText: () => open('int a = | + 2;', 'count(1)').ask(),
  unsure: () => open('int a = |', 'count(1);', { sureness: 0.3 }).ask(),
  standsAfter: () => open('f(a|);', ');').ask(),
  leavesOpen: () => open('int a = |;\n', 'f(').ask(),
  breaksToken: () => open('char *s = "|";', 'a\\').ask(),
  repeatsLineAbove: () => open('count(1);\n|', 'count(1);').ask(),
  standsBelow: () => open('|\ncount(1);\n', 'count(1);').ask(),
  blank: () => open('int a|', '  ').ask(),
  emptyComment: () => open('int a; |', '/* */').ask(),
  loneOpening: () => open('int a = |', '{').ask(),
  tooShort: () => open('int a = |', 'bc').ask(),
};

describe('Suggester', () => {
  for (const [reason, ask] of Object.entries(reasons))
    it(`says why it suggests nothing: ${reason}`, async () => {
      assert.equal(await ask(), `<${reason}>`);
    });

  it('lets what it suggested stand while it is typed along, and reads nothing for that', async () => {
    const { text, offset, ask, asked } = open('int a = |', 'count(1);');
    assert.equal(await ask(), 'count(1);');
    for (let typed = 1; typed < 8; typed++) {
      text.replace({ offset: offset + typed - 1, length: 0, text: 'count(1);'[typed - 1] });
      assert.equal(await ask({ offset: offset + typed }), 'count(1);'.slice(typed));
    }
    assert.equal(asked(), 1);
  });

  it('goes along also when what is asked for has no time left, and takes the place of closers', async () => {
    const { text, offset, suggester, ask } = open('int a = |', 'count(1);');
    await ask();
    text.replace({ offset, length: 0, text: 'count()' });
    const options = { maxLength: 40, minimumProbability: 0.4, temperature: 0, random: new Random(1) };
    const outcome = await suggester.suggest(
      { ...options, offset: offset + 6, isInvoked: false, waited: () => 60_000 },
      aborted,
    );
    assert.ok('text' in outcome);
    assert.deepEqual([outcome.text, outcome.replaces], ['1);', 1]);
    // As sure as of all of it, when it was shown.
    assert.ok(Math.abs(outcome.probability - 0.99 ** 9) < 1e-6);
  });

  it('sees that a closer was typed over, which leaves the text as it is', async () => {
    const { text, offset, ask } = open('int a = |', 'count(1);');
    await ask();
    text.replace({ offset, length: 0, text: 'count()' });
    text.replace({ offset: offset + 6, length: 0, text: '1' });
    text.replace({ offset: offset + 7, length: 1, text: ')' });
    assert.equal(await ask({ offset: offset + 8 }), ';');
  });

  it('suggests anew under other settings, and once it has forgotten', async () => {
    const { suggester, ask, asked } = open('int a = |', 'count(1);');
    await ask();
    await ask();
    assert.equal(asked(), 1);
    assert.equal(await ask({ maxLength: 8 }), 'count(1)');
    await ask();
    suggester.forget();
    await ask();
    assert.equal(asked(), 4);
  });

  it('shows nothing for a text that was edited while it read', async () => {
    const { text, ask } = open('int a = |', 'count(1);');
    const answer = ask();
    text.replace({ offset: 0, length: 0, text: 'x' });
    assert.equal(await answer, '<aborted>');
  });

  it('leaves the predictor where it was', async () => {
    const { prophet, ask } = open('int a = |', 'count(1);');
    await ask();
    assert.ok(prophet.reads > 5);
    assert.equal(prophet.mark(), 0);
  });

  it('follows the text no longer when it is disposed of', async () => {
    const { text, offset, suggester, ask } = open('int a = |', 'count(1);');
    await ask();
    suggester.dispose();
    text.replace({ offset: 0, length: 0, text: 'x' });
    assert.equal(await ask({ offset }), 'count(1);');
  });
});
