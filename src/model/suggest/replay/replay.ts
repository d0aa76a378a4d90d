import type { ReadControl } from '../../base/readControl.ts';
import type { DocumentPredictor } from '../../predict/documentPredictor.ts';
import { DocumentText } from '../../text/documentText.ts';
import type { Language } from '../../text/language.ts';
import type { Experience } from '../experience.ts';
import type { Manner } from '../manner.ts';
import { Suggester } from '../suggester.ts';
import { askingIn } from './asking.ts';
import type { Edit } from './edits.ts';
import type { Pace } from './pace.ts';
import type { Passage } from './passages.ts';
import type { Tally } from './tally.ts';
import { Typist, type Way } from './typist.ts';

/** A document and what follows it. */
export interface FollowedDocument {
  predictor: DocumentPredictor;
  /** It is followed no longer. */
  dispose: () => void;
}

/** Begins to follow a document. */
export type Follow = (text: DocumentText, language: Language) => FollowedDocument;

export interface ReplayOptions {
  follow: Follow;
  /** Of the one who types all of it; a new one in each document unless given. */
  experience?: Experience;
  manner: Manner;
  way: Way;
  seed: number;
  /** In milliseconds. */
  now: () => number;
  control: ReadControl;
  tally: Tally;
  /** Of the one who types all of it; without it no time passes. */
  pace?: Pace;
}

/** Edits of one file, in their order. */
export interface EditedFile {
  language: Language;
  /** As it is before the first of them. */
  before: string;
  edits: readonly Edit[];
}

/** Units behind a passage that a suggestion may go on into. */
export const BEYOND = 1000;

/** Types a part of a file, with what stands before it and nothing behind. */
export async function replayPassage(passage: Passage, options: ReplayOptions): Promise<void> {
  const { text, from, to, language } = passage;
  await withTypist({ text: text.slice(0, from), language }, options, async typist => {
    await typist.type({ offset: from, text: text.slice(from, to), beyond: text.slice(to, to + BEYOND) });
  });
}

/** Does edits one after the other; of all of them together so many characters are typed, and what is more comes by itself. */
export async function replayEdits(
  { before, language, edits }: EditedFile,
  characters: number,
  options: ReplayOptions,
): Promise<void> {
  let left = characters;
  await withTypist({ text: before, language }, options, async typist => {
    for (const { offset, removed, inserted, opened } of edits) {
      if (removed > 0 || opened !== '') typist.replace(offset, removed, opened);
      const typed = beginningOf(inserted, left);
      await typist.type({ offset, text: typed });
      typist.replace(offset + typed.length, 0, inserted.slice(typed.length));
      left = Math.max(0, left - inserted.length);
    }
  });
}

/** So many units of a text, less one where that would go through a surrogate pair. */
export function beginningOf(text: string, units: number): string {
  const isParted = units < text.length && (text.charCodeAt(units) & 0xfc00) === 0xdc00;
  return text.slice(0, isParted ? units - 1 : units);
}

async function withTypist(
  { text, language }: { text: string; language: Language },
  { follow, experience, manner, way, seed, now, control, tally, pace }: ReplayOptions,
  type: (typist: Typist) => Promise<void>,
): Promise<void> {
  const document = new DocumentText(text);
  const { predictor, dispose } = follow(document, language);
  const suggester = new Suggester(predictor, experience);
  const asking = { ...askingIn(manner, { seed, isInvoked: false }), isShownLater: pace !== undefined };
  const suggest = async (offset: number) => await suggester.suggest({ ...asking, offset }, control);
  const shown = () => suggester.shown();
  try {
    await predictor.learn(control);
    await type(new Typist({ document, suggest, shown, way, tally, now, pace }));
  } finally {
    suggester.dispose();
    dispose();
  }
}
