/** What is said of earlier characters and what they did for the prediction of one. */
export type { DocumentInfluence as InfluenceAnswer, InfluenceMeasure } from '../model/insight/influence.ts';
