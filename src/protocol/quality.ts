/** How a model predicts text that it has not learnt from. What each means in figures is the training run's to say. */
export type Quality = 'poorly' | 'roughly' | 'fairlyWell' | 'well' | 'veryWell';

/** As in 'It predicts other files fairly well': the same words in the terminal and in the editor. */
export const qualityWords: Readonly<Record<Quality, string>> = {
  poorly: 'poorly',
  roughly: 'roughly',
  fairlyWell: 'fairly well',
  well: 'well',
  veryWell: 'very well',
};
