import { createCorpus, type SourceText } from '../../model/text/corpus.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { defaultSettings } from '../../model/training/settings.ts';
import { knownLanguages } from '../../protocol/languages.ts';

/** A file that was not learnt from, or not all of it. */
export interface HeldOutFile {
  source: SourceText;
  /** UTF-16 offset: the text from here on was held out. */
  from: number;
}

/** The longest held-out part; one in the first of the languages if there is any, since that has the most to show. */
export async function chooseHeldOut(sources: readonly SourceText[]): Promise<HeldOutFile> {
  const { validation } = await createCorpus(sources, { seed: defaultSettings.seed });
  const parts = validation.map(({ path, ids }) => {
    const source = sources.find(each => each.path === path)!;
    const characters = Array.from(withLineFeeds(source.text));
    // The file's start symbol is not a character.
    const before = characters.slice(0, characters.length - (ids.length - 1));
    return { source, from: before.join('').length };
  });
  const inFirst = parts.filter(part => part.source.language === knownLanguages[0]);
  const length = ({ source, from }: HeldOutFile) => source.text.length - from;
  return (inFirst.length > 0 ? inFirst : parts).reduce((best, part) =>
    length(part) > length(best) ? part : best,
  );
}
