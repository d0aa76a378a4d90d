import assert from 'node:assert/strict';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { hashOfFile, type SourceText } from '../../../src/model/text/corpus.ts';
import { formatFileHashes } from '../../../src/model/text/fileHashes.ts';
import { changedShare } from '../../../src/model/training/changedShare.ts';
import { cSources, cText } from './sources.ts';

async function* streamed(sources: readonly SourceText[]) {
  yield* sources;
}

const size = (texts: readonly SourceText[]) => texts.reduce((sum, { text }) => sum + text.length, 0);

const learntOf = (sources: readonly SourceText[]) =>
  formatFileHashes(sources.map(({ path, text }) => hashOfFile(path, text)));

describe('how much of the files a model has not learnt', () => {
  const sources = cSources(10);
  const learnt = learntOf(sources.slice(1));
  const heldOut = [sources[0].path];

  it('is nothing where nothing has changed, and of no files', async () => {
    assert.equal(await changedShare(streamed(sources), { learnt, heldOut }, undisturbed), 0);
    assert.equal(await changedShare(streamed([]), { learnt, heldOut }, undisturbed), 0);
  });

  it('is the share of what has changed, is new or has another name', async () => {
    const [, first, ...rest] = sources;
    const share = async (now: SourceText[]) =>
      await changedShare(streamed([sources[0], ...now]), { learnt, heldOut }, undisturbed);
    const edited = { ...first, text: `${first.text}int a;\n` };
    assert.equal(await share([edited, ...rest]), edited.text.length / size([edited, ...rest]));
    const added = { path: 'new.c', language: 'c' as const, text: cText(77) };
    assert.equal(await share([first, ...rest, added]), added.text.length / size([first, ...rest, added]));
    assert.ok((await share([{ ...first, path: 'other.c' }, ...rest])) > 0);
  });

  it('is not that of what was held out', async () => {
    const others = [{ ...sources[0], text: cText(78) }, ...sources.slice(1)];
    assert.equal(await changedShare(streamed(others), { learnt, heldOut }, undisturbed), 0);
  });

  it('ends when it is aborted', async () => {
    const control = { ...undisturbed, signal: AbortSignal.abort() };
    await assert.rejects(changedShare(streamed(sources), { learnt, heldOut }, control), {
      name: 'AbortError',
    });
  });
});
