import assert from 'node:assert/strict';
import { createCorpus, type SourceText } from '../../../src/model/text/corpus.ts';
import { FileHashes, formatFileHashes } from '../../../src/model/text/fileHashes.ts';
import { cSources } from '../training/sources.ts';

async function hashesOf(sources: SourceText[]): Promise<Map<string, number>> {
  const { training, validation } = await createCorpus(sources, { seed: 1 });
  return new Map([...training, ...validation].map(file => [file.path, file.hash]));
}

describe('FileHashes', () => {
  it('have what was written, in whatever order, and nothing else', () => {
    const text = formatFileHashes([0xffffffff, 1, 0x12345678]);
    assert.equal(text, formatFileHashes([1, 0x12345678, 0xffffffff]));
    assert.equal(text.length, 18);
    const hashes = new FileHashes(text);
    assert.deepEqual(
      [1, 0x12345678, 0xffffffff, 0, 2].map(hash => hashes.has(hash)),
      [true, true, true, false, false],
    );
    assert.equal(new FileHashes(formatFileHashes([])).has(0), false);
  });

  it('tell files by name and text, whatever else is in the folder', async () => {
    const sources = cSources(12);
    const before = await hashesOf(sources);
    const after = await hashesOf([
      { ...sources[0], text: `${sources[0].text}\n` },
      { ...sources[1], path: 'src/other.c' },
      { path: 'src/new.c', language: 'c', text: 'a text with a new character: @@' },
      ...sources.slice(2),
    ]);
    const same = [...after].filter(([path, hash]) => before.get(path) === hash).map(([path]) => path);
    assert.deepEqual(
      same.toSorted(),
      sources
        .slice(2)
        .map(file => file.path)
        .toSorted(),
    );
    assert.notEqual(after.get('src/other.c'), before.get(sources[1].path));
  });
});
