import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { countCharacters, createCorpus, type SourceText } from '../../../src/model/text/corpus.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { cSources } from '../training/sources.ts';

const seed = 1;
const paths = (files: readonly { path: string }[]) => new Set(files.map(file => file.path));

describe('createCorpus', () => {
  it('encodes each file as its start symbol and its characters, a byte each', async () => {
    const { vocabulary, training } = await createCorpus(
      [...cSources(20), { path: 'a.tex', language: 'latex', text: 'in' }],
      {
        seed,
      },
    );
    const file = training.find(({ path }) => path === 'a.tex')!;
    assert.ok(file.ids instanceof Uint8Array);
    assert.deepEqual([...file.ids], [vocabulary.startOf('latex'), ...vocabulary.encode('in')]);
  });

  it('holds out about a fifteenth of the text, whole files', async () => {
    const random = new Random(3);
    const sources = Array.from({ length: 300 }, (_, i): SourceText => ({
      path: `${i}.c`,
      language: 'c',
      text: 'int x;\n'.repeat(1 + random.next() * 100),
    }));
    const corpus = await createCorpus(sources, { seed });
    const share = countCharacters(corpus.validation, corpus.vocabulary) / corpus.characters;
    assert.ok(share > 0.03 && share < 0.15, `share is ${share}`);
    assert.equal(corpus.training.length + corpus.validation.length, 300);
    assert.deepEqual(corpus.notices, []);
  });

  it('moves no file to the other side when one is added', async () => {
    const before = await createCorpus(cSources(100), { seed });
    const after = await createCorpus(cSources(101), { seed });
    const added = 'src/file100.c';
    assert.deepEqual(
      new Set([...paths(after.validation)].filter(path => path !== added)),
      paths(before.validation),
    );
  });

  it('splits otherwise with another seed', async () => {
    const one = await createCorpus(cSources(100), { seed: 1 });
    const other = await createCorpus(cSources(100), { seed: 2 });
    assert.notDeepEqual(paths(one.validation), paths(other.validation));
  });

  it('holds out a small file of a few', async () => {
    const { training, validation, notices } = await createCorpus(cSources(12), { seed });
    assert.equal(training.length, 11);
    assert.equal(validation.length, 1);
    assert.deepEqual(notices, []);
  });

  it('holds out the last tenth of a single file at a line start, and says so', async () => {
    const text = 'a line of text\n'.repeat(100);
    const corpus = await createCorpus([{ path: 'only.c', language: 'c', text }], { seed });
    const [training, validation] = [corpus.training[0], corpus.validation[0]];
    assert.equal(training.ids.length - 1, 90 * 15);
    assert.equal(validation.ids.length - 1, 10 * 15);
    assert.deepEqual(corpus.notices, [{ kind: 'lastTenthHeldOut', path: 'only.c' }]);
  });

  it('works on one character', async () => {
    const corpus = await createCorpus([{ path: 'a.c', language: 'c', text: 'x' }], { seed });
    assert.equal(corpus.training[0].ids.length, 2);
    assert.equal(corpus.validation[0].ids.length, 2);
  });

  it('takes the vocabulary from the training part only', async () => {
    const { vocabulary } = await createCorpus(
      [{ path: 'a.c', language: 'c', text: `${'ab\n'.repeat(30)}zzz` }],
      {
        seed,
      },
    );
    assert.ok(!vocabulary.toJSON().characters.includes('z'));
  });

  it('skips an empty file and refuses to make a corpus of nothing', async () => {
    const empty: SourceText = { path: 'empty.c', language: 'c', text: '' };
    assert.deepEqual(
      (await createCorpus([...cSources(2), empty], { seed })).skipped.map(({ path }) => path),
      ['empty.c'],
    );
    await assert.rejects(createCorpus([empty], { seed }), UserError);
  });

  it('has a digest that any change of the files changes', async () => {
    const sources = cSources(10);
    const { digest } = await createCorpus(sources, { seed });
    const changed = sources.map((source, i) => (i === 4 ? { ...source, text: `${source.text} ` } : source));
    const renamed = sources.map((source, i) => (i === 4 ? { ...source, path: 'src/new.c' } : source));
    assert.equal((await createCorpus(sources.toReversed(), { seed })).digest, digest);
    for (const other of [changed, renamed, sources.slice(1)])
      assert.notEqual((await createCorpus(other, { seed })).digest, digest);
  });
});
