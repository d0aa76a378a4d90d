import type { SkippedFile } from '../text/corpus.ts';
import type { Figures } from './figures.ts';
import type { TrainingNotice } from './trainingNotice.ts';

/** What a run tells while it goes on. Losses are means in nats per character. */
export type TrainingEvent =
  | {
      event: 'corpus';
      files: number;
      characters: number;
      /** V. */
      symbols: number;
      /** In the mean; 1 where symbols are characters. */
      charactersPerSymbol: number;
      /** Files that were left out, the first hundreds of them. */
      skipped: SkippedFile[];
      /** How many were left out in all. */
      skippedFiles: number;
    }
  | ({
      event: 'progress';
      step: number;
      /** Counted from 1. */
      epoch: number;
      /** Moving mean over the last steps. */
      trainLoss: number;
      trainBitsPerChar: number;
      charsPerSecond: number;
      secondsLeft: number;
      /** Of the budget that is used, 0 to 1. */
      share: number;
    } & Figures)
  | { event: 'sample'; step: number; text: string }
  | { event: 'checkpoint'; step: number }
  /** Something that the user should know; the run goes on. */
  | { event: 'notice'; notice: TrainingNotice }
  /** After `done`: the cells are being ranked, to be kept with the model; 0..1 of that. */
  | { event: 'ranking'; share: number }
  /** After `done`: the context expert learns the files, to be kept beside the model; 0..1 of that. */
  | { event: 'learningContexts'; share: number }
  | ({
      event: 'done';
      parameters: number;
      seconds: number;
      reason: 'finished' | 'cancelled';
      /** Of an update that is finished: which model is there now. The former is kept where the update made it worse. */
      kept?: 'former' | 'updated';
    } & Figures);
