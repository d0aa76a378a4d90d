import { choosePassages, type Passage, type PassageOptions } from '../../model/suggest/replay/passages.ts';
import {
  type EditedFile,
  replayEdits,
  type ReplayOptions,
  replayPassage,
} from '../../model/suggest/replay/replay.ts';
import { replayRequests, type RequestOptions } from '../../model/suggest/replay/requests.ts';
import {
  wordsInEdits,
  wordsInPassage,
  type WordReplayOptions,
} from '../../model/suggest/replay/wordReplay.ts';
import type { SourceText } from '../../model/text/corpus.ts';
import { count, plural } from '../base/output.ts';
import { readHistory } from './gitHistory.ts';

/** What is typed in a replay. */
export interface Material {
  /** In words. */
  typed: string;
  /** Files, or those of commits. */
  parts: number;
  type: (options: ReplayOptions, onPart: (done: number) => void) => Promise<void>;
  /** False, and nothing done, where nobody can say at what places to ask. */
  ask: (options: RequestOptions, onPart: (done: number) => void) => Promise<boolean>;
  typeWithWords: (options: WordReplayOptions) => void;
}

export function materialOfFolder(texts: readonly SourceText[], options: PassageOptions): Material {
  const passages = choosePassages(texts, options);
  return {
    typed: `Typed ${count(charactersIn(passages))} characters of ${plural(passages.length, 'file')} (of ${count(texts.length)})`,
    parts: passages.length,
    async type(replay, onPart) {
      for (const [done, passage] of passages.entries()) {
        onPart(done);
        await replayPassage(passage, replay);
      }
    },
    async ask(replay, onPart) {
      for (const [done, passage] of passages.entries()) {
        onPart(done);
        await replayRequests(passage, replay);
      }
      return true;
    },
    typeWithWords(replay) {
      for (const passage of passages) wordsInPassage(passage, replay);
    },
  };
}

export async function materialOfHistory(
  repository: string,
  { commits, files, characters }: { commits: number; files: number; characters: number },
): Promise<Material> {
  const edited: EditedFile[] = await readHistory(repository, { commits, files });
  const edits = edited.reduce((sum, file) => sum + file.edits.length, 0);
  return {
    typed: `Did ${plural(edits, 'edit')} of the latest ${plural(commits, 'commit')} in ${plural(edited.length, 'file')}, ${count(characters)} characters of each at most`,
    parts: edited.length,
    async type(replay, onPart) {
      for (const [done, file] of edited.entries()) {
        onPart(done);
        await replayEdits(file, characters, replay);
      }
    },
    ask: async () => false,
    typeWithWords(replay) {
      for (const file of edited) wordsInEdits(file, characters, replay);
    },
  };
}

function charactersIn(passages: readonly Passage[]): number {
  return passages.reduce((sum, { from, to }) => sum + to - from, 0);
}
