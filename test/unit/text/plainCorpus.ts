import { type Language, languages } from '../../../src/model/text/language.ts';
import type { SourceText } from '../../../src/model/text/corpus.ts';
import { Digest } from '../../../src/model/text/digest.ts';
import { splitFiles } from '../../../src/model/text/splitFiles.ts';

interface PlainFile {
  path: string;
  language: Language;
  ids: number[];
}

interface PlainCorpus {
  characters: string[];
  training: PlainFile[];
  validation: PlainFile[];
  digest: string;
}

const FIRST_CHARACTER = 1 + languages.length;

/** What a corpus means, in strings that are all in memory at once: `createCorpus` must agree with it. */
export function plainCorpus(sources: readonly SourceText[], seed: number): PlainCorpus {
  const files = sources
    .filter(file => file.text !== '')
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const [trainingTexts, validationTexts] = split(files, seed);
  const characters = vocabularyOf(trainingTexts.map(file => file.text));
  const idOf = new Map(characters.map((character, index) => [character, index]));
  const encode = ({ path, language, text }: SourceText): PlainFile => ({
    path,
    language,
    ids: [
      1 + languages.indexOf(language),
      ...Array.from(withLineFeeds(text), character => {
        const index = idOf.get(character);
        return index === undefined ? 0 : FIRST_CHARACTER + index;
      }),
    ],
  });
  const training = trainingTexts.map(encode);
  const validation = validationTexts.map(encode);
  const digest = new Digest().addText(characters.join(''));
  for (const part of [training, validation]) {
    for (const { path, ids } of part) digest.addText(path).addValues(ids);
    digest.addValues([part.length]);
  }
  return { characters, training, validation, digest: digest.hex() };
}

function split(files: readonly SourceText[], seed: number): [SourceText[], SourceText[]] {
  const sizes = files.map(({ path, text }) => ({ path, size: text.length }));
  const choice = splitFiles(sizes, seed);
  if ('heldOut' in choice) {
    const isHeldOut = ({ path }: SourceText) => choice.heldOut.has(path);
    return [files.filter(file => !isHeldOut(file)), files.filter(isHeldOut)];
  }
  const whole = files.find(file => file.path === choice.lastTenthOf)!;
  const text = withLineFeeds(whole.text);
  const offset = Math.floor(text.length * 0.9);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let cut = lineStart > 0 && offset - lineStart < text.length / 50 ? lineStart : offset;
  if (cut > 0 && text.codePointAt(cut - 1)! > 0xffff) cut++;
  cut = Math.max(1, cut);
  return [
    files.map(file => (file === whole ? { ...whole, text: text.slice(0, cut) } : file)),
    [{ ...whole, text: text.slice(cut) || text }],
  ];
}

function vocabularyOf(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts)
    for (const character of text) {
      // A carriage return counts as a line feed, also where it stands before one.
      const read = character === '\r' ? '\n' : character;
      counts.set(read, (counts.get(read) ?? 0) + 1);
      total++;
    }
  return [...counts.keys()]
    .filter(each => codePoint(each) < 0xd800 || codePoint(each) >= 0xe000)
    .filter(each => total < 10_000 || counts.get(each)! > 1)
    .toSorted((a, b) => counts.get(b)! - counts.get(a)! || codePoint(a) - codePoint(b))
    .slice(0, 1024)
    .toSorted((a, b) => codePoint(a) - codePoint(b));
}

function codePoint(character: string): number {
  return character.codePointAt(0)!;
}

function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
