import type { ReadControl } from '../base/readControl.ts';
import type { DocumentText } from '../text/documentText.ts';
import type { Language } from '../text/language.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Predictor } from './predictor.ts';

/**
 * Follows an open document with what predicts it, so that it can predict at any place at the cost of what has changed
 * since the last time. How it remembers what it has read is its own affair.
 */
export interface DocumentPredictor {
  readonly text: DocumentText;
  readonly language: Language;
  /** What the symbols of its predictors mean. */
  readonly vocabulary: Vocabulary;

  /**
   * A predictor that has read the characters [0, index) of the document; undefined when aborted, or when the text was
   * edited meanwhile. It is to be used at once: whoever reads on makes a mark before, and goes back to it.
   */
  predictorAt(index: number, control: ReadControl): Promise<Predictor | undefined>;

  /** As `predictorAt`, for a suggestion, which cannot wait: it need not have read what lies far before the index. */
  nearbyPredictorAt(index: number, control: ReadControl): Promise<Predictor | undefined>;

  /**
   * Does beforehand what makes it predict better, as long as there is something: to be called when there is time. False
   * when aborted, or when the text was edited meanwhile; called again, it goes on from there.
   */
  learn(control: ReadControl): Promise<boolean>;
}
