import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { createCorpus, type SourceText } from '../../../src/model/text/corpus.ts';
import { languages } from '../../../src/model/text/language.ts';
import { plainCorpus } from './plainCorpus.ts';

/** Characters that texts are drawn from, the same one more often the more often it is named. */
const alphabets = [
  'aaabbc \n\n',
  'ab\r\r\n\n\t ',
  'aé\u00ffü\u0080\n ',
  'a–“”\u2028\ufeff\ufffd\n ',
  'a😀🎈\u{10ffff}𝕏\r\n ',
  'a\ud83d\ude00\ud83d\n',
];

/** Every character of Latin-1, and thousands of others: more than a vocabulary holds. */
const wide = Array.from({ length: 3000 }, (_, i) => String.fromCodePoint(i < 256 ? i : 0x3000 + 7 * i)).join(
  '',
);

function drawText(random: Random, longest: number): string {
  const draw = (count: number) => Math.floor(random.next() * count);
  const alphabet = draw(8) === 0 ? wide : alphabets[draw(alphabets.length)];
  // By units, so that pairs come apart.
  return Array.from({ length: draw(longest) }, () => alphabet[draw(alphabet.length)]).join('');
}

function drawSources(random: Random): SourceText[] {
  const draw = (count: number) => Math.floor(random.next() * count);
  const longest = [3, 40, 3000][draw(3)];
  return Array.from({ length: 1 + draw([2, 6, 40][draw(3)]) }, (_, i) => ({
    path: `${draw(1000)}/${i}`,
    language: languages[draw(languages.length)],
    text: drawText(random, longest),
  }));
}

describe('createCorpus and the plain implementation', () => {
  it('agree on random texts', async () => {
    const random = new Random(11);
    const seen = { rare: 0, full: 0, wide: 0, mixed: 0, cut: 0 };
    for (let round = 0; round < 60; round++) {
      const sources = [{ path: 'a', language: 'c', text: 'x' } as const, ...drawSources(random)];
      const expected = plainCorpus(sources, round);
      const corpus = await createCorpus(sources, { seed: round });
      const { vocabulary, training, validation } = corpus;
      assert.deepEqual(vocabulary.toJSON().characters, expected.characters, `round ${round}`);
      for (const part of ['training', 'validation'] as const)
        assert.deepEqual(
          corpus[part].map(({ path, language, ids }) => ({ path, language, ids: ids.join(' ') })),
          expected[part].map(file => ({ ...file, ids: file.ids.join(' ') })),
          `${part} in round ${round}`,
        );
      assert.equal(corpus.digest, expected.digest);

      const all = [...training, ...validation].map(file => file.ids);
      const wideFiles = all.filter(ids => ids instanceof Uint16Array);
      assert.ok(wideFiles.every(ids => ids.some(id => id > 255)));
      seen.rare += Number(corpus.characters > 10_000);
      seen.full += Number(vocabulary.size === 1028);
      seen.wide += Number(wideFiles.length > 0);
      seen.mixed += Number(wideFiles.length > 0 && wideFiles.length < all.length);
      seen.cut += Number(corpus.notices.length > 0);
    }
    assert.ok(
      Object.values(seen).every(count => count > 0),
      JSON.stringify(seen),
    );
  });

  it('have a digest that no version may change: checkpoints know their corpus by it', async () => {
    const texts = ['int main(void)\r\n{\r\n}\r\n', 'ü – 😀\n'.repeat(2000), '\\section{a}\n', 'x\r'];
    const sources = texts.map((text, i): SourceText => ({ path: `${i}.c`, language: 'c', text }));
    assert.equal((await createCorpus(sources, { seed: 1 })).digest, '8448f993aa52d776');
  });
});
