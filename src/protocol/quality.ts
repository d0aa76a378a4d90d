import type { Quality } from '../model/training/quality.ts';

export type { Quality };

/** As in 'It predicts other files fairly well': the same words in the terminal and in the editor. */
export const qualityWords: Readonly<Record<Quality, string>> = {
  poorly: 'poorly',
  roughly: 'roughly',
  fairlyWell: 'fairly well',
  well: 'well',
  veryWell: 'very well',
};
