import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { type ReadControl, undisturbed } from '../../../src/model/base/readControl.ts';
import type { DocumentPredictor } from '../../../src/model/predict/documentPredictor.ts';
import { uncalibrated } from '../../../src/model/suggest/calibration.ts';
import { Experience } from '../../../src/model/suggest/experience.ts';
import { type Manner, manners } from '../../../src/model/suggest/manner.ts';
import type { NoSuggestion } from '../../../src/model/suggest/outcome.ts';
import { Suggester, type SuggestOptions } from '../../../src/model/suggest/suggester.ts';
import { Restraint } from '../../../src/model/suggest/restraint.ts';
import { Taste } from '../../../src/model/suggest/taste.ts';
import { longestWait } from '../../../src/model/suggest/timeliness.ts';
import { DocumentText } from '../../../src/model/text/documentText.ts';
import { type Oracle, prophet, speaker, vocabulary } from './oracle.ts';

/** A document whose cursor is where '|' stands, and what a prophet would write there. */
function open(
  marked: string,
  says: string | Oracle,
  {
    sureness = 0.99,
    taste = new Taste(),
    restraint = new Restraint(),
  }: { sureness?: number; taste?: Taste; restraint?: Restraint } = {},
) {
  const offset = marked.indexOf('|');
  const text = new DocumentText(marked.replace('|', ''));
  const oracle = typeof says === 'string' ? prophet(says, sureness) : says;
  let asked = 0;
  const predict = () => {
    asked++;
    return Promise.resolve(oracle);
  };
  const document: DocumentPredictor = {
    text,
    language: 'c',
    vocabulary,
    predictorAt: predict,
    nearbyPredictorAt: predict,
    learn: async () => true,
  };
  const suggester = new Suggester(document, new Experience({ taste, restraint, calibration: uncalibrated }));
  const options: SuggestOptions = {
    offset,
    maxLength: 40,
    manner: 'eager',
    hidesList: false,
    random: new Random(1),
    isInvoked: false,
    waited: () => 0,
  };
  const outcomeOf = (changed: Partial<SuggestOptions> = {}, control: ReadControl = undisturbed) =>
    suggester.suggest({ ...options, ...changed }, control);
  const ask = async (changed?: Partial<SuggestOptions>, control?: ReadControl) => {
    const outcome = await outcomeOf(changed, control);
    return 'text' in outcome ? outcome.text : `<${outcome.reason}>`;
  };
  return { text, suggester, offset, ask, outcomeOf, oracle, asked: () => asked };
}

const several = () => speaker({ 'alpha;': 0.5, 'beta;': 0.3, 'gamma;': 0.2 });

const aborted = { ...undisturbed, signal: AbortSignal.abort() };

