// `npm run starter:texts`: fetches what scripts/starter/sources.json names, takes from it what a starter model is to learn
// in each of its trainings, into .cache/starter/texts, and writes what was taken and left out into
// .cache/starter/texts.json and media/starter/DATA.md. The same sources give the same texts, byte for byte.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root, runScript } from '../command.mjs';
import { TextChooser } from './chooseTexts.mjs';
import { dataPage } from './dataPage.mjs';
import { fetchSources } from './fetchSources.mjs';
import { modelCode } from './modelCode.mjs';
import { STAGES } from './stages.mjs';
import { texLivePackages } from './texLivePackages.mjs';
import { filesBelow, readUnpacked, unpackSource } from './unpackSource.mjs';

const cache = path.join(root, '.cache/starter');
const folders = { archives: path.join(cache, 'archives'), unpacked: path.join(cache, 'unpacked') };
const textsFolder = path.join(cache, 'texts');
const recordFile = path.join(cache, 'texts.json');
const pageFile = path.join(root, 'media/starter/DATA.md');

const ENDS = { c: /\.[ch]$/, latex: /\.(tex|ltx|sty|cls|bib)(\.gz)?$/ };

await runScript(async () => {
  const { sources, most } = JSON.parse(
    await readFile(path.join(root, 'scripts/starter/sources.json'), 'utf8'),
  );
  await fetchSources(sources, folders.archives);
  const { decodeText, whyNotLearnt } = await modelCode(
    'reading',
    `export { decodeText } from './platform/node/files/decodeText.ts';
     export { whyNotLearnt } from './platform/node/files/readSourceFile.ts';`,
  );
  const reader = file => async () => {
    const decoded = decodeText(await readUnpacked(file));
    if ('reason' in decoded) return decoded;
    const reason = whyNotLearnt(decoded.text);
    return reason ? { reason } : decoded;
  };

  await rm(textsFolder, { recursive: true, force: true });
  const records = {};
  for (const stage of STAGES) records[stage.name] = await layOut(stage, { sources, most, reader });
  await writeFile(recordFile, `${JSON.stringify(records, undefined, 1)}\n`);
  await mkdir(path.dirname(pageFile), { recursive: true });
  await writeFile(pageFile, await formatted(dataPage(records, most)));
});

/** Writes the texts of one training, and tells which they are. */
async function layOut({ name: stage, cuts }, { sources, most, reader }) {
  const record = { sources: [], texts: {} };
  for (const language of ['c', 'latex']) {
    const chooser = new TextChooser(language, most[language], cuts);
    const digest = createHash('sha256');
    for (const source of sources.filter(each => each.language === language)) {
      const folder = await unpackSource(source, folders);
      for (const part of await partsOf(source, folder)) {
        const files = part.files.map(file => ({ path: file, read: reader(path.join(folder, file)) }));
        const { texts, leftOut } = await chooser.choose(part, files);
        const entry = await write(texts, { language, part, digest, folder: path.join(textsFolder, stage) });
        record.sources.push({ ...entry, leftOut: { ...leftOut, ...part.leftOut } });
      }
      const own = record.sources.filter(each => each.language === language);
      console.log(`${stage} training, ${language}, ${source.name}: ${sizeOf(own, source.name)}`);
    }
    const own = record.sources.filter(each => each.language === language);
    record.texts[language] = {
      sources: own.filter(each => each.files > 0).length,
      files: own.reduce((sum, each) => sum + each.files, 0),
      characters: own.reduce((sum, each) => sum + each.characters, 0),
      sha256: digest.digest('hex'),
    };
  }
  console.log(record.texts);
  return record;
}

function sizeOf(entries, archive) {
  const own = entries.filter(each => each.archive === archive);
  const characters = own.reduce((sum, each) => sum + each.characters, 0);
  return `${own.reduce((sum, each) => sum + each.files, 0)} files, ${(characters / 1e3).toFixed(0)} kB`;
}

/** An archive is one source; one of TeX Live is many. */
async function partsOf(source, folder) {
  const all = (await filesBelow(folder)).filter(file => ENDS[source.language].test(file));
  const files = all.filter(
    file => (!source.include || isIn(file, source.include)) && !isIn(file, source.exclude ?? []),
  );
  if (!source.isTexLive) return [{ ...source, archive: source.name, files }];
  const { packages, leftOut } = await texLivePackages(source, folder, files);
  const parts = packages.map(part => ({ ...part, archive: source.name, version: source.version }));
  return [
    ...parts,
    {
      name: source.name,
      archive: source.name,
      version: source.version,
      licence: 'others',
      files: [],
      leftOut: { licence: leftOut },
    },
  ];
}

/** Whether it lies in one of the folders, seen from the archive's own. */
function isIn(file, starts) {
  const within = file.replace(/^[^/]+\//, '');
  return starts.some(each => within.startsWith(each));
}

async function write(texts, { language, part, digest, folder }) {
  let characters = 0;
  for (const { path: name, text } of texts) {
    const relative = path.posix.join(language, part.name, name.replace(/\.gz$/, ''));
    const file = path.join(folder, relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    digest.update(`${relative}\0${text}\0`);
    characters += text.length;
  }
  const { name, archive, version, licence } = part;
  return { language, name, archive, version, licence, files: texts.length, characters };
}

async function formatted(text) {
  return await format(text, { ...(await resolveConfig(pageFile)), parser: 'markdown' });
}
