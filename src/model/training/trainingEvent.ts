import type { SkippedFile } from '../text/corpus.ts';
import type { Figures } from './figures.ts';
import type { TrainingNotice } from './trainingNotice.ts';

/** What a run tells while it goes on. Losses are means in nats per character. */
export type TrainingEvent =
  /** Told by who reads the files for the run; 0..1 of their bytes. */
  | { event: 'reading'; share: number }
  /** The texts become symbols; 0..1 of them. */
  | { event: 'preparing'; share: number }
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
      /** Until all is done, also what is made of the network once it is trained. */
      secondsLeft: number;
      /** Of the budget that is used, 0 to 1. */
      share: number;
    } & Figures)
  | { event: 'sample'; step: number; text: string }
  | { event: 'checkpoint'; step: number }
  /** Something that the user should know; the run goes on. */
  | { event: 'notice'; notice: TrainingNotice }
  /** After `done`: the context expert learns the files, to be kept beside the model; 0..1 of that. */
  | { event: 'learningContexts'; share: number; secondsLeft: number }
  /** After that: the cells are being ranked, to be kept with the model; 0..1 of that. */
  | { event: 'ranking'; share: number; secondsLeft: number }
  | ({
      event: 'done';
      parameters: number;
      seconds: number;
      reason: 'finished' | 'cancelled';
      /** Of an update that is finished: which model is there now. The former is kept where the update made it worse. */
      kept?: 'former' | 'updated';
    } & Figures);
