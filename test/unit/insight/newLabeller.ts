import { Labeller } from '../../../src/model/insight/labels/labeller.ts';
import { untimed } from './labels/bracketed.ts';

/** Its budget is never used up. */
export function newLabeller(): Labeller {
  return new Labeller(untimed);
}
