/** The messages between the extension host and the worker that tells what a text is written in. */
import type { Speech } from './channel.ts';

export interface JudgeRequest {
  kind: 'judge';
  /** Its beginning is enough. */
  text: string;
}

interface LanguageAnswers {
  /** Undefined where it is too short, nothing that is known, or not sure. */
  judge: 'c' | 'latex' | undefined;
}

export type ToLanguage = Speech<JudgeRequest, LanguageAnswers, never>;
export type FromLanguage = Speech<never, object, never>;