/** One case for each reason: a reason without one does not compile. */
const reasons: Record<Exclude<NoSuggestion, 'outdated'>, () => Promise<string>> = {
  aborted: () => open('int a = |', 'count(1);').ask({}, aborted),
  deleting: () => {
    const { text, offset, ask } = open('int count|', 'er;');
    text.replace({ offset: offset - 1, length: 1, text: '' });
    return ask({ offset: offset - 1 });
  },
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
  blank: () => open('int a|', '   ').ask(),
  emptyComment: () => open('int a; |', '/* */').ask(),
  loneOpening: () => open('int a = |', '{').ask(),
  notWorthALook: () => open('int a = |', 'bc').ask({ manner: 'quiet' }),
  onRequest: () => open('int a = |', 'count(1);').ask({ manner: 'onRequest' }),
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
    const options = { maxLength: 40, manner: 'eager' as const, hidesList: false, random: new Random(1) };
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
    const { oracle, ask } = open('int a = |', 'count(1);');
    await ask();
    assert.ok(oracle.reads > 5);
    assert.equal(oracle.mark(), 0);
  });

  it('follows the text no longer when it is disposed of', async () => {
    const { text, offset, suggester, ask } = open('int a = |', 'count(1);');
    await ask();
    suggester.dispose();
    text.replace({ offset: 0, length: 0, text: 'x' });
    assert.equal(await ask({ offset }), 'count(1);');
  });

  it('gives one who asks something in any manner, also what was refused, and where a word is being deleted', async () => {
    for (const manner of manners) {
      const { text, offset, ask } = open('int a = |', 'bc', { sureness: 0.6 });
      assert.equal(await ask({ manner, isInvoked: true }), 'bc');
      text.replace({ offset, length: 0, text: 'x' });
      text.replace({ offset, length: 1, text: '' });
      assert.equal(await ask({ manner, isInvoked: true }), 'bc');
    }
    const { text, offset, ask } = open('int count|', 'er;');
    text.replace({ offset: offset - 1, length: 1, text: '' });
    assert.equal(await ask({ offset: offset - 1, isInvoked: true }), 'er;');
  });

  it('suggests where a word was deleted once something is typed again, and where it was no word', async () => {
    const { text, offset, ask } = open('int count|', 'er;');
    text.replace({ offset: offset - 1, length: 1, text: '' });
    text.replace({ offset: offset - 1, length: 0, text: 't' });
    assert.equal(await ask(), 'er;');
    const other = open('f(a) +|', 'count;');
    other.text.replace({ offset: 5, length: 1, text: '' });
    assert.equal(await other.ask({ offset: 5 }), 'count;');
  });

  it('shows the quiet what is long, the eager what is short too, and neither what is unlikely', async () => {
    assert.equal(await open('int a = |', 'b1;').ask({ manner: 'quiet' }), '<notWorthALook>');
    assert.equal(await open('int a = |', 'b1;').ask({ manner: 'eager' }), 'b1;');
    assert.equal(await open('int a = |', 'count_of(list);').ask({ manner: 'quiet' }), 'count_of(list);');
    for (const manner of ['quiet', 'eager'] as const)
      assert.equal(await open('int a = |', 'count(1);', { sureness: 0.3 }).ask({ manner }), '<unsure>');
  });

  it('has other texts for one who asks, and none for one who types', async () => {
    const { outcomeOf } = open('int a = |', several());
    const asked = await outcomeOf({ isInvoked: true });
    assert.ok('text' in asked);
    assert.deepEqual([asked.text, ...asked.alternatives], ['alpha;', 'beta;', 'gamma;']);
    const typed = await open('int a = |', prophet('alpha;', 0.99)).outcomeOf();
    assert.ok('text' in typed);
    assert.deepEqual(typed.alternatives, []);
  });

  it('has other texts beside what is on screen already', async () => {
    const { outcomeOf, text, offset } = open('int a = |', several());
    await outcomeOf({ isInvoked: true });
    const again = await outcomeOf({ isInvoked: true });
    assert.ok('text' in again);
    assert.deepEqual([again.text, ...again.alternatives], ['alpha;', 'beta;', 'gamma;']);
    // Taking another one refuses nothing.
    text.replace({ offset, length: 0, text: 'beta;' });
    text.replace({ offset, length: 5, text: '' });
    const { ask } = open('int a = |', several());
    assert.equal(await ask({ isInvoked: true }), 'alpha;');
  });

  it('is as sure as the chance is calibrated, of all that it shows', async () => {
    const { outcomeOf } = open('int a = |', 'count(1);');
    const outcome = await outcomeOf();
    assert.ok('text' in outcome);
    assert.ok(Math.abs(outcome.probability - 0.99 ** 9) < 1e-6);
  });

  it('learns what its user takes: whole, typed through, or written anew with its line', async () => {
    const ways: ((opened: ReturnType<typeof open>) => void)[] = [
      ({ text, offset }) => text.replace({ offset, length: 0, text: 'count(1);' }),
      ({ text, offset }) => {
        for (const [i, key] of Array.from('count(1);').entries())
          text.replace({ offset: offset + i, length: 0, text: key });
      },
      ({ text, offset }) => text.replace({ offset: 0, length: offset, text: 'int a = count(1);' }),
    ];
    for (const take of ways) {
      const taste = new Taste();
      const opened = open('int a = |', 'count(1);', { sureness: 0.97, taste });
      await opened.ask();
      take(opened);
      assert.ok(taste.leaning > 0);
    }
  });

  it('learns what its user refuses, once, and nothing of what he leaves alone', async () => {
    const taste = new Taste();
    const { text, offset, ask } = open('int a = |\n', 'count(1);', { taste });
    await ask();
    text.replace({ offset: offset + 1, length: 0, text: 'elsewhere' });
    assert.equal(taste.leaning, 0);
    await ask();
    text.replace({ offset, length: 0, text: 'x' });
    const once = taste.leaning;
    assert.ok(once < 0);
    text.replace({ offset: offset + 1, length: 0, text: 'y' });
    assert.equal(taste.leaning, once);
  });

  it('takes nothing for refused or taken that is not on screen yet', async () => {
    for (const isShown of [false, true]) {
      const taste = new Taste();
      const { text, offset, suggester, ask } = open('int a = |\n', 'count(1);', { taste });
      await ask({ isShownLater: true });
      if (isShown) suggester.shown();
      text.replace({ offset, length: 0, text: 'x' });
      assert.equal(taste.leaning < 0, isShown);
      text.replace({ offset, length: 1, text: '' });
      text.replace({ offset: offset + 1, length: 0, text: 'elsewhere' });
      assert.equal(await ask(), isShown ? '<refused>' : 'count(1);');
    }
  });

  it('goes along with what is not on screen yet', async () => {
    const { text, offset, ask } = open('int a = |', 'count(1);');
    await ask({ isShownLater: true });
    text.replace({ offset, length: 0, text: 'co' });
    assert.equal(await ask({ offset: offset + 2, isShownLater: true }), 'unt(1);');
  });

  it('looks anew where little is left of what is not on screen yet, and stays with what is', async () => {
    for (const isShown of [false, true]) {
      const { text, offset, suggester, ask } = open('int a = |', 'count(1);');
      await ask({ isShownLater: true });
      if (isShown) suggester.shown();
      text.replace({ offset, length: 0, text: 'count(1)' });
      // The predictor of these tests says the same wherever it is asked.
      const now = await ask({ offset: offset + 8, isShownLater: true });
      assert.equal(now, isShown ? ';' : 'count(1);');
    }
  });

  it('shows less to one who refuses what is right', async () => {
    const taste = new Taste();
    for (let i = 0; i < 100; i++) taste.learn(0.9, false);
    assert.equal(await open('int a = |', 'b1;', { sureness: 0.8, taste }).ask(), '<unsure>');
    assert.equal(await open('int a = |', 'b1;', { sureness: 0.8 }).ask(), 'b1');
  });

  it('shows the quiet less where the screen is too full, and counts neither what was asked for nor other manners', async () => {
    const full = new Restraint(100);
    const ask = (manner: Manner, restraint: Restraint) =>
      open('int a = |', 'count_a;', { restraint }).ask({ manner });
    assert.equal(await ask('quiet', new Restraint()), 'count_a;');
    assert.equal(await ask('quiet', full), '<notWorthALook>');
    assert.equal(await ask('eager', full), 'count_a;');
    const restraint = new Restraint();
    const { ask: again } = open('int a = |', 'count_a;', { restraint });
    await again({ manner: 'quiet', isInvoked: true });
    await again({ manner: 'eager' });
    assert.equal(restraint.spent, 0);
    await again({ manner: 'quiet' });
    assert.ok(restraint.spent > 0);
  });

  it('counts the keys that met it on the screen, not those that came before it was shown', async () => {
    for (const isShown of [true, false]) {
      const restraint = new Restraint();
      const { suggester, ask } = open('int a = |', 'count_a;', { restraint });
      for (let i = 0; i < 50; i++) {
        await ask({ manner: 'quiet', isShownLater: true });
        if (isShown) suggester.shown();
      }
      assert.equal(restraint.spent > 0, isShown);
    }
  });

  it('says what it saves: its chance times the keys that need not be struck', async () => {
    const outcome = await open('int a = |', 'count(1);', { sureness: 0.97 }).outcomeOf();
    assert.ok('text' in outcome);
    assert.ok(Math.abs(outcome.saves - outcome.probability * (outcome.text.length - 1) * 0.2) < 1e-9);
  });
});
