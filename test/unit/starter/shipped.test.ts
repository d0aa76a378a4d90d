import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readKeptRankings } from '../../../src/model/insight/evidence/keptRankings.ts';
import { loadModel } from '../../../src/model/files/modelFiles.ts';
import { createFolderStorage } from '../../../src/platform/node/modelFolder/folderStorage.ts';
import { assets } from '../../../src/protocol/assets.ts';
import { verdictOf } from '../../../src/protocol/verdict.ts';
import { loadWasm } from '../network/networks.ts';

interface Record {
  /** One after the other: each goes on from the one before it. */
  trainings: { texts: { [language: string]: { sha256: string; characters: number } }; weights: string }[];
  sha256: { [file: string]: string };
}

const inStarter = (name: string) => path.join(assets.starter, name);
const record = async () => JSON.parse(await readFile(inStarter('record.json'), 'utf8')) as Record;

describe('the starter model', () => {
  it('is the one that the record of its training tells of', async () => {
    const { sha256 } = await record();
    const files = (await readdir(assets.starter)).filter(
      name => name !== 'record.json' && name !== 'DATA.md',
    );
    assert.deepEqual(Object.keys(sha256), files.toSorted());
    for (const [name, digest] of Object.entries(sha256))
      assert.equal(
        createHash('sha256')
          .update(await readFile(inStarter(name)))
          .digest('hex'),
        digest,
        name,
      );
    assert.equal((await record()).trainings.at(-1)!.weights, sha256['starter.safetensors']);
  });

  it('has learnt the texts that its page of data tells of', async () => {
    const page = await readFile(inStarter('DATA.md'), 'utf8');
    const { trainings } = await record();
    for (const { texts } of trainings)
      for (const { sha256 } of Object.values(texts)) assert.ok(page.includes(`\`${sha256}\``), sha256);
    for (const { characters } of Object.values(trainings.at(-1)!.texts))
      assert.ok(page.includes(characters.toLocaleString('en')), String(characters));
  });

  it('knows which of its cells follow what', async () => {
    const storage = createFolderStorage(assets.starter);
    const { network } = await loadModel(storage, await loadWasm());
    const rankings = (await readKeptRankings(storage, network)) ?? [];
    assert.deepEqual(
      rankings.map(({ language, feature }) => `${language} ${feature}`),
      ['c quotes', 'c comment', 'c if', 'latex math', 'latex comment', 'latex environment'],
    );
    for (const ranking of rankings) assert.notEqual(verdictOf(ranking.cells[0], ranking), 'unclear');
  });

  it('reads both languages, and names no file of those who made it', async () => {
    const model = await loadModel(createFolderStorage(assets.starter), await loadWasm());
    assert.deepEqual([...model.languages].toSorted(), ['c', 'latex']);
    assert.deepEqual(model.heldOut, []);
    assert.equal(model.network.config.cell, 'lstm');
  });
});
