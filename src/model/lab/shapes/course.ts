import { sum } from '../../base/sum.ts';
import type { Progress } from '../lesson.ts';

/** How a shape is trained: a number of steps, so that a seed gives the same model however fast the machine is. */
export interface Course {
  steps: number;
  /** The learning rate at its highest. */
  peak: number;
  /** How often it is looked at what was learnt, besides before the first step. */
  looks: number;
  /** Makes step i, from 0. */
  step: (learningRate: number, i: number) => void;
  /** Looks at what was learnt in so many steps, in slices. The words say how it stands. */
  look: (steps: number) => Generator<void, string>;
  /** Milliseconds, from any origin. */
  clock: () => number;
}

const SLICE = 50;
const WARM_UP_STEPS = 30;
/** Share of the steps after which the learning rate begins to fall. */
const DECAY_FROM = 0.4;
/** What is left of the learning rate at the end. */
const FLOOR = 0.01;

/** Trains, and yields about every 50 ms. */
export function* train(course: Course): Generator<Progress, void> {
  const { steps, peak, looks, step, look, clock } = course;
  let words = 'begins';
  let since = clock();
  const isDue = () => clock() - since >= SLICE;
  let looked = 0;
  for (let done = 0; done <= steps; done++) {
    if (done >= (looked * steps) / looks) {
      looked++;
      const looking = look(done);
      for (let next = looking.next(); ; next = looking.next()) {
        if (isDue()) {
          yield { share: done / steps, words: `step ${done}, ${words}` };
          since = clock();
        }
        if (next.done) {
          words = next.value;
          break;
        }
      }
      yield { share: done / steps, words: `step ${done}, ${words}` };
    }
    if (done === steps) return;
    step(peak * learningRateShare(done, steps), done);
    if (isDue()) {
      yield { share: done / steps, words: `step ${done}, ${words}` };
      since = clock();
    }
  }
}

/** The mean of what was noted since this was last asked, which is forgotten; null where nothing was. */
export function takeMean(noted: number[]): number | null {
  const taken = noted.splice(0);
  return taken.length > 0 ? sum(taken) / taken.length : null;
}

/** A short warm-up, as Adam's means are poor at first; then level, then down in a straight line. */
export function learningRateShare(step: number, steps: number): number {
  const warmUp = Math.min(1, (step + 1) / WARM_UP_STEPS);
  const left = (steps - step) / (steps * (1 - DECAY_FROM));
  return warmUp * Math.min(1, FLOOR + (1 - FLOOR) * left);
}
