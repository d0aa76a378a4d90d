import type { Calibration } from './calibration.ts';
import { defaultCalibration } from './reliability.ts';
import { Restraint } from './restraint.ts';
import { Taste } from './taste.ts';

/**
 * What is known of a user and of the predictor beyond any one document: whoever opens several hands the same to each of
 * their suggesters, which go on learning it.
 */
export class Experience {
  /** What the user takes of what he is shown. */
  readonly taste: Taste;
  /** What a look costs him in the manner `quiet`. */
  readonly restraint: Restraint;
  /** How often the predictor is right. */
  calibration: Calibration;

  constructor({
    taste = new Taste(),
    restraint = new Restraint(),
    calibration = defaultCalibration,
  }: Partial<Pick<Experience, 'taste' | 'restraint' | 'calibration'>> = {}) {
    this.taste = taste;
    this.restraint = restraint;
    this.calibration = calibration;
  }
}
