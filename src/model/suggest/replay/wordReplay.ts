import type { Passage } from './passages.ts';
import { beginningOf, BEYOND, type EditedFile } from './replay.ts';
import type { Tally } from './tally.ts';
import { typeWithWordList, WordList } from './wordList.ts';

export interface WordReplayOptions {
  /** Words of other files by their first character, the best ones first. */
  learnt: ReadonlyMap<string, readonly string[]>;
  /** Of the list, how many the one who types looks at. */
  choices: number;
  tally: Tally;
}

/** As `replayPassage`, with an editor's list of words in place of suggestions. */
export function wordsInPassage({ text, from, to }: Passage, { learnt, ...options }: WordReplayOptions): void {
  const before = text.slice(0, from);
  const list = new WordList(learnt);
  list.addText(before);
  const beyond = text.slice(to, to + BEYOND);
  typeWithWordList({ ...options, list, before, text: text.slice(from, to), beyond });
}

/** As `replayEdits`. At each place the words before it count as used last, the nearest one first. */
export function wordsInEdits(
  { before: start, edits }: EditedFile,
  characters: number,
  { learnt, ...options }: WordReplayOptions,
): void {
  let left = characters;
  let document = start;
  for (const { offset, removed, inserted, opened } of edits) {
    const before = document.slice(0, offset);
    const behind = opened + document.slice(offset + removed);
    const typed = beginningOf(inserted, left);
    if (typed !== '') {
      const list = new WordList(learnt);
      list.addText(behind);
      list.addText(before);
      typeWithWordList({
        ...options,
        list,
        before: before.slice(-BEYOND),
        text: typed,
        beyond: (inserted.slice(typed.length) + behind).slice(0, BEYOND),
      });
    }
    left = Math.max(0, left - inserted.length);
    document = before + inserted + behind;
  }
}
